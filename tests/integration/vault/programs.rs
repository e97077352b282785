//! Folders that other programs wrote, recognised by their settings.

use super::Vault;

fn days(vault: &Vault) -> Vec<String> {
    vault.journal.entries.iter().map(|entry| entry.date.to_string()).collect()
}

#[test]
fn obsidian_says_where_daily_notes_and_templates_are() {
    let vault = Vault::new(&[
        (
            ".obsidian/daily-notes.json",
            "{\"folder\": \"Days\", \"format\": \"DD.MM.YYYY\", \"template\": \"Forms/Day\"}",
        ),
        (".obsidian/templates.json", "{\"folder\": \"Forms\"}"),
        ("Days/03.02.2025.md", "Today. [[03.02.2025]]"),
        ("Days/Other.md", ""),
        ("Forms/Day.md", "---\ndate: {{date}}\n---\n"),
        ("03.02.2025.md", "Not a daily note."),
        ("People/Ann Lee.md", "---\nrelation: report\n---\n"),
        ("Tasks/2025-02-03.md", "- [ ] a"),
        ("Tasks/Docs.md", ""),
        ("GOALS/grow.md", ""),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(days(&vault), ["2025-02-03"; 2]);
    assert_eq!(vault.title("Days/03.02.2025.md"), "2025-02-03");
    assert_eq!(vault.id("Days/03.02.2025.md"), "2025-02-03");
    let journal = &vault.journal;
    assert!(journal.person("ann-lee").is_some_and(|ann| ann.path.is_some()));
    assert!(journal.task("docs").is_some() && journal.goal("grow").is_some());
    assert_eq!(journal.config.conventions.notes.as_deref(), Some("Days"));
    assert_eq!(journal.config.conventions.templates.as_deref(), Some("Forms"));
}

#[test]
fn obsidian_without_settings_of_its_own_is_a_folder_of_notes() {
    for daily in
        ["", "{", "[1]", "{\"folder\": \"/\", \"format\": \"HH\"}", "{\"folder\": \"../x\"}"]
    {
        let vault = Vault::new(&[
            (".obsidian/daily-notes.json", daily),
            (".obsidian/templates.json", "{\"folder\": \"/\"}"),
            ("2025-02-03.md", ""),
        ]);
        assert_eq!((days(&vault), vault.problems()), (vec!["2025-02-03".to_owned()], vec![]));
    }
}

#[test]
fn logseq_has_journals_and_pages() {
    let vault = Vault::new(&[
        ("logseq/config.edn", "{:meta/version 1\n ;; :journals-directory \"no\"\n}"),
        ("logseq/bak/pages/Old.md", "gone"),
        ("journals/2025_02_15.md", "- Talked. [[Feb 14th, 2025]] [[project/website]] [[Pages]]"),
        ("journals/2025_02_14.md", "- Began."),
        ("pages/project___website.md", "- Words."),
        ("pages/Pages.md", "- Words."),
        ("README.md", "Not of the graph."),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(days(&vault), ["2025-02-14", "2025-02-15"]);
    let links = vault.links("journals/2025_02_15.md");
    assert_eq!(links, ["journals/2025_02_14.md", "pages/project___website.md", "pages/Pages.md"]);
    assert_eq!(vault.title("pages/project___website.md"), "project/website");
    assert_eq!(vault.notes().len(), 4);
}

#[test]
fn dendron_says_the_day_at_the_end_of_a_name() {
    let vault = Vault::new(&[
        ("dendron.yml", "version: 5\nworkspace:\n  vaults:\n    - fsPath: vault\n"),
        (
            "vault/daily.journal.2025.02.15.md",
            "---\nid: x\ntitle: 'A day'\ndesc: ''\nupdated: 1739577600000\ncreated: 1739577600000\n---\n[[work.docs]]",
        ),
        ("vault/scratch.2025.02.15.101500.md", "---\nid: y\ncreated: 1739577600000\n---\n"),
        ("vault/work.docs.md", "---\ntitle: Docs\ndate: 1739577600000\n---\n"),
        ("vault/root.md", ""),
        ("README.md", "Not of a vault."),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(days(&vault), ["2025-02-15"; 3]);
    assert_eq!(vault.links("vault/daily.journal.2025.02.15.md"), ["vault/work.docs.md"]);
    assert_eq!(vault.id("vault/daily.journal.2025.02.15.md"), "2025-02-15-daily-journal");
    assert_eq!(vault.id("vault/scratch.2025.02.15.101500.md"), "2025-02-15-scratch-101500");
    assert_eq!(vault.notes().len(), 4);
}

#[test]
fn what_dendron_does_not_publish_is_hidden() {
    let settings = "\
workspace:
  vaults:
    - fsPath: work
    - fsPath: diary
      visibility: private
publishing:
  hierarchy:
    root: { publishByDefault: true }
    pay: { publishByDefault: false }
";
    let vault = Vault::new(&[
        ("dendron.yml", settings),
        ("loopbook.yaml", "visibility: manager\n"),
        ("work/daily.journal.2026.01.01.md", "Seen.\n"),
        ("work/private.journal.2026.01.02.md", "Hidden.\n"),
        ("work/pay.talk.2026.01.03.md", "Hidden.\n"),
        ("work/notes/pay.talk.2026.01.06.md", "Hidden.\n"),
        ("work/payroll.2026.01.04.md", "Seen.\n"),
        ("diary/daily.journal.2026.01.05.md", "Hidden.\n"),
    ]);
    let hidden = [
        "kept-private diary/daily.journal.2026.01.05.md",
        "kept-private work/notes/pay.talk.2026.01.06.md",
        "kept-private work/pay.talk.2026.01.03.md",
        "kept-private work/private.journal.2026.01.02.md",
    ];
    let mut told = vault.problems();
    told.sort_unstable();
    assert_eq!(told, hidden);
}

#[test]
fn what_is_in_no_hierarchy_that_dendron_publishes_is_hidden() {
    let hidden = |settings: &str| {
        let vault = Vault::new(&[
            ("dendron.yml", settings),
            ("loopbook.yaml", "visibility: manager\n"),
            ("vault/work.talk.2026.01.01.md", "Words.\n"),
            ("vault/notes/work.2026.01.02.md", "Words.\n"),
            ("vault/workshop.2026.01.03.md", "Words.\n"),
            ("vault/Work.2026.01.04.md", "Words.\n"),
        ]);
        let mut told: Vec<String> = vault.problems().iter().map(ToString::to_string).collect();
        told.sort_unstable();
        told.join(" ").replace("kept-private vault/", "").replace(".md", "")
    };
    let vaults = "workspace: {vaults: [{fsPath: vault}]}\n";
    for (site, left) in [
        ("publishing: {siteHierarchies: [work, other]}", "Work.2026.01.04 workshop.2026.01.03"),
        ("site: {siteHierarchies: work}", "Work.2026.01.04 workshop.2026.01.03"),
        (
            "publishing: {siteHierarchies: [work.talk]}",
            "Work.2026.01.04 notes/work.2026.01.02 workshop.2026.01.03",
        ),
        (
            "publishing: {siteHierarchies: []}",
            "Work.2026.01.04 notes/work.2026.01.02 work.talk.2026.01.01 workshop.2026.01.03",
        ),
        ("publishing: {siteHierarchies: [root]}", ""),
        ("publishing: {siteHierarchies: [work, root]}", ""),
        ("publishing: {siteHierarchies: }", ""),
    ] {
        assert_eq!(hidden(&format!("{vaults}{site}\n")), left, "{site}");
    }
}

#[test]
fn hugo_has_its_notes_in_content() {
    for (path, settings, content) in [
        ("hugo.toml", "title = \"x\"\n", "content"),
        ("config/_default/hugo.yaml", "contentDir: src/notes\n", "src/notes"),
        ("config.toml", "baseURL = \"https://a.example\"\n[params]\na = 1\n", "content"),
        ("hugo.json", "{\"contentDir\": \"/x\"}", "x"),
    ] {
        let [first, second] =
            ["posts/first/index.md", "posts/second.md"].map(|path| format!("{content}/{path}"));
        let vault = Vault::new(&[
            (path, settings),
            (
                &first,
                "+++\ntitle = \"First\"\ndate = 2025-02-15T10:00:00Z\ndraft = false\n+++\n![x](/pictures/x.png) [y](../second.md) ![z](z.png)",
            ),
            (&second, "---\ntitle: Second\ndate: 2025-02-16\ndraft: true\n---\n"),
            (&format!("{content}/posts/first/z.png"), "z"),
            ("static/pictures/x.png", "x"),
            ("archetypes/default.md", "+++\ntitle = '{{ .Name }}'\n+++\n"),
            ("themes/x/README.md", "x"),
            ("public/index.md", "x"),
            ("README.md", "Not of the site."),
        ]);
        assert_eq!(vault.problems(), [""; 0], "{path}");
        assert_eq!(days(&vault), ["2025-02-15", "2025-02-16"]);
        assert_eq!(vault.notes().len(), 2);
        assert_eq!(vault.id(&first), "2025-02-15-first");
        let links = vault.links(&first);
        assert_eq!(links[0], "static/pictures/x.png");
        assert_eq!(links[1], second);
    }
}

#[test]
fn jekyll_has_posts_and_drafts() {
    let vault = Vault::new(&[
        ("_config.yml", "title: x\nexclude: [Gemfile, notes, README.md]\n"),
        (
            "_posts/2025-02-15-first.markdown",
            "---\nlayout: post\ntitle: First\n---\n[b](/about.md)",
        ),
        ("_drafts/second.md", "---\ndate: 2025-02-16\nvisibility: public\n---\n"),
        ("about.md", "---\npermalink: /about/\n---\n"),
        ("notes/a.md", "left out"),
        ("_includes/x.md", "left out"),
        ("_site/y.md", "left out"),
        ("README.md", "left out"),
    ]);
    assert_eq!(vault.problems(), ["kept-private _drafts/second.md"]);
    assert_eq!(days(&vault), ["2025-02-15", "2025-02-16"]);
    assert_eq!(vault.notes().len(), 3);
    assert_eq!(vault.journal.config.conventions.notes.as_deref(), Some("_posts"));
}

#[test]
fn any_folder_may_be_named_in_the_configuration() {
    let vault = Vault::new(&[
        (
            "loopbook.yaml",
            "folders:\n  people: 20 People\n  goals: ./Aims/\n  templates: forms\n  notes: log\n",
        ),
        ("20 People/Ann.md", ""),
        ("people/Ben.md", "a page"),
        ("Aims/grow.md", ""),
        ("forms/day.md", "---\ndate: {{date}}\n---\n"),
        ("2025-02-15.md", "---\nwith: ann\n---\n[[Ann]] [[Ben]]"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert!(vault.journal.goal("grow").is_some());
    assert_eq!(vault.links("2025-02-15.md"), ["20 People/Ann.md", "people/Ben.md"]);
    let vault =
        Vault::new(&[("loopbook.yaml", "folders: {people: nowhere, pepole: x, notes: static}\n")]);
    let problems =
        ["unknown-key", "wrong-value", "wrong-value"].map(|code| format!("{code} loopbook.yaml"));
    let mut found = vault.problems();
    found.sort();
    assert_eq!(found, problems);
}

#[test]
fn the_text_of_jrnl_is_an_entry_each() {
    let text = "[2025-02-15 09:30] A first day. *\nWords, [[b]] and a promise:\n\n- [ ] Call (by 2025-03-01)\n\n\
                [2025-02-15 18:00] A first day.\nMore.\n[2025-02-16 07:00] Hidden\nprivate: yes\n\n\
                [2025-02-17 08:00]\n#private words [[nothing]]\n";
    let vault = Vault::new(&[
        ("loopbook.yaml", "entries: [log, jrnl.txt]\nvisibility: public\n"),
        ("jrnl.txt", text),
        ("other.txt", "[2025-02-15 09:30] Not named."),
        ("log/b.md", ""),
    ]);
    let ids: Vec<&str> = vault.journal.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["2025-02-15-a-first-day", "2025-02-15-a-first-day-2", "2025-02-17"]);
    let entries = &vault.journal.entries;
    assert_eq!(
        (entries[0].title.as_str(), entries[2].title.as_str()),
        ("A first day.", "2025-02-17")
    );
    assert_eq!(entries[0].body.promises.len(), 1);
    assert_eq!(vault.links("jrnl.txt"), ["log/b.md"]);
    use loopbook::model::vocabulary::Visibility;
    let seen: Vec<Visibility> = entries.iter().map(|entry| entry.visibility).collect();
    assert_eq!(seen, [Visibility::Public, Visibility::Public, Visibility::Private]);
    let told: Vec<_> = vault
        .diagnostics
        .iter()
        .map(|told| (told.code.to_string(), told.location.as_ref().map(|at| at.line)))
        .collect();
    let expected = [("kept-private", None), ("front-matter", Some(9)), ("dead-link", Some(12))];
    assert_eq!(told, expected.map(|(code, line)| (code.to_owned(), line)));
}
