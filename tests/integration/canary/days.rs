//! Days at random, of parts that a reader may see and parts that they may not: whatever the hidden ones
//! say, and whether they are there at all, other readers get the same bytes.
//!
//! Who sees a part is decided here a second time, in the plainest way.

use std::fmt::Write as _;

use loopbook::model::vocabulary::Audience;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::generate::Files;
use super::program::differ;
use super::random::{Asked, Read, given, sources};
use crate::support::effort::cases;

/// Who may see something: nobody, the manager, everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sight {
    Nobody,
    Manager,
    Everybody,
}

impl Sight {
    fn reaches(self, reader: Audience) -> bool {
        match reader {
            Audience::Me => true,
            Audience::Manager => self >= Self::Manager,
            Audience::Public => self == Self::Everybody,
        }
    }
}

/// How a note or a part says who may see it.
#[derive(Clone, Copy, Debug)]
struct Access {
    key: &'static str,
    value: &'static str,
    /// What it says, if that can be widened.
    stated: Option<Sight>,
    locks: bool,
}

const fn access(key: &'static str, value: &'static str, stated: Option<Sight>) -> Access {
    Access { key, value, stated, locks: false }
}

const fn lock(key: &'static str, value: &'static str) -> Access {
    Access { key, value, stated: None, locks: true }
}

const NOTES: &[Access] = &[
    access("visibility", "public", Some(Sight::Everybody)),
    access("visibility", "public", Some(Sight::Everybody)),
    access("visibility", "manager", Some(Sight::Manager)),
    access("visibility", "private", Some(Sight::Nobody)),
    access("own", "key", None),
    lock("draft", "yes"),
    lock("secret", "yes"),
];

const PARTS: &[Access] = &[
    access("minutes", "5", None),
    access("visibility", "public", Some(Sight::Everybody)),
    access("visibility", "manager", Some(Sight::Manager)),
    access("visibility", "private", Some(Sight::Nobody)),
    lock("private", "yes"),
    lock("publish", "no"),
    lock("hidden", "on"),
];

/// A section or an item.
#[derive(Clone, Debug)]
struct Part {
    access: Access,
    step: &'static str,
    words: &'static str,
    fields: Vec<&'static str>,
    items: Vec<Part>,
    loose: bool,
    is_part: bool,
}

const WORDS: &[&str] = &[
    "Search is live",
    "Search is live",
    "Notes",
    "A [[first]] link",
    "One with #tag",
    "See [[tasks/docs|the docs]] now",
    "Long words of more than eight that go on and on for a while",
    "Named ^name",
    "`code` and *more*",
    "text[^1]",
    "[words][ref]",
    "![[first]]",
    "A promise (by 2026-02-09)",
    "Of $x^2$",
    "$a [[first]] b$",
];

const FIELDS: &[&str] = &[
    "task:: docs",
    "with:: lead",
    "with:: ana",
    "impact:: less of it",
    "status:: delivered",
    "shows:: reach",
    "tags:: shown",
    "energy:: 3",
    "mood:: bad",
    "title:: Stated title",
    "resolves:: docs",
    "goal:: other",
];

const STEPS: &[&str] = &[
    "step:: master",
    "step:: ask",
    "step:: deliver",
    "step:: pivot",
    "kind:: idea",
    "kind:: setback",
];

fn leaf() -> impl Strategy<Value = Part> {
    (
        select(PARTS),
        select(STEPS),
        select(WORDS),
        vec(select(FIELDS), 0..3),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(access, step, words, mut fields, loose, is_part)| {
            fields.dedup_by_key(|field| field.split("::").next().map(ToOwned::to_owned));
            Part { access, step, words, fields, items: Vec::new(), loose, is_part }
        })
}

fn part() -> impl Strategy<Value = Part> {
    let item = (leaf(), vec(leaf(), 0..3)).prop_map(|(own, items)| Part { items, ..own });
    (leaf(), vec(item, 0..4)).prop_map(|(own, items)| Part { items, ..own })
}

/// A day: its access, what it says in its own words, and its sections.
#[derive(Clone, Debug)]
struct Day {
    access: Access,
    items: Vec<Part>,
    sections: Vec<Part>,
}

fn day() -> impl Strategy<Value = Day> {
    (select(NOTES), vec(part(), 0..3), vec(part(), 0..4))
        .prop_map(|(access, items, sections)| Day { access, items, sections })
}

/// What hidden parts say in one of the two journals.
#[derive(Clone, Copy, Debug)]
struct Secret {
    /// Whether they are there.
    there: bool,
    words: &'static str,
    field: &'static str,
    number: usize,
}

fn secret() -> impl Strategy<Value = Secret> {
    let words =
        ["pay", "Search is live", "Notes ^name", "a [[second]] #secret-tag", "x [^1] [y][ref]"];
    let fields =
        ["task:: secret", "with:: carl", "mood:: sad", "impact:: pay", "update_by:: 2026-02-01"];
    (any::<bool>(), select(words.to_vec()), select(fields.to_vec()), 1_usize..3)
        .prop_map(|(there, words, field, number)| Secret { there, words, field, number })
}

/// Who may see a part, and what is around it.
#[derive(Clone, Copy)]
struct Around {
    /// The narrowest of what is around it.
    sight: Sight,
    locked: bool,
    /// Whether the reader gets the text that the part stands in.
    shown: bool,
}

/// Writes a day for one reader: what they see is the same in both journals, all else is secret.
struct Writer {
    reader: Audience,
    secret: Secret,
    text: String,
}

impl Writer {
    fn within(&self, around: Around, part: &Part) -> Around {
        if !part.is_part {
            return around;
        }
        let locked = around.locked || part.access.locks;
        let sight = if locked { Sight::Nobody } else { part.access.stated.unwrap_or(around.sight) };
        let shown = sight.reaches(self.reader);
        Around { sight: sight.min(around.sight), locked, shown }
    }

    /// Writes a heading or the line of an item, with its fields on it and below.
    fn line(&mut self, indent: &str, marker: &str, part: &Part) {
        let Access { key, value, .. } = part.access;
        let split = part.words.split_once(" ^");
        let (words, name) = split.map_or((part.words, None), |(words, name)| (words, Some(name)));
        self.text += indent;
        self.text += marker;
        self.text += words;
        if part.is_part {
            write!(self.text, " [{}] ({key}:: {value})", part.step).expect("written");
        }
        self.text += &name.map(|name| format!(" ^{name}")).unwrap_or_default();
        self.text.push('\n');
        let inner = if marker == "- " { format!("{indent}  ") } else { String::new() };
        for field in part.fields.iter().filter(|_| part.is_part && name.is_none()) {
            writeln!(self.text, "{inner}{field}").expect("written");
        }
    }

    fn secret_item(&mut self, indent: &str, gap: &str) {
        let Secret { there, words, field, number } = self.secret;
        let words = words.trim_end_matches(" ^name");
        for _ in 0..if there { number } else { 0 } {
            self.text += &format!(
                "{indent}- {words} [step:: deliver] [private:: yes]\n{indent}  {field}\n{indent}  - [ ] call (by 2026-02-01)\n{gap}"
            );
        }
    }

    fn items(&mut self, indent: &str, items: &[Part], loose: bool, around: Around) {
        let gap = if loose { "\n" } else { "" };
        for item in items {
            let own = self.within(around, item);
            if !own.shown {
                self.secret_item(indent, gap);
                continue;
            }
            self.line(indent, "- ", item);
            self.items(&format!("{indent}  "), &item.items, false, own);
            self.text += gap;
        }
        if !items.is_empty() && indent.is_empty() {
            self.text += "\n";
        }
    }

    fn section(&mut self, part: &Part, around: Around) {
        let own = self.within(around, part);
        if own.shown {
            self.line("", "## ", part);
            self.text += "\nWords of it.\n\n";
            self.items("", &part.items, part.loose, own);
        } else if self.secret.there {
            let Secret { words, field, .. } = self.secret;
            write!(
                self.text,
                "## {words}\nstep:: ask\nprivate:: yes\n{field}\n\n- [ ] call (by 2026-02-01)\n\n[ref]: https://secret.example\n[^1]: secret\n\n"
            )
            .expect("written");
        }
    }

    fn day(mut self, day: &Day) -> String {
        let Access { key, value, stated, locks } = day.access;
        let sight = if locks { Sight::Nobody } else { stated.unwrap_or(Sight::Nobody) };
        let around = Around { sight, locked: locks, shown: sight.reaches(self.reader) };
        write!(self.text, "---\n{key}: {value}\n").expect("written");
        if around.shown {
            self.text += "task: docs\nwith: lead\n---\n# A day\n\nWords before.\n\n";
        } else if self.secret.there {
            let Secret { words, .. } = self.secret;
            write!(self.text, "task: secret\nwith: carl\ntags: [hidden]\ngoal: grow\n---\n# {words}\n\n{words}\n\n")
                .expect("written");
        } else {
            self.text += "---\n";
        }
        self.items("", &day.items, false, around);
        for section in &day.sections {
            self.section(section, around);
        }
        self.text
    }
}

/// A journal with that day, beside a few notes.
fn journal(day: &Day, reader: Audience, secret: Secret) -> Files {
    let text = Writer { reader, secret, text: String::new() }.day(day);
    let first = "---\nvisibility: public\n---\n# First\n\n[[2026-01-06]] ![[2026-01-06#^name]] [[2026-01-06#Notes]]\n";
    [
        ("entries/2026-01-06.md", text.as_str()),
        ("entries/2026-01-05-first.md", first),
        ("entries/2026-01-07-second.md", "[[2026-01-06]]\n"),
        (
            "goals/other.md",
            "---\nvisibility: manager\ntitle: Other goal\nneeds: [reach]\nstate: paused\n---\n",
        ),
        ("goals/grow.md", "---\ntitle: Grow\n---\n"),
        ("loopbook.yaml", "manager: lead\ncalendar: yes\n"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..cases(40) })]

    #[test]
    fn hidden_parts_change_nothing(
        day in day(),
        one in secret(),
        other in secret(),
        audience in select(&[Audience::Manager, Audience::Public][..]),
        asked in select(&[Asked::Site, Asked::Site, Asked::Packet][..]),
    ) {
        let [one, other] = [one, other].map(|secret| journal(&day, audience, secret));
        let reads = [&one, &other].map(Read::new);
        for read in &reads {
            prop_assert!(read.has("entries/2026-01-06.md"), "{}", sources(&one, &other));
        }
        let given = [0, 1].map(|at| given(&reads[at].shared(audience, asked)));
        let differ = differ(&given[0], &given[1]);
        prop_assert!(differ.is_empty(), "{audience:?}: {differ}\n{}", sources(&one, &other));
    }
}
