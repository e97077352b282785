//! The front matter of notes. Keys that are not listed are the author's own, so others are allowed.

use serde_json::{Value, json};

use super::DIALECT;
use super::value::{
    Key, date, flag, metrics, name, names, only, properties, text, texts, whole, word,
};
use crate::model::words::{
    Answer, Cadence, GoalKind, GoalState, Initiative, Kind, Perception, Relation, Size, Status,
    Step, Visibility,
};

/// What a note is: that decides which keys it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// An entry, or a page.
    #[default]
    Entry,
    /// A file of `goals/`.
    Goal,
    /// A file of `tasks/`.
    Task,
    /// A file of `people/`.
    Person,
}

/// The schema of the front matter of such notes.
pub fn front_matter(of: Of) -> Value {
    let (title, own) = match of {
        Of::Entry => ("The front matter of an entry", ENTRY),
        Of::Goal => ("The front matter of a file of `goals/`", GOAL),
        Of::Task => ("The front matter of a file of `tasks/`", TASK),
        Of::Person => ("The front matter of a file of `people/`", PERSON),
    };
    let keys = [COMMON, own].concat();
    json!({
        "$schema": DIALECT,
        "title": title,
        "type": ["object", "null"],
        "properties": properties(&keys),
    })
}

/// The keys of every note.
const COMMON: &[Key] = &[
    ("title", text, "Its title. Without it: the first level-1 heading, else the file's name"),
    ("aliases", texts, "Other names by which links reach it"),
    ("tags", texts, "Tags, with or without `#`"),
    ("visibility", word::<Visibility>, "The widest audience that may see it"),
    ("draft", flag, "`yes` makes it private"),
    ("private", flag, "`yes` makes it private"),
    ("publish", flag, "`no` makes it private; `yes` changes nothing"),
    ("raw_html", flag, "Whether HTML in the text is let through"),
];

const ENTRY: &[Key] = &[
    ("date", date, "Its day, as in 2026-01-31. Without it: the date in the file's name"),
    ("step", word::<Step>, "Its step of the loop"),
    ("loop", || only("new"), "`new` forces a new loop"),
    ("task", names, "The tasks that it is about"),
    ("goal", names, "The goals that it is for. Without it: the only active one"),
    ("with", names, "The people it was with; the first one decides the thread"),
    ("kind", word::<Kind>, "What sort of entry it is"),
    ("energy", || whole(1, 5), "How you felt, from 1 to 5"),
    ("perception", word::<Perception>, "How the leader sees the work"),
    ("wishes", texts, "What the leader wishes were different"),
    ("trying", text, "What they are trying to do"),
    ("blocking", text, "What is in their way"),
    ("help", text, "Where you can help"),
    ("bar", text, "What would be good enough, and what would be great"),
    ("initiative", word::<Initiative>, "Who saw first that the work was needed"),
    ("status", word::<Status>, "Where its task stands"),
    ("due", date, "When its task is due"),
    ("size", word::<Size>, "How big its task is: days, weeks, a quarter"),
    ("project", name, "What its task belongs to"),
    ("impact", text, "What the work changed"),
    ("metric", metrics, "Measures, each as \"name: before -> after unit\""),
    ("evidence", texts, "Links to proof: addresses, wikilinks, paths"),
    ("shows", names, "Competencies that it shows: `ownership`, or `ownership@senior` at a level"),
    ("confirmed_by", names, "Who confirmed it"),
    ("seen_by", names, "Who saw it"),
    ("quote", text, "What somebody said of it"),
    ("quote_from", name, "Who said that"),
    ("quote_ok", flag, "Whether the quote may be shared"),
    ("answer", word::<Answer>, "What the leader said to a `pivot`"),
    ("gaps", names, "Competencies that the leader named"),
    ("lesson", text, "What was learned"),
    ("resolves", names, "Wishes, tasks or entries that this settles"),
    ("update_by", date, "When the next update is promised for"),
    ("combines", texts, "The existing things that an idea combines"),
    ("minutes", || whole(0, u32::MAX), "Minutes of undisturbed thinking"),
];

const GOAL: &[Key] = &[
    ("kind", word::<GoalKind>, "What it is about"),
    ("from", text, "The level or role it starts from"),
    ("to", text, "The level or role it leads to"),
    ("by", date, "When it is wanted"),
    ("with", names, "Who can help with it"),
    ("ladder", name, "The file of `ladders/` that it climbs"),
    ("needs", names, "The competencies that it must show"),
    (
        "packet",
        names,
        "Stories that its packet tells, by task; with `-` before it, one that it never tells",
    ),
    ("shared_on", date, "When the leader was told"),
    ("state", word::<GoalState>, "Whether it is worked towards"),
];

const TASK: &[Key] = &[
    ("size", word::<Size>, "How big it is: days, weeks, a quarter"),
    ("due", date, "When it is due"),
    ("project", name, "What it belongs to"),
    ("asked_by", name, "Who asked for it"),
    ("asked_on", date, "When it was asked for"),
];

const PERSON: &[Key] = &[
    ("relation", word::<Relation>, "What they are to you"),
    ("since", date, "Since when they are that"),
    ("until", date, "Until when they were that"),
    ("cadence", word::<Cadence>, "How often you talk"),
    ("share_as", text, "The name under which they may be named to others"),
];

#[cfg(test)]
mod tests {
    use super::{COMMON, ENTRY, GOAL, Key, PERSON, TASK};
    use crate::read::front_matter::KEYS;
    use crate::read::notes::{GOAL_KEYS, PERSON_KEYS, TASK_KEYS};

    #[test]
    fn every_key_that_is_read_is_described() {
        let kinds: [(&[Key], &[&str]); 4] =
            [(ENTRY, KEYS), (GOAL, GOAL_KEYS), (TASK, TASK_KEYS), (PERSON, PERSON_KEYS)];
        for (own, read) in kinds {
            let mut described: Vec<&str> =
                COMMON.iter().chain(own).map(|(name, ..)| *name).collect();
            let mut read = read.to_vec();
            described.sort_unstable();
            read.sort_unstable();
            assert_eq!(described, read);
        }
    }
}
