//! Keys that other tools and their owners use for something else.

use super::Vault;

#[test]
fn a_key_of_another_kind_is_ignored_and_the_note_stays() {
    let keys = [
        ("2025-01-01.md", "status: in progress"),
        ("2025-01-02.md", "energy: 7"),
        ("2025-01-03.md", "kind: journal"),
        ("2025-01-04.md", "step: 10432"),
        ("2025-01-05.md", "size: XL"),
        ("2025-01-06.md", "loop: maybe"),
        ("2025-01-07.md", "due: [soon]"),
    ];
    let files = keys.map(|(path, key)| (path, format!("---\n{key}\n---\ntext\n")));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let vault = Vault::new(&files);
    assert_eq!(vault.journal.entries.len(), keys.len());
    assert_eq!(vault.problems(), keys.map(|(path, _)| format!("wrong-value {path}")));
    assert!(vault.diagnostics.iter().all(|told| !told.is_error()));
}

#[test]
fn a_key_that_decides_who_sees_what_keeps_the_note_out() {
    for key in
        ["visibility: maybe", "draft: perhaps", "private: [x]", "quote_ok: sure", "with: {a: b}"]
    {
        let text = format!("---\n{key}\n---\ntext\n");
        let vault = Vault::new(&[("2025-01-01.md", &text)]);
        assert_eq!(vault.journal.entries, [], "{key}");
        assert_eq!(vault.problems()[0], "wrong-value 2025-01-01.md");
    }
}

#[test]
fn the_usual_keys_of_other_tools_are_no_slips() {
    let keys = "lastmod: 2025-01-01\ncategories: [a]\npermalink: /x\ncssclasses: wide\npublish: true\n\
                layout: post\nweight: 3\nslug: x\nseries: [s]\ndescription: d\nid: 7\nLastMod: x\n";
    let keys = keys.replace("LastMod: x\n", "");
    let vault = Vault::new(&[("2025-01-01.md", &format!("---\n{keys}---\ntext\n"))]);
    assert_eq!(vault.problems(), [""; 0]);
}

#[test]
fn a_post_that_is_not_published_is_private() {
    let text = "---\nvisibility: public\npublished: false\n---\ntext\n";
    let vault = Vault::new(&[("2025-01-01.md", text)]);
    let visibility = vault.journal.entries[0].visibility;
    assert_eq!(visibility, loopbook::model::vocabulary::Visibility::Private);
}

#[test]
fn a_template_that_was_never_filled_in_is_named() {
    let text = "---\ncreated: {{date}}, {{time}}\n---\nx\n";
    let vault = Vault::new(&[("2024-01-03.md", text)]);
    assert_eq!(vault.problems(), ["front-matter 2024-01-03.md"]);
    assert!(vault.diagnostics[0].message.contains("the template's `{{date}}` was never filled in"));
    // Alone, it is a value of another kind to YAML.
    let vault = Vault::new(&[("2024-01-03.md", "---\ndate: {{date}}\n---\nx\n")]);
    assert_eq!(vault.problems(), ["wrong-value 2024-01-03.md"]);
    assert!(vault.diagnostics[0].message.contains("the template's `{{date}}` was never filled in"));
}

#[test]
fn a_page_without_a_date_is_told_what_it_lacks() {
    let files = ["task: docs", "impact: faster", "shows: ownership", "kind: setback"];
    for key in files {
        let text = format!("---\n{key}\n---\nx\n");
        let vault = Vault::new(&[("page.md", &text), ("2025-01-01.md", "")]);
        assert_eq!(vault.problems(), ["no-date page.md"], "{key}");
    }
    let vault = Vault::new(&[("page.md", "---\nkind: book\n---\n"), ("2025-01-01.md", "")]);
    assert_eq!(vault.problems(), [""; 0]);
}
