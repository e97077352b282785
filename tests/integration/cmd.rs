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
    let note = "tests/cmd/first-note.in/entries/2026-01-05-first-talk.md";
    let note = fs::read_to_string(note).expect("the note");
    assert!(readme.contains(&note), "the README's first note differs from {note}");
    assert_eq!(printed(&readme, &["first-note", "example", "quickstart"]), 4);
}

#[test]
fn the_guide_shows_what_is_printed() {
    let guide = fs::read_to_string("docs/guide.md").expect("the guide");
    assert_eq!(printed(&guide, &["guide"]), 4);
}

/// How many commands a text shows, each with what the transcripts say that it prints.
fn printed(text: &str, transcripts: &[&str]) -> usize {
    let path = |name: &&str| format!("tests/cmd/{name}.md");
    let read = |name| fs::read_to_string(path(name)).expect("a transcript");
    let transcript: String = transcripts.iter().map(read).collect();
    let shown = text.split("```console\n$ loopbook").skip(1);
    let blocks = shown.filter_map(|block| block.split("```").next());
    let blocks: Vec<String> =
        blocks.map(|block| format!("$ loopbook{}", block.trim_end())).collect();
    for block in &blocks {
        assert!(transcript.contains(block), "not printed so:\n{block}");
    }
    blocks.len()
}
