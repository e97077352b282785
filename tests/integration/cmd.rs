//! What the commands print. `tests/run bless` writes what they print now.

use std::fs;

#[test]
fn commands_print_what_is_written_down() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.md")
        .env("NO_COLOR", "1")
        // 6 January 2026, unless a command says another day.
        .env("SOURCE_DATE_EPOCH", "1767657600");
}

/// The README's first note is the one of `tests/cmd/first-note.md`, and so is what is said of it.
#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let transcripts =
        ["tests/cmd/first-note.md", "tests/cmd/example.md", "tests/cmd/quickstart.md"];
    let transcript =
        transcripts.map(|path| fs::read_to_string(path).expect("a transcript")).concat();
    let note = "tests/cmd/first-note.in/entries/2026-01-05-first-talk.md";
    let note = fs::read_to_string(note).expect("the note");
    assert!(readme.contains(&note), "the README's first note differs from {note}");
    let shown =
        readme.split("```console\n$ loopbook").skip(1).filter_map(|b| b.split("```").next());
    let mut count = 0;
    for block in shown {
        count += 1;
        let block = format!("$ loopbook{}", block.trim_end());
        assert!(transcript.contains(&block), "not printed so:\n{block}");
    }
    assert_eq!(count, 4);
}
