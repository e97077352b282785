//! Days in keys and in names.

use super::Vault;

fn days(vault: &Vault) -> Vec<(&str, String)> {
    let entries = vault.journal.entries.iter();
    entries.map(|entry| (entry.path.as_str(), entry.date.to_string())).collect()
}

#[test]
fn a_date_is_read_as_its_owner_wrote_it() {
    let note = |date: &str| format!("---\ndate: {date}\n---\nx\n");
    let written = [
        ("a.md", "2024/01/05"),
        ("b.md", "20240105"),
        ("c.md", "2024-1-5"),
        ("d.md", "January 5, 2024"),
        ("e.md", "[[2024-01-05]]"),
        ("f.md", "Fri, 05 Jan 2024 10:00:00 +0000"),
    ];
    let files: Vec<(&str, String)> =
        written.iter().map(|(path, date)| (*path, note(date))).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let vault = Vault::new(&files);
    assert_eq!(vault.problems(), [""; 0]);
    assert!(days(&vault).iter().all(|(_, day)| day == "2024-01-05"), "{:?}", days(&vault));
    assert_eq!(days(&vault).len(), written.len());
}

#[test]
fn a_date_that_cannot_be_read_leaves_the_day_in_the_name() {
    let vault = Vault::new(&[
        ("2024-01-09.md", "---\ndate: TBD\n---\nx"),
        ("2024-01-10.md", "---\ndate: 05/01/2024\n---\nx"),
        ("undated.md", "---\ndate: someday\n---\nx"),
        ("2024-02-30 Impossible.md", "x"),
    ]);
    let expected = [("2024-01-09.md", "2024-01-09"), ("2024-01-10.md", "2024-01-10")];
    assert_eq!(days(&vault), expected.map(|(path, day)| (path, day.to_owned())));
    assert_eq!(vault.journal.pages.len(), 2);
    assert_eq!(
        vault.problems(),
        [
            "wrong-value 2024-01-09.md",
            "wrong-value 2024-01-10.md",
            "no-such-day 2024-02-30 Impossible.md",
            "wrong-value undated.md",
        ]
    );
}

#[test]
fn where_key_and_name_disagree_the_key_counts() {
    let note = "---\ndate: 2024-02-25\n---\nx";
    let vault = Vault::new(&[
        ("2023-02-25.md", note),
        ("2024-02-25.md", note),
        ("2024-W08 Review.md", note),
    ]);
    assert!(days(&vault).iter().all(|(_, day)| day == "2024-02-25"));
    assert_eq!(days(&vault).len(), 3);
    assert_eq!(vault.problems(), ["date-mismatch 2023-02-25.md"]);
}

#[test]
fn a_folder_without_any_date_says_so_once() {
    let vault = Vault::new(&[("a.md", "x"), ("b.md", "y")]);
    assert_eq!(vault.problems(), ["no-date a.md"]);
}
