//! Journals at random, each of two parts: what readers get, and what is hidden in it and beside it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A journal's files, by path.
pub(super) type Files = Vec<(String, String)>;

/// Keys that readers get.
const SHOWN_KEYS: &[&str] = &[
    "title: Shown title",
    "tags: [docs, shown]",
    "aliases: [known, other]",
    "step: master",
    "step: ask",
    "step: deliver",
    "step: pivot",
    "step: repeat",
    "task: docs",
    "task: [Docs, site]",
    "task: Some work",
    "goal: grow",
    "goal: [grow, other]",
    "goal: loose",
    "with: lead",
    "with: [lead, ana]",
    "with: Nobody Known",
    "kind: setback",
    "kind: update",
    "kind: idea",
    "kind: feedback",
    "kind: decision",
    "kind: seen",
    "status: delivered",
    "status: dropped",
    "due: 2026-02-01",
    "size: large",
    "project: website",
    "impact: less [[{name}]] and [[{name}|words]]",
    "trying: to reach [[{name}]]",
    "blocking: nothing",
    "bar: high",
    "metric: \"time: 4 -> 2 min\"",
    "evidence: [\"[[{name}]]\", \"[shown](https://a.example)\"]",
    "evidence: [\"[[2026-01-05-first]]\", \"[[page|words]]\", \"[more](page.md)\"]",
    "shows: [craft, reach@high]",
    "confirmed_by: lead",
    "seen_by: [ana, ben]",
    "quote: well done\nrecommends: yes\nrecommendation: more of [[{name}]]\nquote_from: ana\nquote_ok: yes",
    "answer: partly",
    "gaps: [reach]",
    "lesson: listen to [[{name}]]",
    "resolves: [docs, \"{name}\"]",
    "resolves: [2026-01-05-first, 2026-01-06-second]",
    "update_by: 2026-02-03",
    "combines: [one, two]",
    "minutes: 30",
    "expect: more of [[{name}]]",
    "wrong_if: less",
    "review_on: 2026-02-01",
    "outcome: right",
    "reversible: no",
    "initiative: suggested",
    "loop: new",
];

/// Keys that they don't.
const HIDDEN_KEYS: &[&str] = &[
    "energy: 1",
    "energy: 5",
    "perception: below",
    "perception: exceeds",
    "wishes: [be louder, \"[[first]]\"]",
    "wishes: docs",
    "idea: docs",
    "idea: \"[[first]]\"",
    "still_missing: \"time and [[first]]\"",
    "reply: 0123",
    "own key: a value",
    "mood: [bad, {worse: yes}]",
    "location: at home",
];

/// A quote that nobody agreed to, where there is no other.
const HIDDEN_QUOTES: &[&str] = &[
    "quote: not for you\nquote_from: carl",
    "quote: lead said so",
    "recommends: yes\nquote_from: carl",
    "recommendation: not for you",
];

/// Texts that readers get.
const SHOWN: &[&str] = &[
    "Words with [[first]], [[second|another]], [[tasks/docs]], [[grow]], [[ana]] and [[lead]].",
    "Words{comment} with [[{name}]], [[{name}|an alias]] and ![[{name}]].",
    "[words]({path}) and [more][ref]\n\n[ref]: {path} \"title\"",
    "# A heading",
    "# Heading of [[{name}]]",
    "## Trying\n\nTo finish, [[{name}|really]].",
    "## Part",
    "- one\n- two",
    "- three\n\n  more{comment}\n- four",
    "1. one\n2. two",
    "- [ ] a promise to [[{name}]] (by 2026-02-09)\n- [x] kept (by 2026-01-20)",
    "| a | [[{name}\\|b]] |\n|---|---|\n| c | [[{name}]] |",
    "> quoted\n> [[{name}]]",
    "> [!note] Title [[{name}]]\n> in it",
    "> [!note]\n> > [!private]\n> > {text}\n>\n> after",
    "- item\n\n  > [!private]\n  > {text}\n\n  after\n- item",
    "```\n[[code]]\n> [!private]\n```",
    "    indented",
    "text[^1]\n\n[^1]: a note on [[{name}]]",
    "A claim #tag ==[[{name}]]== ^claim",
    "![[first]]",
    "![[second#Part]]",
    "![[first#^claim]]",
    "***",
    "Setext\n===",
    "<b>html</b> [[{name}]]",
    "last words  ",
    "%%inside%% after",
    "| table |\n|---|",
    "[[page]] and [page](page.md)",
    "[[known]], [[Shown title]], [[other]] and [[third]]",
    "[[2026-01-05-first]], [[2026-01-06-second|it]], ![[2026-01-07-third]] and [[2026-01-06-second#Part]]",
    "[x](2026-01-05-first.md), [y](deep/2026-01-08-fourth.md), [[deep/2026-01-08-fourth]] and [[page#Part]]",
    "#Shown #shown #Docs",
];

/// What they don't, between blocks of the others.
const HIDDEN: &[&str] = &[
    "",
    "",
    "> [!private]\n> {text}",
    "> [!private]- Title\n> {text}",
    "> [!private]\n> ## Secret\n>\n> - [ ] secret (by 2026-02-11) #hidden [[first]] [[docs]] ^secret",
    "> [!private]\n> > {text}\n> > > deeper\n> [ref]: https://secret.example",
    "> [!private]\n> [^1]: a hidden note\n> ![[second]] ![](picture.png)",
    "%%{text}%%",
    "<!-- {text} -->",
    "%%\n\n{text}\n\n%%",
    "mood:: {text}",
    "[mood:: {text}] (**own key**:: more)",
    "own key:: {text}\nperception:: below\nwishes:: [[first]]",
];

const SECRET_TEXTS: &[&str] =
    &["pay", "**loud** words", "- a\n> - b", "`code", "[x][ref] [^1]", "[[first]] #docs"];

/// What isn't there for a reader; for the author some of it may be.
const NAMES: &[&str] = &[
    "Hidden one",
    "2026-01-07-hidden",
    "hidden",
    "Hidden two",
    "nothing",
    "Part of it",
    "hidden-page",
    "hidden#Part",
    "nothing#Part",
    "hidden#^claim",
    "Other hidden",
];
const PATHS: &[&str] =
    &["2026-01-07-hidden.md", "nothing.md", "deep/2026-01-09-more.md#part", "hidden-page.md"];

/// Whole notes that are hidden.
const HIDDEN_NOTES: &[(&str, &str)] = &[
    (
        "entries/2026-01-07-hidden.md",
        "---\ntitle: Hidden one\nstep: deliver\ntask: docs\nwith: lead\ngoal: grow\nenergy: 2\nimpact: much\nstatus: delivered\nshows: craft\n---\n## Part\n\n[[first]] and ![[second]] #docs ^claim\n",
    ),
    (
        "entries/2026-01-07-hidden.md",
        "---\nstep: ask\ntask: [Docs, DOCS site]\nwith: LEAD\n---\n# Hidden one\n",
    ),
    (
        "entries/2026-01-01-earlier.md",
        "---\ntitle: Hidden two\ntask: [\"Site!\", \"SOME work\"]\nwith: [\"nobody known\", ben]\ngoal: Loose\nproject: WEBSITE\ntags: Docs\nloop: new\nstep: repeat\n---\n- [ ] secret (by 2026-02-01)\n",
    ),
    (
        "entries/2026-01-03-secret.md",
        "---\nkind: setback\nvisibility: public\ndraft: yes\nlesson: a lot\nresolves: [docs, 2026-01-05-first]\n---\n[[first#Part]]\n",
    ),
    (
        "entries/2026-01-04-idea.md",
        "---\nkind: idea\nvisibility: manager\nprivate: yes\ncombines: [a, b]\nminutes: 90\n---\n",
    ),
    (
        "entries/2026-01-09-looked-at.md",
        "---\nresolves: [2026-01-05-first, 2026-01-06-second]\noutcome: wrong\nlesson: a lot\n---\n",
    ),
    (
        "entries/deep/2026-01-09-more.md",
        "---\ntitle: Other hidden\nstep: pivot\nanswer: yes\ngaps: reach\ngoal: grow\nwith: ana\nperception: meets\nwishes: docs\n---\n# part\n",
    ),
    (
        "entries/2026-03-01-late.md",
        "---\nstep: master\nwith: lead\nupdate_by: 2026-04-01\n---\n![[first]]\n",
    ),
    ("entries/2027-03-01-far.md", "Far ahead.\n"),
    // Their names meet those of visible notes.
    ("entries/a/2026-01-05-first.md", "---\ntitle: Shown title\naliases: [known]\n---\n## Part\n"),
    ("2026-01-06-second.md", "Not among the entries.\n"),
    ("entries/2026-01-06/second.md", "# Shown title\n\nA claim. ^claim\n"),
    ("entries/2026-01-06-Second.markdown", "+++\ntags = ['SHOWN', 'DOCS', 'Docs']\n+++\n#SHOWN\n"),
    ("entries/2026-01-07-third.markdown", "{\"title\": \"Other hidden\", \"task\": \"DOCS\"}\n"),
    ("entries/2026/01/07/third.md", "[[2026-01-07-third]] #Shown\n"),
    ("entries/deep/page.md", "---\naliases: [third, known]\n---\n## Part\n"),
    ("entries/Page.md", "## Part\n"),
    ("entries/first.md", "---\naliases: [second]\n---\n## Part\n\nA claim. ^claim\n"),
    ("entries/a/second.md", "## Part\n"),
    ("entries/deep/2026-01-08-Fourth.md", "[[page]]\n"),
    ("entries/2026-01-08-fourth.md", "[[page]]\n"),
    (
        "entries/2026-01-10-day.md",
        "---\ntask: docs\nwith: lead\n---\n## One [step:: deliver]\nstatus:: delivered\n\n[[first]] #docs\n\n- two [kind:: idea] ^claim\n",
    ),
    (
        "entries/2026-01-10-day.md",
        "---\nprivate: yes\n---\n## One [step:: ask] [visibility:: public]\n- [ ] secret (by 2026-02-01) [kind:: idea]\n",
    ),
    ("entries/2026-01-06-wrong.md", "---\nwith: {a: b}\nvisibility: public\n---\n"),
    ("entries/hidden-page.md", "---\ntitle: Hidden page\n---\n[[first]] #docs\n"),
    ("entries/hidden-page.md", "# Hidden page\n\n[[page]]\n"),
    ("entries/public-wrong.md", "---\nvisibility: public\ntitle: [\n---\n"),
    ("tasks/secret-task.md", "---\ntitle: Secret task\nsize: large\n---\n[[first]]\n"),
    ("tasks/other-secret.md", "---\ntitle: Other secret\naliases: [secret alias]\n---\n"),
    (
        "goals/private-goal.md",
        "---\ntitle: Private goal\nneeds: [craft, secrecy]\nstate: active\n---\n",
    ),
    ("people/private-person.md", "---\ntitle: Private person\nrelation: report\n---\n[[ana]]\n"),
    (
        "ladders/private.yaml",
        "title: Private\nlevels: [low, high]\ncompetencies:\n  - id: craft\n    title: Another craft\n    expects:\n      high: much\n",
    ),
    ("static/secret.txt", "secret"),
    ("entries/secret.png", "secret"),
    ("entries/notes.txt", "secret"),
];

/// What a file says beyond its title, where it is private.
const PRIVATE_FILES: &[(&str, &str, &[&str])] = &[
    (
        "tasks/docs.md",
        "title: Docs cleanup\naliases: [the docs]",
        &[
            "",
            "size: large",
            "due: 2026-02-01\nasked_by: carl\nasked_on: 2026-01-02",
            "project: secret",
        ],
    ),
    (
        "goals/grow.md",
        "title: Grow up",
        &[
            "",
            "kind: raise\nto: high\nfrom: low",
            "by: 2026-12-01\nshared_on: 2026-01-01",
            "since: 2026-01-02\nreached_on: 2026-01-20\nstate: reached\noutcome: higher",
            "needs: [craft, secrecy]\nladder: private",
            "with: carl",
        ],
    ),
    (
        "people/ana.md",
        "title: Ana\naliases: [annie]\nshare_as: a peer",
        &["", "relation: sponsor", "since: 2025-01-01\ncadence: weekly\nemployer: elsewhere"],
    ),
    (
        "people/lead.md",
        "title: Lea\nshare_as: my lead",
        &["", "since: 2026-01-06", "cadence: monthly", "until: 2026-02-01"],
    ),
];

/// A visible note: its file, who may see it, its keys and its text.
#[derive(Clone, Debug)]
pub(super) struct Note {
    path: &'static str,
    visibility: &'static str,
    keys: Vec<&'static str>,
    blocks: Vec<&'static str>,
}

const PLACES: &[&str] = &[
    "entries/2026-01-05-first.md",
    "entries/2026-01-06-second.md",
    "entries/2026-01-07-third.md",
    "entries/deep/2026-01-08-fourth.md",
    "entries/2026-02-12-fifth.md",
    "entries/page.md",
];

fn note() -> impl Strategy<Value = Note> {
    (
        select(&["manager", "public", "public"][..]),
        vec(select(SHOWN_KEYS), 0..6),
        vec(select(SHOWN), 0..5),
    )
        .prop_map(|(visibility, mut keys, blocks)| {
            // No key twice.
            let mut seen = BTreeSet::new();
            keys.retain(|key| seen.insert(key.split(':').next()));
            Note { path: "", visibility, keys, blocks }
        })
}

/// The notes that readers get, but for what is hidden in them.
pub(super) fn visible() -> impl Strategy<Value = Vec<Note>> {
    vec(note(), PLACES.len()).prop_map(|notes| {
        let notes = notes.into_iter().zip(PLACES);
        notes.map(|(note, path)| Note { path, ..note }).collect()
    })
}

/// What is hidden, as a row of choices that are taken as they are needed.
#[derive(Clone)]
pub(super) struct Secret {
    choices: Vec<u16>,
    next: usize,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a secret")
    }
}

/// What they don't.
pub(super) fn secret() -> impl Strategy<Value = Secret> {
    vec(any::<u16>(), 0..120).prop_map(|choices| Secret { choices, next: 0 })
}

/// Whether a block is a list or a footnote, which may go on behind an empty line.
fn goes_on(block: &str) -> bool {
    block.starts_with(['-', '1']) || block.contains("[^1]:")
}

impl Secret {
    /// One of these: the first, which is the least, where there are no more choices.
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        let choice = self.choices.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        of[usize::from(choice) % of.len()]
    }

    fn yes(&mut self) -> bool {
        self.one(&[false, true])
    }

    /// Fills in what is in braces.
    fn fill(&mut self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a name");
            filled += before;
            filled += match name {
                "name" => self.one(NAMES),
                "path" => self.one(PATHS),
                "text" => self.one(SECRET_TEXTS).lines().next().unwrap_or_default(),
                "comment" => self.one(&["", "%%pay%%", "<!--pay-->"]),
                other => panic!("{other}"),
            };
            rest = after;
        }
        filled + rest
    }

    fn note(&mut self, note: &Note) -> String {
        let mut text = format!("---\nvisibility: {}\n", note.visibility);
        for key in &note.keys {
            // In a comment of YAML, braces are no names.
            writeln!(text, "{}", self.fill(key)).expect("written");
        }
        let hidden = self.one(HIDDEN_KEYS);
        if self.yes() {
            writeln!(text, "{hidden}").expect("written");
        }
        let quoted = note.keys.iter().any(|key| key.starts_with("quote"));
        if !quoted && self.yes() {
            writeln!(text, "{}", self.one(HIDDEN_QUOTES)).expect("written");
        }
        text += "---\n\n";
        let mut before = "";
        for block in &note.blocks {
            // Around what is hidden, all keeps the structure that it has for its author: without it, a list would
            // go on in the list behind it, or in what is indented, and indented code in more of it.
            let indented = block.starts_with(' ');
            if goes_on(before) && (goes_on(block) || indented)
                || before.starts_with(' ') && indented
            {
                text += "Between.\n\n";
            }
            before = block;
            text += &self.between();
            text += &self.fill(block);
            text += "\n\n";
        }
        text + &self.between()
    }

    fn between(&mut self) -> String {
        let block = self.one(HIDDEN);
        let text = self.fill(block);
        if text.is_empty() { text } else { text + "\n\n" }
    }

    /// The notes with what is hidden in them and beside them.
    pub(super) fn journal(&mut self, notes: &[Note]) -> Files {
        let mut files: Files =
            notes.iter().map(|note| (note.path.to_owned(), self.note(note))).collect();
        for (path, title, keys) in PRIVATE_FILES {
            let keys = self.one(keys);
            let text = self.between();
            files.push((
                (*path).to_owned(),
                format!("---\n{title}\n{keys}\n---\n\n{text}Words [[first]].\n"),
            ));
        }
        for (path, text) in HIDDEN_NOTES {
            if self.yes() && files.iter().all(|(there, _)| there != path) {
                files.push(((*path).to_owned(), (*text).to_owned()));
            }
        }
        files.push((
            "people/ben.md".into(),
            "---\nvisibility: public\ntitle: Ben\nrelation: peer\n---\nWords.\n".into(),
        ));
        files.push(("goals/other.md".into(), "---\nvisibility: manager\ntitle: Other goal\nneeds: [reach]\nladder: steps\nto: high\nstate: paused\n---\n## Reach\n\nFar.\n".into()));
        files.push(("ladders/steps.yaml".into(), "title: Steps\nlevels: [low, high]\ncompetencies:\n  - id: reach\n    title: Reach\n    expects:\n      high: far\n".into()));
        let ignore =
            self.one(&["", "ignore: [secret-place]\n", "output: elsewhere\n", "# a comment\n"]);
        files.push((
            "loopbook.yaml".into(),
            format!("title: A journal\nmanager: lead\ncalendar: yes\n{ignore}"),
        ));
        files
    }
}
