//! Front matter in TOML and JSON: what YAML says, the same way, with the same limits.

use loopbook::model::vocabulary::{Audience, Visibility};
use loopbook::share::{ShareOptions, share};

use super::Vault;

/// Keys and values, each as it is written in YAML, TOML and JSON.
const HIDING: [(&str, &str, &str); 24] = [
    ("private: true", "private = true", "\"private\": true"),
    ("private: 'yes'", "private = 'yes'", "\"private\": \"yes\""),
    ("PRIVATE: 1", "PRIVATE = 1", "\"PRIVATE\": 1"),
    ("draft: true", "draft = true", "\"draft\": true"),
    ("publish: false", "publish = false", "\"publish\": false"),
    ("published: false", "published = false", "\"published\": false"),
    ("visibility: private", "visibility = \"private\"", "\"visibility\": \"private\""),
    ("hidden: true", "hidden = true", "\"hidden\": true"),
    ("unlisted: true", "'unlisted' = true", "\"unlisted\": true"),
    ("confidential: true", "confidential = true", "\"\\u0063onfidential\": true"),
    ("secret: ja", "secret = \"ja\"", "\"secret\": \"ja\""),
    ("internal: true", "\"\\u0069nternal\" = true", "\"internal\": true"),
    ("is-private: true", "is-private = true", "\"isPrivate\": true"),
    ("not_public: true", "not_public = true", "\"notPublic\": true"),
    ("dg-publish: false", "dg-publish = false", "\"dgPublish\": false"),
    ("access: private", "access = '''\nprivate'''", "\"access\": \"private\""),
    ("status: draft", "status = \"draft\"", "\"status\": \"draft\""),
    ("build: {render: never}", "build.render = \"never\"", "\"build\": {\"render\": \"never\"}"),
    ("params: {private: true}", "params.private = true", "\"params\": {\"private\": true}"),
    ("a: {b: {draft: on}}", "a = { b = { draft = 'on' } }", "\"a\": {\"b\": {\"draft\": \"on\"}}"),
    ("x: [{secret: true}]", "x = [{ secret = true }]", "\"x\": [{\"secret\": true}]"),
    ("tags: [private]", "tags = ['private']", "\"tags\": [\"#private\"]"),
    ("a: {public: no}", "\"a\".\"public\" = \"no\"", "\"a\": {\"public\": \"no\"}"),
    ("params: {hidden: yes}", "params.\"hidden\" = 'yes'", "\"params\": {\"hidden\": \"yes\"}"),
];

/// What says so only below a header of its own.
const HIDING_TABLES: [&str; 4] = [
    "[params]\nprivate = true",
    "[[cascade]]\na = 1\n[[cascade]]\n[cascade.params]\ndraft = true",
    "[a.\"b.c\"]\nhidden = true",
    "[a]\n[a.b]\nc.publish = false",
];

fn visibility(text: &str) -> Option<Visibility> {
    let vault = Vault::new(&[("2025-01-01.md", text)]);
    vault.journal.entries.first().map(|entry| entry.visibility)
}

#[test]
fn each_word_for_private_hides_in_three_languages() {
    for (yaml, toml, json) in HIDING {
        let shown = |key: &str| key.to_lowercase().starts_with("visibility");
        let (first, second, third) = if shown(yaml) {
            ("", "", "")
        } else {
            ("visibility: public\n", "visibility = \"public\"\n", "\"visibility\": \"public\", ")
        };
        let json = format!("{{{third}{json}}}\ntext");
        for text in [
            format!("---\n{first}{yaml}\n---\ntext\n"),
            format!("+++\n{second}{toml}\n+++\ntext\n"),
            format!("\u{feff}+++\r\n{second}{toml}\r\n+++\r\ntext\r\n"),
            json.clone(),
            json.replace(", ", ",\r\n\t").replace('{', "{\r\n"),
        ] {
            assert_eq!(visibility(&text), Some(Visibility::Private), "{text}");
        }
    }
    for table in HIDING_TABLES {
        let text = format!("+++\nvisibility = \"public\"\n{table}\n+++\ntext\n");
        assert_eq!(visibility(&text), Some(Visibility::Private), "{text}");
    }
}

#[test]
fn what_is_public_in_toml_and_json_is_public() {
    for text in [
        "+++\nvisibility = \"public\"\ndraft = false\n[params]\nprivate = false\n+++\ntext\n",
        "{\"visibility\": \"public\", \"draft\": false}\ntext\n",
    ] {
        assert_eq!(visibility(text), Some(Visibility::Public), "{text}");
    }
    // The rest of the last line is the note's.
    let vault = Vault::new(&[("2025-01-01.md", "{\"title\": \"A }\"} and [[words]]\n")]);
    assert_eq!(vault.title("2025-01-01.md"), "A }");
    assert_eq!(vault.problems(), ["dead-link 2025-01-01.md"]);
}

#[test]
fn what_cannot_be_read_keeps_the_note_out() {
    let mut wrong = Vec::new();
    for (text, line, column) in [
        ("+++\ntitle = \"a\"\nprivate = true\nPrivate = false\n+++\n", 4, 1),
        ("+++\nprivate = true\nprivate = false\n+++\n", 3, 1),
        ("+++\n[a]\nprivate = true\n[A]\nprivate = false\n+++\n", 4, 2),
        ("+++\na.private = true\na.Private = false\n+++\n", 3, 3),
        ("+++\na = \"\"\"\n+++\n\"\"\"\nprivate = true\n+++\n", 5, 1),
        ("+++\nprivate: true\n+++\n", 2, 10),
        ("+++\nprivate = yes\n+++\n", 2, 11),
        ("+++\ntitle = \"ü\" x\n+++\n", 2, 13),
        ("+++\ndate = {{ .Date }}\n+++\n", 2, 8),
        ("+++\nprivate = \"perhaps\"\n+++\n", 2, 11),
        ("+++\n[x]\nhidden = \"perhaps\"\n+++\n", 3, 1),
        ("+++\nprivate = true\n", 1, 1),
        ("+++\nprivate = true\n---\n", 1, 1),
        ("{\"private\": true, \"\\u0050rivate\": false}\n", 1, 19),
        ("{\n  \"a\": 1,\n  \"ü\": tru\n}\n", 4, 1),
        ("{\n  \"a\": 1,\n}\n", 3, 1),
        ("{\"private\": true", 1, 16),
        ("{\"x\": {\"draft\": \"perhaps\"}}\n", 1, 8),
        ("---\na: b\n---\n+++\nhidden = true\n+++\n", 5, 1),
        ("---\na: b\n---\n+++\nx = 1\n[params]\nprivate = true\n+++\n", 7, 1),
        ("---\na: b\n---\n{\"title\": \"x\", \"hidden\": true}\n", 4, 16),
        ("+++\na = 1\n+++\n---\nhidden: true\n---\n", 5, 1),
        ("{\"a\": 1}\n+++\nhidden = true\n+++\n", 3, 1),
        ("---toml\nhidden = true\n---\n", 1, 1),
        ("text\n\nprivate = true\n", 3, 1),
        ("text\n\nparams.private = true\n", 3, 1),
    ] {
        let vault = Vault::new(&[("2025-01-01.md", text)]);
        assert_eq!(vault.journal.entries.len(), 0, "{text}");
        let told = vault.diagnostics.iter().find(|told| told.is_error()).expect("an error");
        let at = told.location.as_ref().expect("a place");
        if (at.line, at.column) != (line, column) {
            wrong.push(format!("{text}{told:?}"));
        }
        assert!(told.hint.is_some(), "{told:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn keys_are_typed_and_located_as_in_yaml() {
    let toml = "+++\nTitle = \"A day\"\ndate = 2025-01-02T10:00:00+02:00\ntask = [\"docs\", \"site\"]\nenergy = 9\nstpe = \"ask\"\nimpact = \"the #1 thing\" # so\n+++\nWords.\n";
    let json = "{\"Title\": \"A day\", \"date\": \"2025-01-02\",\n\"task\": [\"docs\", \"site\"],\n\n\n\"energy\": 9,\n\"stpe\": \"ask\", \"impact\": \"the #1 thing\"}\nWords.\n";
    for text in [toml, json] {
        let vault = Vault::new(&[("note.md", text)]);
        let [entry] = &vault.journal.entries[..] else { panic!("one: {:?}", vault.diagnostics) };
        assert_eq!((entry.title.as_str(), entry.date.to_string()), ("A day", "2025-01-02".into()));
        assert_eq!(entry.tasks.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["docs", "site"]);
        assert_eq!(entry.impact.as_deref(), Some("the #1 thing"));
        let told: Vec<_> = vault
            .diagnostics
            .iter()
            .map(|told| (told.code.to_string(), told.location.as_ref().expect("a place").line))
            .collect();
        assert_eq!(told, [("wrong-value".to_owned(), 5), ("unknown-key".to_owned(), 6)]);
    }
}

#[test]
fn comments_in_values_reach_nobody() {
    for text in [
        "+++\ntitle = \"A %%hidden%% day\"\nvisibility = \"public\"\n+++\ntext\n",
        "{\"title\": \"A <!-- hidden --> day\", \"visibility\": \"public\"}\ntext\n",
    ] {
        let vault = Vault::new(&[("2025-01-01.md", text)]);
        let (shared, _) = share(&vault.journal, &[], &ShareOptions::new(Audience::Public));
        let told = format!("{:?}", shared.entries);
        assert!(!told.contains("hidden") && told.contains("day"), "{told}");
    }
}

#[test]
fn the_usual_keys_of_blogs_are_no_slips() {
    let toml = "aliases = [\"/old\"]\nlastmod = 2025-01-01\ncategories = [\"a\"]\nweight = 3\nlinkTitle = \"x\"\ncascade = {}\nheadless = false\nisCJKLanguage = true\nmarkup = \"md\"\noutputs = [\"html\"]\nresources = []\nsitemap = {}\nsummary = \"s\"\ntranslationKey = \"t\"\ntype = \"post\"\nurl = \"/x\"\nmenus = \"main\"\nkeywords = []\nlayout = \"l\"\nshowToc = true\ntime = 07:32:00\n";
    let yaml = "layout: post\npermalink: /x\nlast_modified_at: 2025-01-01\nredirect_from: /y\ncategory: a\nexcerpt: e\nnav_order: 3\npin: true\nmath: true\nmermaid: true\nauthor: a\nimage: i\ntoc: true\nsort: 1\nshort: s\nheader: h\ntagline: t\n";
    let obsidian = "cssclasses: [wide]\ncssclass: wide\npublish: true\npermalink: x\ndescription: d\nimage: i\ncover: c\nmobile: m\nposition: 1\nbanner: b\nup: u\nrating: 4\nstarted: 2025-01-01\nfinished: 2025-01-02\ncreated: 2025-01-01\nmodified: 2025-01-01\nupdated: 2025-01-01\ntags: [a]\nkanban-plugin: basic\nexcalidraw-open-md: true\nlinter-yaml-title-alias: x\nid: 7\nTopic: x\n";
    let vault = Vault::new(&[
        ("2025-01-01.md", &format!("+++\n{toml}+++\ntext\n")),
        ("2025-01-02.md", &format!("---\n{yaml}---\ntext\n")),
        ("2025-01-03.md", &format!("---\n{obsidian}---\ntext\n")),
    ]);
    assert_eq!(vault.problems(), [""; 0], "{:?}", vault.diagnostics);
}

#[test]
fn a_note_may_end_in_markdown() {
    let vault = Vault::new(&[
        (
            "2025-01-01.markdown",
            "---\nwith: \"[[ann.markdown]]\"\n---\n[[Old page]], [x](Old%20page.markdown) and [[Old page.markdown]]",
        ),
        ("Old page.markdown", "+++\nvisibility = \"public\"\n+++\ntext"),
        ("people/ann.markdown", "---\ntitle: Ann Lee\n---\n"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(vault.links("2025-01-01.markdown"), ["Old page.markdown"; 3]);
    assert_eq!(vault.journal.entries[0].with[0].as_str(), "ann");
    assert_eq!(vault.title("Old page.markdown"), "Old page");
}
