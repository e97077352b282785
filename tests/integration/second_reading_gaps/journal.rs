//! Random journals, as they are written: files of keys and words.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(super) const MANAGER: &str = "boss";
pub(super) const TASKS: &[&str] = &["api", "docs", "site", "tests", "billing"];
const PEOPLE: &[&str] = &[MANAGER, "ana", "cyd", "dimitri"];
const CONFIRMERS: &[&str] = &[MANAGER, "ana", "cyd", "dimitri", "me"];
const NEEDS: &[&str] = &["craft", "reach", "vision", "depth"];

/// The only ladder: each level, and what is expected there.
pub(super) const LADDER: &[(&str, &[&str])] =
    &[("l4", &["vision"]), ("l5", &["craft"]), ("l6", &["reach", "craft"])];

/// Settings of health rules: rule, threshold, and its number; without one the rule is off.
pub(super) const SETTINGS: &[(&str, &str, Option<i32>)] = &[
    ("baseline-missing", "days", Some(90)),
    ("baseline-shaky", "", None),
    ("asked-not-delivered", "overdue", Some(3)),
    ("goal-untold", "days", Some(100)),
    ("gave-up", "days", Some(20)),
    ("waiting-for-recognition", "tasks", Some(1)),
    ("too-pushy", "days", Some(200)),
    ("late-and-asking", "", None),
    ("one-sided", "days", Some(30)),
    ("overloaded", "weight", Some(3)),
    ("too-easy", "tasks", Some(1)),
    ("impact-missing", "", None),
    ("silent", "task", Some(40)),
    ("mode-stuck", "tasks", Some(2)),
    ("leader-changed", "days", Some(200)),
    ("plateau", "quarters", Some(3)),
];

/// A file: its name without the ending, its folder, and its keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Note {
    pub id: String,
    pub folder: String,
    pub keys: BTreeMap<&'static str, Vec<String>>,
}

#[derive(Clone, Debug)]
pub(super) struct Journal {
    pub today: Date,
    pub config: Note,
    /// By date, then by path.
    pub entries: Vec<Note>,
    pub goals: Vec<Note>,
    pub tasks: Vec<Note>,
    pub people: Vec<Note>,
}

impl Note {
    /// The words of a key; none where it is absent.
    pub(super) fn list(&self, key: &str) -> &[String] {
        self.keys.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn one(&self, key: &str) -> Option<&str> {
        self.list(key).first().map(String::as_str)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        !self.list(key).is_empty()
    }

    /// Whether a word is one of a key's.
    pub(super) fn says(&self, key: &str, word: &str) -> bool {
        self.list(key).iter().any(|own| own == word)
    }

    pub(super) fn day(&self, key: &str) -> Option<Date> {
        Some(self.one(key)?.parse().expect("a date"))
    }

    /// The day of an entry.
    pub(super) fn date(&self) -> Date {
        self.id[..10].parse().expect("a date")
    }

    pub(super) fn is_talk(&self) -> bool {
        self.says("step", "ask") || self.says("step", "pivot")
    }

    fn path(&self) -> String {
        format!("{}/{}.md", self.folder, self.id)
    }

    fn text(&self) -> String {
        let line = |(key, words): (&&str, &Vec<String>)| {
            let joined = words.join(", ");
            let list = words.len() > 1;
            if list { format!("{key}: [{joined}]\n") } else { format!("{key}: {joined}\n") }
        };
        self.keys.iter().map(line).collect()
    }
}

impl Journal {
    /// The files of a journal, and what is in them.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let notes = [&self.goals, &self.tasks, &self.people, &self.entries];
        let note = |note: &Note| (note.path(), format!("---\n{}---\n", note.text()));
        let mut files: Vec<_> = notes.into_iter().flatten().map(note).collect();
        files.push(("loopbook.yaml".to_owned(), self.config.text()));
        files.push(("ladders/track.yaml".to_owned(), ladder()));
        files
    }

    /// The file of that name among these.
    pub(super) fn file<'a>(&self, notes: &'a [Note], id: &str) -> Option<&'a Note> {
        notes.iter().find(|note| note.id == id)
    }

    /// A number of `gaps:`.
    pub(super) fn gap(&self, name: &str, default: usize) -> usize {
        let map = self.config.one("gaps").unwrap_or_default();
        let value = map
            .split(['{', ',', '}'])
            .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix(": ")?.parse().ok());
        value.unwrap_or(default)
    }

    /// What `health:` says of a rule's threshold, by the setting's place in [`SETTINGS`].
    fn setting(&self, rule: &str, name: &str) -> Option<Option<i32>> {
        let map = self.config.one("health").unwrap_or_default();
        let own = SETTINGS.iter().find(|(r, n, _)| *r == rule && *n == name)?;
        map.contains(&setting(own)).then_some(own.2)
    }

    pub(super) fn is_on(&self, rule: &str) -> bool {
        self.setting(rule, "").is_none()
    }

    /// The threshold of a rule.
    pub(super) fn limit(&self, rule: &str, name: &str, default: i32) -> i32 {
        self.setting(rule, name).flatten().unwrap_or(default)
    }

    /// The days from one day to this.
    pub(super) fn days_since(&self, day: Date) -> i32 {
        day.until(self.today).expect("a span").get_days()
    }
}

fn setting((rule, name, number): &(&str, &str, Option<i32>)) -> String {
    match number {
        Some(number) => format!("{rule}: {{{name}: {number}}}"),
        None => format!("{rule}: off"),
    }
}

fn ladder() -> String {
    let levels: Vec<&str> = LADDER.iter().map(|(level, _)| *level).collect();
    let mut text = format!("title: Track\nlevels: [{}]\ncompetencies:\n", levels.join(", "));
    // In the order in which a goal at the top needs them.
    for id in ["reach", "craft", "vision"] {
        text += &format!("  - id: {id}\n    title: {id}\n    expects:\n");
        for (level, _) in LADDER.iter().filter(|(_, expected)| expected.contains(&id)) {
            text += &format!("      {level}: much\n");
        }
    }
    text
}

// Keys at random. A word `%-30` stands for the day 30 days before today, and `@7` for the id of
// the eighth entry.

type Key = BoxedStrategy<Option<(&'static str, Vec<String>)>>;

fn owned(words: Vec<&'static str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

fn one(key: &'static str, chance: f64, words: &'static [&'static str]) -> Key {
    weighted(chance, select(words).prop_map(move |word| (key, vec![word.to_owned()]))).boxed()
}

fn some(key: &'static str, chance: f64, most: usize, words: &'static [&'static str]) -> Key {
    let list = subsequence(words, 1..=most).prop_shuffle();
    weighted(chance, list.prop_map(move |words| (key, owned(words)))).boxed()
}

/// The thresholds of rules, and the days after.
const NEAR: [i32; 16] = [3, 4, 7, 8, 14, 15, 30, 31, 45, 46, 60, 61, 90, 91, 180, 181];

/// A day that many days from today, often a rule's threshold away.
fn far() -> impl Strategy<Value = i32> {
    prop_oneof![5 => -730..=0_i32, 4 => -200..=0, 3 => select(&NEAR[..]).prop_map(|n| -n), 1 => 0..=60]
}

fn day(key: &'static str, chance: f64) -> Key {
    weighted(chance, far().prop_map(move |far| (key, vec![format!("%{far}")]))).boxed()
}

fn resolves() -> Key {
    let entry = (0..25_usize).prop_map(|at| format!("@{at}"));
    let other = select(&["faster-reviews", "fewer-bugs", "api", "docs", "site"][..]);
    let one = prop_oneof![2 => entry, 1 => other.prop_map(str::to_owned)];
    weighted(0.25, vec(one, 1..=2).prop_map(|list| ("resolves", list))).boxed()
}

fn keys(keys: Vec<Key>) -> impl Strategy<Value = BTreeMap<&'static str, Vec<String>>> {
    keys.prop_map(|keys| keys.into_iter().flatten().collect())
}

fn entry() -> impl Strategy<Value = (i32, Note)> {
    let keys = keys(vec![
        one(
            "step",
            0.8,
            &["master", "master", "ask", "deliver", "deliver", "deliver", "pivot", "repeat"],
        ),
        one("loop", 0.05, &["new"]),
        one(
            "kind",
            0.3,
            &[
                "setback", "update", "update", "update", "feedback", "idea", "decision", "seen",
                "seen",
            ],
        ),
        some("with", 0.4, 2, PEOPLE),
        some("task", 0.6, 2, TASKS),
        some("goal", 0.2, 2, &["group-lead", "architect", "somewhere"]),
        one("status", 0.35, &["open", "started", "delivered", "delivered", "declined", "dropped"]),
        day("due", 0.1),
        one("size", 0.15, &["small", "medium", "large"]),
        one("project", 0.1, &["north", "south"]),
        one("initiative", 0.3, &["asked", "suggested", "acted"]),
        one("impact", 0.3, &["fewer calls"]),
        one("met_bar", 0.15, &["missed", "missed", "met", "exceeded"]),
        one("bar", 0.1, &["they can use it as it is"]),
        one("metric", 0.1, &["\"calls: 9 -> 3 a day\""]),
        one("evidence", 0.1, &["https://example.org/report"]),
        some(
            "shows",
            0.6,
            2,
            &[
                "craft",
                "craft",
                "reach",
                "vision",
                "depth",
                "craft@l4",
                "craft@l6",
                "reach@l5",
                "vision@l7",
                "vision@l4",
            ],
        ),
        some("confirmed_by", 0.3, 2, CONFIRMERS),
        some("seen_by", 0.15, 2, PEOPLE),
        one("quote", 0.2, &["just what we needed"]),
        one("quote_from", 0.2, PEOPLE),
        some("gaps", 0.15, 2, NEEDS),
        one("trying", 0.1, &["one plan that all teams read"]),
        one("blocking", 0.1, &["nobody has time to write it"]),
        one("lesson", 0.1, &["agree on the measure first"]),
        one("answer", 0.3, &["yes", "partly", "later", "later", "no"]),
        day("answer_by", 0.1),
        one("perception", 0.1, &["below", "meets", "exceeds"]),
        some("wishes", 0.1, 2, &["Faster reviews", "Fewer bugs"]),
        some("tell", 0.15, 2, PEOPLE),
        resolves(),
        day("review_on", 0.3),
        one("outcome", 0.2, &["right", "wrong", "mixed"]),
        day("update_by", 0.2),
        one("energy", 0.3, &["1", "2", "3", "4", "5"]),
    ]);
    let folder = select(&["entries", "entries/b", "entries/a/c"][..]);
    (far(), folder, keys).prop_map(|(far, folder, keys)| {
        (far, Note { id: String::new(), folder: folder.to_owned(), keys })
    })
}

/// Talks with the manager, close together or not: they come up too seldom for what takes several.
fn talks(steps: &'static [&'static str], days: i32) -> impl Strategy<Value = Vec<(i32, Note)>> {
    let talk = move || {
        let keys = keys(vec![
            one("step", 0.98, steps),
            one("task", 0.2, TASKS),
            one("goal", 0.2, &["group-lead"]),
            one("impact", 0.2, &["fewer calls"]),
            one("answer", 0.95, &["later", "no", "no", "no", "no", "no"]),
            day("answer_by", 0.1),
        ]);
        let note = |keys| Note { id: String::new(), folder: "entries".to_owned(), keys };
        (-days..=0, keys).prop_map(move |(far, keys)| (far, note(keys)))
    };
    vec(talk(), 3..=9)
}

/// A talk about the work, and what was delivered since: it comes up too seldom that nothing stands before a
/// pivot.
fn wins() -> impl Strategy<Value = Vec<(i32, Note)>> {
    let note = |keys| Note { id: String::new(), folder: "entries".to_owned(), keys };
    let master = (
        -100..=-61,
        keys(vec![one("step", 0.98, &["master"]), one("perception", 0.98, &["meets"])]),
    );
    let done = || {
        let keys = keys(vec![
            one("step", 0.98, &["deliver"]),
            one("task", 0.98, TASKS),
            one("impact", 0.98, &["fewer calls"]),
            some("shows", 0.5, 2, &["craft", "reach"]),
        ]);
        (-60..=0, keys)
    };
    (master, vec(done(), 1..=4)).prop_map(move |(master, done)| {
        let all = std::iter::once(master).chain(done);
        all.map(|(far, keys)| (far, note(keys))).collect()
    })
}

/// Files of these names, not always all of them.
fn files(
    folder: &'static str,
    ids: &'static [&'static str],
    of: fn() -> Vec<Key>,
) -> impl Strategy<Value = Vec<Note>> {
    let files = vec(weighted(0.75, keys(of())), ids.len());
    files.prop_map(move |files| {
        let named = ids.iter().zip(files).filter_map(|(id, keys)| Some((id, keys?)));
        let note =
            |(id, keys): (&&str, _)| Note { id: (*id).to_owned(), folder: folder.to_owned(), keys };
        named.map(note).collect()
    })
}

fn goal() -> Vec<Key> {
    vec![
        some("needs", 0.6, 3, NEEDS),
        one("ladder", 0.6, &["track"]),
        one("kind", 0.3, &["raise", "role", "skill", "learning", "project", "team", "balance"]),
        one("amount", 0.2, &["20 000"]),
        one("to", 0.85, &["l5", "l6", "L6", "director"]),
        one("by", 0.75, &["2026-06-30", "2027-03-31"]),
        day("since", 0.3),
        day("reached_on", 0.4),
        one("of", 0.15, &["ana", "cyd", "me"]),
        some("with", 0.3, 2, PEOPLE),
        one("state", 0.6, &["active", "active", "active", "reached", "paused", "dropped"]),
        day("shared_on", 0.3),
    ]
}

fn task() -> Vec<Key> {
    vec![
        one("size", 0.6, &["small", "small", "medium", "large"]),
        day("due", 0.2),
        one("repeats", 0.15, &["weekly", "monthly", "quarterly"]),
        one("project", 0.4, &["north", "south", "west"]),
        one("asked_by", 0.4, PEOPLE),
        some("serves", 0.3, 2, NEEDS),
    ]
}

fn person() -> Vec<Key> {
    vec![
        one(
            "relation",
            0.8,
            &["manager", "manager", "skip-level", "report", "report", "peer", "sponsor"],
        ),
        one("manager", 0.2, PEOPLE),
        day("since", 0.5),
        day("until", 0.2),
        one("cadence", 0.3, &["weekly", "fortnightly", "monthly", "quarterly", "yearly"]),
    ]
}

fn config() -> impl Strategy<Value = Note> {
    let number = |name: &'static str| {
        weighted(0.3, (1..=4_usize).prop_map(move |number| format!("{name}: {number}"))).boxed()
    };
    let span = weighted(0.3, (4..=8_usize).prop_map(|number| format!("span: {number}"))).boxed();
    let gaps =
        vec![number("units"), number("projects"), number("quarters"), span, number("recent")];
    let health = subsequence(SETTINGS, 0..=3);
    let rest = keys(vec![
        one("stage", 0.6, &["junior", "mid", "senior", "senior"]),
        one("fiscal_year_start", 0.3, &["2", "4", "7", "10", "12"]),
    ]);
    (weighted(0.3, gaps), weighted(0.4, health), rest).prop_map(|(gaps, health, mut keys)| {
        keys.insert("manager", vec![MANAGER.to_owned()]);
        let mut map = |key, pairs: Vec<String>| {
            if !pairs.is_empty() {
                keys.insert(key, vec![format!("{{{}}}", pairs.join(", "))]);
            }
        };
        map("gaps", gaps.into_iter().flatten().flatten().collect());
        map("health", health.into_iter().flatten().map(|own| setting(&own)).collect());
        Note { keys, ..Note::default() }
    })
}

/// Gives each entry its name and day, and each word that stands for one what it stands for.
fn named(today: Date, drafts: Vec<(i32, Note)>, rest: &mut [&mut Vec<Note>]) -> Vec<Note> {
    let ids: Vec<String> = drafts
        .iter()
        .zip('a'..)
        .map(|((far, _), name)| format!("{}-{name}", today + i64::from(*far).days()))
        .collect();
    let mut entries: Vec<Note> = drafts.into_iter().map(|(_, note)| note).collect();
    let meant = |word: &mut String| {
        if let Some(far) = word.strip_prefix('%') {
            *word = (today + Span::new().days(far.parse::<i32>().expect("days"))).to_string();
        } else if let Some(at) = word.strip_prefix('@') {
            *word = ids[at.parse::<usize>().expect("a place") % ids.len()].clone();
        }
    };
    let all = entries.iter_mut().chain(rest.iter_mut().flat_map(|notes| notes.iter_mut()));
    all.flat_map(|note| note.keys.values_mut().flatten()).for_each(meant);
    entries.iter_mut().zip(ids.iter()).for_each(|(note, id)| note.id.clone_from(id));
    entries.sort_by_key(|note| (note.date(), note.path()));
    entries
}

pub(super) fn journal() -> impl Strategy<Value = Journal> {
    let files = (
        files("goals", &["group-lead", "architect"], goal),
        files("tasks", TASKS, task),
        files("people", PEOPLE, person),
    );
    // Short ones too, in which little hides what a rule says.
    let entries = prop_oneof![
        3 => vec(entry(), 0..=6),
        3 => vec(entry(), 0..=25),
        1 => talks(&["ask", "ask", "ask", "pivot", "deliver"], 120),
        1 => talks(&["ask", "pivot", "pivot", "pivot", "deliver"], 730),
        1 => wins()
    ];
    let today = (0..=400_i32).prop_map(|days| date(2025, 12, 31) + days.days());
    (today, config(), entries, files).prop_map(
        |(today, config, drafts, (mut goals, mut tasks, mut people))| {
            let rest = &mut [&mut goals, &mut tasks, &mut people];
            let entries = named(today, drafts, rest);
            Journal { today, config, entries, goals, tasks, people }
        },
    )
}
