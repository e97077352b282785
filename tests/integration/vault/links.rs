//! Links lead where they lead in the tool that they were written in.

use super::Vault;

#[test]
fn a_name_means_the_root_then_the_own_folder_then_the_shortest_path() {
    let vault = Vault::new(&[
        ("q/Todo.md", "q"),
        ("qqqq/Todo.md", "qqqq"),
        ("qqqq/me.md", "same folder [[Todo]]"),
        ("elsewhere/me too.md", "[[Todo]] [[qqqq/Todo]] [[qq/Todo]] [[../q/Todo]] [[/q/Todo]]"),
        ("2025-01-01.md", ""),
    ]);
    assert_eq!(vault.links("qqqq/me.md"), ["qqqq/Todo.md"]);
    assert_eq!(
        vault.links("elsewhere/me too.md"),
        ["q/Todo.md", "qqqq/Todo.md", "-", "q/Todo.md", "q/Todo.md"]
    );
    assert_eq!(vault.problems(), ["dead-link elsewhere/me too.md"]);
}

#[test]
fn markdown_links_are_relative_or_from_the_root_or_names() {
    let vault = Vault::new(&[
        ("Admin/Codes/HBC.md", "# HBC"),
        (
            "deep/2025-01-01.md",
            "[root](Admin/Codes/HBC.md) [shortest](HBC.md) [up](../Admin/Codes/HBC)",
        ),
        ("deep/A b.md", "[encoded](A%20b.md) [[A%20b]] [bundle](../post/)"),
        ("post/index.md", ""),
    ]);
    assert_eq!(vault.links("deep/2025-01-01.md"), ["Admin/Codes/HBC.md"; 3]);
    assert_eq!(vault.links("deep/A b.md"), ["deep/A b.md", "deep/A b.md", "post/index.md"]);
    assert_eq!(vault.problems(), [""; 0]);
}

#[test]
fn a_heading_is_reached_by_its_text_and_by_its_anchors() {
    let vault = Vault::new(&[(
        "2025-01-01.md",
        "[a](#things-ive-consumed) [b](#-emoji-head) [[#Things I've consumed]] [c](#Gr%C3%B6%C3%9Fe)\n\n\
         ## Things I've consumed\n\n## 🎉 Emoji head\n\n## Größe\n",
    )]);
    assert_eq!(vault.problems(), [""; 0]);
    let links = vault.links("2025-01-01.md");
    let parts: Vec<&str> = links.iter().filter_map(|link| link.split('#').nth(1)).collect();
    assert_eq!(parts, ["things-i-ve-consumed", "emoji-head", "things-i-ve-consumed", "größe"]);
}

#[test]
fn files_that_exist_are_never_dead() {
    let vault = Vault::new(&[
        (
            "2025-01-01.md",
            "![[pic.jpg#outline]] ![[pic.jpg#interface|300]] ![[007.jpg]] [[Board.canvas]] [[All.base]] \
             [[paper.pdf#page=3]]",
        ),
        ("pic.jpg", "x"),
        ("img/007.jpg", "x"),
        ("img/007.jpg.md", "about it"),
        ("Board.canvas", "{}"),
        ("All.base", ""),
        ("paper.pdf", ""),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(
        vault.links("2025-01-01.md"),
        [
            "pic.jpg#outline",
            "pic.jpg#interface",
            "img/007.jpg",
            "Board.canvas",
            "All.base",
            "paper.pdf#page=3"
        ]
    );
}

#[test]
fn aliases_and_titles_are_found_after_files() {
    let vault = Vault::new(&[
        ("2025-01-01.md", "[[Plan]] [[Roadmap]] [[The big plan]] [[A/B tests]]"),
        ("Plan.md", "# The big plan"),
        ("Other.md", "---\naliases: [Roadmap, A/B tests]\ntitle: Plan\n---\n"),
    ]);
    assert_eq!(vault.links("2025-01-01.md"), ["Plan.md", "Other.md", "Plan.md", "Other.md"]);
    assert_eq!(vault.problems(), [""; 0]);
}
