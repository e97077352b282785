//! A vault of 300 notes in four scripts, and how much of it is read right.
//!
//! `generate` makes the vault with what is true of it: the title of each note, where each link leads,
//! which warnings are deserved. The tests count what was read right.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use loopbook::diagnostic::codes;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::share::{ShareOptions, for_author, share};

use super::Vault;

/// A script, with words to make names and texts of.
struct Script {
    folder: &'static str,
    words: [&'static str; 10],
    people: [&'static str; 10],
}

/// Latin, with accents; Arabic, from right to left; Devanagari, with combining marks; Chinese and
/// Japanese, without spaces between words.
const SCRIPTS: [Script; 4] = [
    Script {
        folder: "Größeres",
        words: [
            "Überblick",
            "R&D",
            "C++",
            "résumé",
            "Kevin Kelly",
            "naïve",
            "Çalışma",
            "łódź",
            "Ångström",
            "C#",
        ],
        people: [
            "Zoë",
            "Łukasz",
            "Søren",
            "Ana María",
            "O'Neil",
            "Jean-Luc",
            "Åsa",
            "Đorđe",
            "Mira",
            "Ben",
        ],
    },
    Script {
        folder: "ملاحظات",
        words: [
            "خطة",
            "مشروع",
            "اجتماع",
            "فكرة",
            "مراجعة",
            "تقرير",
            "هدف",
            "قراءة",
            "سؤال",
            "كتاب",
        ],
        people: ["أحمد", "ليلى", "يوسف", "سارة", "كريم", "نور", "هدى", "عمر", "مريم", "سامي"],
    },
    Script {
        folder: "टिप्पणियाँ",
        words: [
            "योजना",
            "परियोजना",
            "बैठक",
            "विचार",
            "समीक्षा",
            "रिपोर्ट",
            "लक्ष्य",
            "पढ़ाई",
            "प्रश्न",
            "किताब",
        ],
        people: ["आशा", "रवि", "मीरा", "किरण", "सुनीता", "विक्रम", "नीलम", "राहुल", "पूजा", "श्री"],
    },
    Script {
        folder: "笔记",
        words: ["模板", "計画", "会議", "アイデア", "见直し", "报告", "目标", "読書", "质问", "本"],
        people: ["田中", "李雷", "さくら", "王芳", "佐藤", "陈明", "鈴木", "张伟", "美咲", "林"],
    },
];

/// A vault, and what is true of it.
#[derive(Default)]
struct Truth {
    files: Vec<(String, String)>,
    titles: BTreeMap<String, String>,
    /// Where the links of each note lead, in order; `-` is nowhere.
    links: BTreeMap<String, Vec<String>>,
    /// Codes and paths.
    warnings: Vec<String>,
}

impl Truth {
    fn file(&mut self, path: &str, text: &str) {
        self.files.push((path.to_owned(), text.to_owned()));
    }

    /// Adds a note; each link is what is written and where it leads.
    fn note(&mut self, path: &str, title: &str, head: &str, links: &[(String, String)]) {
        let mut text = head.to_owned();
        for (written, _) in links {
            write!(text, "\nSee {written} here.\n").expect("written");
        }
        let to = links.iter().map(|(_, to)| to.clone()).collect();
        self.file(path, &text);
        self.titles.insert(path.to_owned(), title.to_owned());
        self.links.insert(path.to_owned(), to);
        let dead = links.iter().filter(|(_, to)| to == "-");
        self.warnings.extend(dead.map(|_| format!("dead-link {path}")));
    }
}

fn link(written: impl Into<String>, to: impl Into<String>) -> (String, String) {
    (written.into(), to.into())
}

/// 300 notes: for each script 30 days, 10 people, 5 tasks, 10 notes of one name a folder, 10 with
/// titles of several kinds and 10 notes of links.
fn generate() -> Truth {
    let mut truth = Truth::default();
    truth.file(".obsidian/daily-notes.json", "{\"folder\": \"Daily\", \"format\": \"YYYY-MM-DD\"}");
    truth.file(".obsidian/templates.json", "{\"folder\": \"Forms\"}");
    truth.file("Forms/Day.md", "---\ndate: {{date}}\n---\n# {{title}}\n");
    truth.file("Forms/Person.md", "---\naliases: [{{title}}]\n---\n");
    truth.file("Files/plan.canvas", "{\"nodes\": [], \"edges\": []}");
    truth.file("Files/list.base", "views: []\n");
    truth.file("Files/paper.pdf", "%PDF-1.4");
    truth.file("Files/Drawing.excalidraw.md", "---\nexcalidraw-plugin: parsed\n---\n# Excalidraw Data\n## Drawing\n```compressed-json\nN4Ig\n```\n");
    truth.file("Files/raw.excalidraw", "{\"type\": \"excalidraw\"}");
    for (number, script) in SCRIPTS.iter().enumerate() {
        truth.file(&format!("Files/{}.png", script.words[0]), "png");
        people(&mut truth, script);
        tasks(&mut truth, script);
        same_names(&mut truth, script);
        titles(&mut truth, script);
        days(&mut truth, script, number);
        links(&mut truth, script);
    }
    truth
}

fn people(truth: &mut Truth, script: &Script) {
    for person in script.people {
        let head = "---\nrelation: peer\n---\nWords about them.\n";
        truth.note(&format!("People/{person}.md"), person, head, &[]);
    }
}

fn tasks(truth: &mut Truth, script: &Script) {
    for (at, word) in script.words[..5].iter().enumerate() {
        let head = format!("---\ntitle: \"{word} {at}\"\nsize: small\n---\n");
        truth.note(
            &format!("Tasks/{} {word}.md", script.folder),
            &format!("{word} {at}"),
            &head,
            &[],
        );
    }
}

/// Notes of one name in two folders, and links to it from both.
fn same_names(truth: &mut Truth, script: &Script) {
    let name = |at: usize| format!("{} {}", script.words[at], script.folder);
    for folder in ["a", "b"] {
        for at in 0..5 {
            let folder = format!("{}/{folder}", script.folder);
            let own = format!("{folder}/{}.md", name(at));
            let next = name((at + 1) % 5);
            let to = format!("{folder}/{next}.md");
            let other = format!("{}/b/{next}.md", script.folder);
            let links = [
                link(format!("[[{next}]]"), &to),
                link(format!("[[{next}|words]]"), &to),
                link(format!("[[b/{next}]]"), &other),
                link(format!("[words](../b/{}.md)", next.replace(' ', "%20")), &other),
                link(format!("[[a wrong folder/{next}]]"), "-"),
            ];
            truth.note(&own, &name(at), "Words.\n", &links);
        }
    }
}

/// Titles from a key, a heading, and the name; and what only looks like one.
fn titles(truth: &mut Truth, script: &Script) {
    let folder = format!("{}/titles", script.folder);
    let [one, two, three, ..] = script.words;
    let slug = ["docs-cleanup", "größen-plan", "à-lire", "q1-notes"];
    let at = SCRIPTS.iter().position(|other| other.folder == script.folder).expect("a script");
    let kebab = ["Docs cleanup", "Größen plan", "À lire", "Q1 notes"];
    for (name, title, head) in [
        (
            format!("{one} by key"),
            format!("{two}: {three}"),
            format!("---\ntitle: {two}: {three}\n---\n# Not this\n"),
        ),
        (
            format!("{one} by heading"),
            format!("{three} {two}"),
            format!("# {three} *{two}*\n\nText.\n"),
        ),
        (format!("{one} by setext"), two.to_owned(), format!("{two}\n===\n\nText.\n")),
        (
            format!("{one} below a comment"),
            three.to_owned(),
            format!("%% a comment %%\n\n# {three}\n"),
        ),
        (
            format!("{one} below a callout"),
            two.to_owned(),
            format!("> [!private]\n> words\n\n# {two}\n"),
        ),
        (format!("{one} by name"), format!("{one} by name"), format!("Text.\n\n# {two}\n")),
        (
            format!("{one} level two"),
            format!("{one} level two"),
            format!("## {two}\n\n# {three}\n"),
        ),
        (
            format!("{one} in TOML"),
            format!("{two} \"{three}\""),
            format!("+++\ntitle = '{two} \"{three}\"'\n+++\n# Not this\n"),
        ),
        (
            format!("{one} in JSON"),
            format!("{two}\t{three}"),
            format!("{{\"title\": \"{two}\\t{three}\"}}\n# Not this\n"),
        ),
        (slug[at].to_owned(), kebab[at].to_owned(), "Text.\n".to_owned()),
    ] {
        let path = format!("{folder}/{name}.md");
        truth.note(&path, &title, &head, &[]);
        // A colon needs quotes.
        if name.ends_with("by key") {
            truth.warnings.push(format!("unquoted-value {path}"));
        }
    }
}

/// Thirty days in one month, as people name them, with a slip now and then.
fn days(truth: &mut Truth, script: &Script, number: usize) {
    let month = number + 1;
    let last = if month == 2 { 28 } else { 30 };
    for day in 1..=30 {
        let word = script.words[day % 10];
        let date = format!("2025-{month:02}-{:02}", day.min(last));
        let (path, title) = match day % 5 {
            _ if day > last => (format!("Daily/{date} {word} {day}.md"), format!("{word} {day}")),
            0 => (format!("Daily/{} {word}.md", date.replace('-', "_")), word.to_owned()),
            1 => (format!("Daily/{date}.md"), date.clone()),
            2 => (format!("Daily/{date} {word}.md"), word.to_owned()),
            3 => (format!("{}/{}{word}.md", script.folder, date.replace('-', "")), word.to_owned()),
            _ => (
                format!("{}/{}/{word}/index.md", script.folder, date.replace('-', "/")),
                word.to_owned(),
            ),
        };
        // The last is named by its folder, whose day is that of the folders around it.
        let person = script.people[day % 10];
        let mut head =
            format!("---\nwith: \"[[{person}]]\"\ntags: [{}, CamelCase]\n", script.words[6]);
        match day {
            7 => head += "status: in progress\n",
            8 => head += "date: 05/01/2025\n",
            9 => head += "stpe: ask\n",
            11 => head += "cssclasses: [wide]\nlastmod: 2025-01-01\ncategories: [a]\n",
            _ => {}
        }
        head += "---\nA day.\n";
        let picture = format!("Files/{}.png", script.words[0]);
        let links = [
            link(format!("[[{person}]]"), format!("People/{person}.md")),
            link(format!("![[{}.png|300]]", script.words[0]), &picture),
        ];
        truth.note(&path, &title, &head, &links);
        match day {
            7 | 8 => truth.warnings.push(format!("wrong-value {path}")),
            9 => truth.warnings.push(format!("unknown-key {path}")),
            _ => {}
        }
    }
}

/// Links of each form, from ten notes.
fn links(truth: &mut Truth, script: &Script) {
    let folder = script.folder;
    let [first, second, ..] = script.words;
    for at in 0..10 {
        let word = script.words[at];
        let path = format!("{folder}/links/{at} {word}.md");
        let next = format!("{folder}/links/{} {}.md", (at + 1) % 10, script.words[(at + 1) % 10]);
        let name =
            next.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).expect("a name");
        let encoded = name.replace(' ', "%20").replace('#', "%23");
        let head = format!(
            "---\naliases: [\"{folder} alias {at}\"]\n---\n## A part\n\nWords. ^block{at}\n\n## {first} & {second}!\n"
        );
        // In a wikilink, `#` begins a part.
        let mut links = vec![
            link(format!("[words]({encoded}.md)"), &next),
            link(format!("[words](./{encoded})"), &next),
            link(format!("[words](/{folder}/links/{encoded}.md#a-part)"), format!("{next}#a-part")),
            link("[[#A part]]", format!("{path}#a-part")),
            link(format!("[[{folder} alias {at}]]"), &path),
            link(format!("[[{} {}]]", script.words[0], "nobody wrote"), "-"),
            link("[[plan.canvas]]", "Files/plan.canvas"),
            link("![[list.base]]", "Files/list.base"),
            link("![[paper.pdf#page=2]]", "Files/paper.pdf#page=2"),
            link("[[raw.excalidraw]]", "Files/raw.excalidraw"),
        ];
        if !name.contains('#') {
            links.extend([
                link(format!("[[{name}]]"), &next),
                link(format!("[[{folder}/links/{name}|words]]"), &next),
                link(format!("[[{name}#A part]]"), format!("{next}#a-part")),
                link(
                    format!("![[{name}#^block{}]]", (at + 1) % 10),
                    format!("{next}#block-block{}", (at + 1) % 10),
                ),
            ]);
        }
        truth.note(&path, &format!("{at} {word}"), &head, &links);
    }
}

fn read(files: &[(String, String)]) -> Vault {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Vault::new(&files)
}

/// How many of several things are right, and which are not.
fn count<T: PartialEq + std::fmt::Debug>(
    what: &str,
    expected: &[(String, T)],
    found: &BTreeMap<String, T>,
) -> (String, Vec<String>) {
    let wrong = expected.iter().filter(|(key, value)| found.get(key) != Some(value));
    let wrong: Vec<String> =
        wrong.map(|(key, value)| format!("{key}: {value:?}, not {:?}", found.get(key))).collect();
    (format!("{what}: {} of {}", expected.len() - wrong.len(), expected.len()), wrong)
}

#[test]
fn a_vault_in_four_scripts_is_read_right() {
    let truth = generate();
    let notes = truth.titles.len();
    assert_eq!(notes, 300);
    let vault = read(&truth.files);
    let mut found: BTreeMap<String, String> = vault
        .notes()
        .iter()
        .map(|(path, (_, title))| ((*path).to_owned(), (*title).to_owned()))
        .collect();
    let journal = &vault.journal;
    found.extend(
        journal.people.iter().filter_map(|own| Some((own.path.clone()?, own.title.clone()))),
    );
    found.extend(journal.tasks.iter().map(|own| (own.path.clone(), own.title.clone())));
    let titles: Vec<(String, String)> = truth.titles.clone().into_iter().collect();
    let (titles, wrong_titles) = count("titles right", &titles, &found);
    let mut links = Vec::new();
    let mut found_links = BTreeMap::new();
    for (path, expected) in &truth.links {
        let found = vault.links_anywhere(path);
        for (at, to) in expected.iter().enumerate() {
            links.push((format!("{path} {at}"), to.clone()));
            found_links.insert(format!("{path} {at}"), found.get(at).cloned().unwrap_or_default());
        }
    }
    let (links, wrong_links) = count("links right", &links, &found_links);
    let (mut expected, mut told) = (truth.warnings.clone(), vault.problems());
    expected.sort();
    told.sort();
    let of = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|problem| !other.contains(problem)).cloned().collect()
    };
    let (missing, false_ones) = (of(&expected, &told), of(&told, &expected));
    let unread = truth.titles.keys().filter(|path| !found.contains_key(*path));
    let others = found.keys().filter(|path| !truth.titles.contains_key(*path));
    let wrong: Vec<String> = [
        unread.map(|path| format!("not read: {path}")).collect::<Vec<_>>(),
        others.map(|path| format!("no note: {path}")).collect(),
        wrong_titles,
        wrong_links,
        missing.iter().map(|told| format!("missing: {told}")).collect(),
        false_ones.iter().map(|told| format!("false: {told}")).collect(),
    ]
    .concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(told, expected);
    let read = format!("notes read: {} of {notes}", found.len());
    let warnings = format!("warnings true: {} of {}", told.len() - false_ones.len(), told.len());
    assert_eq!(
        [read, titles, links, warnings],
        [
            "notes read: 300 of 300",
            "titles right: 300 of 300",
            "links right: 996 of 996",
            "warnings true: 96 of 96"
        ]
    );
    assert!(
        vault.diagnostics.iter().all(|told| !told.is_error() && told.code != codes::AMBIGUOUS_LINK)
    );
}

/// Every note has a page of its own, also for other readers.
#[test]
fn each_note_of_four_scripts_has_a_page() {
    let truth = generate();
    let mut files = truth.files;
    files.push(("loopbook.yaml".into(), "entries: .\nvisibility: public\n".into()));
    let vault = read(&files);
    let own = for_author(&vault.journal, &[]);
    let (shared, _) = share(&vault.journal, &[], &ShareOptions::new(Audience::Public));
    for (journal, least) in [(&own, 300), (&shared, 120)] {
        let (site, problems) = pipeline::site(journal, jiff::civil::date(2025, 6, 1));
        // The folder is gone by now, and with it the pictures.
        assert!(problems.iter().all(|problem| problem.code == codes::PICTURE), "{problems:?}");
        let is_page = |path: &&String| {
            ["entries/", "pages/", "people/", "tasks/"]
                .iter()
                .any(|folder| path.starts_with(folder))
        };
        let pages: BTreeSet<&String> = site.files.keys().filter(is_page).collect();
        assert!(pages.len() >= least, "{} pages", pages.len());
    }
}
