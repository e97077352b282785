//! Titles, ids and names in keys.

use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::model::Slug;
use loopbook::model::vocabulary::Audience;
use loopbook::render::RenderContext;
use loopbook::share::{ShareOptions, for_author, share};

use super::Vault;

#[test]
fn a_title_is_the_name_as_it_is_written() {
    let vault = Vault::new(&[
        ("2025-01-31 Fri.md", "see [[模板]] and [[Kevin Kelly]]"),
        ("Kevin Kelly.md", "text"),
        ("模板.md", "text"),
        ("R&D.md", "text\n\n# Not the first block"),
        ("docs-cleanup.md", "text"),
        ("first.md", "# A heading"),
        ("2025-02-01.md", ""),
    ]);
    for (path, title) in [
        ("2025-01-31 Fri.md", "Fri"),
        ("Kevin Kelly.md", "Kevin Kelly"),
        ("模板.md", "模板"),
        ("R&D.md", "R&D"),
        ("docs-cleanup.md", "Docs cleanup"),
        ("first.md", "A heading"),
        ("2025-02-01.md", "2025-02-01"),
    ] {
        assert_eq!(vault.title(path), title);
    }
    assert_eq!(vault.links("2025-01-31 Fri.md"), ["模板.md", "Kevin Kelly.md"]);
    assert_eq!(vault.problems(), [""; 0]);
}

#[test]
fn a_title_does_not_depend_on_who_reads() {
    let hidden = "> [!private]\n> words\n\n";
    let heading = "# A heading\n\nText.[^1]\n";
    let note = |body: &str| format!("---\nvisibility: public\n---\n{body}");
    let files = [
        ("a.md", note(&format!("{hidden}{heading}")), "A heading"),
        ("b.md", note(&format!("%% words %%\n\n{heading}")), "A heading"),
        ("c.md", note(&format!("> [!private]\n> # Theirs\n\nText.\n\n{heading}")), "c"),
        ("d.md", note(&format!("[^1]: A note.\n\n{hidden}{heading}")), "A heading"),
        ("e.md", note(&format!("{hidden}***\n\n{heading}")), "e"),
        ("f.md", note("## A part\n\n# A heading\n"), "f"),
        ("g.md", note("# %% words %%\n\n# A heading\n"), "g"),
    ];
    let plain: Vec<(&str, &str)> =
        files.iter().map(|(path, text, _)| (*path, text.as_str())).collect();
    let vault = Vault::new(&plain);
    let (shared, _) = share(&vault.journal, &[], &ShareOptions::new(Audience::Public));
    for (path, _, title) in &files {
        assert_eq!(vault.title(path), *title, "{path}");
        let id = path.strip_suffix(".md").expect("a note");
        let page = shared.pages.iter().find(|page| page.id.as_str() == id).expect("a page");
        assert_eq!(page.title, *title, "{path}");
    }
}

#[test]
fn a_tag_is_listed_as_it_is_spelled() {
    let vault = Vault::new(&[
        ("2025-01-01.md", "---\ntags: [日本, docs, CamelCase]\n---\n#project/Website"),
        ("2025-01-02.md", "#CamelCase #Docs"),
        ("2025-01-03.md", "#camelcase #Docs"),
    ]);
    let own = for_author(&vault.journal, &[]);
    let analysis = Analysis::of(&own, date(2025, 2, 1));
    let context = RenderContext::new(&analysis);
    let tags = ["日本", "docs", "camelcase", "project-website"].map(Slug::new);
    let names: Vec<&str> = tags.iter().map(|tag| context.tag_name(tag)).collect();
    assert_eq!(names, ["日本", "Docs", "CamelCase", "project/Website"]);
}

#[test]
fn an_id_that_was_made_of_a_title_gets_a_hint() {
    let old =
        "---\nkind: update\nresolves: [2025-01-31-stand-up, be louder, 2025-01-30-notes]\n---\n";
    let vault = Vault::new(&[
        ("2025-01-30-notes.md", ""),
        ("2025-01-31.md", "# Stand-up"),
        ("2025-02-01.md", old),
    ]);
    let [told] = &vault.diagnostics[..] else { panic!("one: {:?}", vault.problems()) };
    assert_eq!(told.message, "there is no entry `2025-01-31-stand-up`");
    assert!(told.hint.as_deref().is_some_and(|hint| hint.contains("`2025-01-31`")), "{told:?}");
}

#[test]
fn two_files_of_different_names_stay_two_notes() {
    let vault = Vault::new(&[
        ("2025-01-01.md", "[[事实]] [[实时]] [[史诗]] [[C]] [[C++]]"),
        ("C++.md", "cpp"),
        ("C.md", "c"),
        ("事实.md", "fact"),
        ("实时.md", "real time"),
        ("résumé.md", ""),
        ("resume.md", ""),
        ("Note.md", ""),
        ("note.md", ""),
        ("!!!.md", ""),
        ("???.md", ""),
    ]);
    assert_eq!(vault.notes().len(), 11);
    assert_eq!(vault.links("2025-01-01.md"), ["事实.md", "实时.md", "-", "C.md", "C++.md"]);
    assert_eq!(vault.problems(), ["dead-link 2025-01-01.md"]);
    assert_eq!(vault.id("C++.md"), "c-plus-plus");
    assert_eq!((vault.id("Note.md"), vault.id("note.md")), ("note", "note-2"));
}

#[test]
fn notes_of_one_day_and_name_add_their_folders() {
    let vault = Vault::new(&[
        ("Daily/2025-01-01.md", "# Private day\n"),
        ("Work/2025-01-01.md", "work day"),
        ("2025-01-02.md", ""),
        ("Work/2025-01-02.md", ""),
        ("a/deep/Todo.md", ""),
        ("b/deep/Todo.md", ""),
        ("b/Todo.md", ""),
        ("posts/first/index.md", "A bundle"),
        ("posts/2025-01-03-second/index.md", "A dated one"),
    ]);
    for (path, id) in [
        ("Daily/2025-01-01.md", "2025-01-01"),
        ("Work/2025-01-01.md", "2025-01-01-work"),
        ("2025-01-02.md", "2025-01-02"),
        ("Work/2025-01-02.md", "2025-01-02-work"),
        ("b/Todo.md", "todo"),
        ("a/deep/Todo.md", "deep-todo"),
        ("b/deep/Todo.md", "b-deep-todo"),
        ("posts/first/index.md", "first"),
        ("posts/2025-01-03-second/index.md", "2025-01-03-second"),
    ] {
        assert_eq!(vault.id(path), id, "{path}");
    }
    assert_eq!(vault.problems(), [""; 0]);
}

#[test]
fn two_files_that_claim_one_person_are_an_error() {
    let vault = Vault::new(&[("people/Ann Lee.md", ""), ("people/ann-lee.md", "")]);
    assert_eq!(vault.problems(), ["duplicate-id people/ann-lee.md"]);
}

#[test]
fn for_other_readers_only_visible_notes_compete_for_an_id() {
    let public = "---\nvisibility: public\n---\ntext";
    let shared = |files: &[(&str, &str)]| {
        let vault = Vault::new(files);
        let options = ShareOptions::new(Audience::Public);
        let (shared, _) = share(&vault.journal, &[], &options);
        let entries = shared.entries.iter().map(|entry| entry.id.to_string());
        entries.chain(shared.pages.iter().map(|page| page.id.to_string())).collect::<Vec<_>>()
    };
    let visible = [
        ("Secret place/2025-01-01.md", public),
        ("Work/2025-01-01.md", public),
        ("x/Todo.md", public),
        ("y/Todo.md", public),
    ];
    let hidden =
        [("2025-01-01.md", "hidden"), ("A/2025-01-01.md", "hidden"), ("Todo.md", "hidden")];
    let ids = shared(&visible);
    assert_eq!(ids, ["2025-01-01", "2025-01-01-2", "todo", "todo-2"]);
    assert_eq!(shared(&[&visible[..], &hidden[..]].concat()), ids);
}

#[test]
fn names_in_keys_are_warned_of_only_if_they_nearly_spell_another() {
    let note = "---\nwith: [Ana, Bertrand, Quentn]\n---\n";
    let files = [("people/quentin.md", ""), ("people/ana.md", ""), ("2025-01-01.md", note)];
    let vault = Vault::new(&files);
    assert_eq!(vault.problems(), ["unknown-name 2025-01-01.md"]);
    let strict = [("loopbook.yaml", "strict_names: true\nentries: .\n")];
    let vault = Vault::new(&[&files[..], &strict[..]].concat());
    assert_eq!(vault.problems(), ["unknown-name 2025-01-01.md"; 2]);
}

#[test]
fn a_spelling_decides_where_several_files_share_a_name() {
    let vault = Vault::new(&[
        ("people/one.md", "---\ntitle: Jo-Ann\n---\n"),
        ("people/two.md", "---\ntitle: Jo Ann\n---\n"),
        ("2025-01-01.md", "---\nwith: Jo Ann\n---\n"),
        ("2025-01-02.md", "---\nwith: jo-ann\n---\n"),
    ]);
    let with: Vec<_> = vault.journal.entries.iter().map(|entry| entry.with[0].as_str()).collect();
    assert_eq!(with, ["two", "one"]);
}
