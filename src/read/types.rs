//! The types that a value of the front matter can have, with the habits of other tools accepted.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::fields::{FromNode, ValueError, ticked};
use super::matter::{Shape, ValueNode};
use super::written_date::written_date;
use crate::diagnostic::nearest;
use crate::markdown::inline::split_target;
use crate::model::note_path::without_ending;
use crate::model::vocabulary::{
    Answer, Audience, Cadence, GoalKind, GoalState, Initiative, Kind, MetBar, Outcome, Perception,
    Relation, Repeats, ShippedTheme, Size, Stage, Status, Step, TaskRole, Visibility, Word,
};
use crate::model::{BaseUrl, Metric, Shows, Slug};

/// Text as it is written: `title: 42` and `title: 1.10` too.
pub struct ScalarText(pub String);

impl FromNode for ScalarText {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        match &node.shape {
            Shape::Scalar(text, _) => Ok(Self(text.trim().to_owned())),
            Shape::List(_) => {
                Err(ValueError::new("expected text, found a list", "write one value"))
            }
            Shape::Map(_) => Err(ValueError::new(
                "expected text, found keys and values",
                "put text that contains `: ` in quotes",
            )),
        }
    }
}

/// The name of a thing: a slug, any text that has one, or a wikilink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As the author wrote it, without brackets.
    pub text: String,
    /// By which it is compared.
    pub slug: Slug,
}

impl Name {
    /// Reads a name as it stands, or the note that a wikilink names.
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim().trim_start_matches('@');
        match written.strip_prefix("[[").and_then(|t| t.strip_suffix("]]")) {
            Some(inner) => Self::wikilink(inner),
            None => Self::new(written),
        }
    }

    /// What names the note in `[[folder/Name#heading|alias]]`.
    fn wikilink(inner: &str) -> Option<Self> {
        let (target, _) = split_target(inner.split('|').next().unwrap_or(inner));
        let name = target.rsplit('/').next().unwrap_or(target);
        Self::new(without_ending(name).trim())
    }

    fn new(name: &str) -> Option<Self> {
        let slug = Slug::new(name);
        (!slug.is_empty()).then(|| Self { text: name.to_owned(), slug })
    }
}

impl FromNode for Name {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        // To YAML an unquoted `[[X]]` is a list in a list.
        if let Shape::List(nodes) = &node.shape {
            return match nodes.as_slice() {
                [node] if matches!(node.shape, Shape::List(_)) => Self::from_node(node),
                [node] => {
                    let ScalarText(inner) = ScalarText::from_node(node)?;
                    Self::wikilink(&inner).ok_or_else(no_name)
                }
                _ => Err(ValueError::new(
                    "expected a name, found a list",
                    "put a wikilink in quotes: `\"[[Name]]\"`",
                )),
            };
        }
        let ScalarText(text) = ScalarText::from_node(node)?;
        Self::parse(&text).ok_or_else(no_name)
    }
}

/// A story that a packet is to tell, `docs-cleanup`, or not to tell, `-old-thing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryChoice {
    /// The task.
    pub name: Name,
    /// Whether it is to be left out.
    pub dropped: bool,
}

impl FromNode for StoryChoice {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        if matches!(node.shape, Shape::List(_)) {
            return Ok(Self { name: Name::from_node(node)?, dropped: false });
        }
        let ScalarText(text) = ScalarText::from_node(node)?;
        let kept = text.strip_prefix('-');
        let name = Name::parse(kept.unwrap_or(&text)).ok_or_else(no_name)?;
        Ok(Self { name, dropped: kept.is_some() })
    }
}

fn no_name() -> ValueError {
    ValueError::new("expected a name with a letter or a digit", "such as `docs-cleanup`")
}

impl FromNode for BaseUrl {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        let ScalarText(text) = ScalarText::from_node(node)?;
        Self::parse(&text).ok_or_else(|| {
            ValueError::new(
                format!("`{text}` is not the address of a site"),
                "write it as `https://me.example/journal/`, with non-ASCII characters encoded",
            )
        })
    }
}

impl FromNode for Date {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        // To YAML an unquoted `[[2026-01-31]]` is a list in a list.
        if let Shape::List(nodes) = &node.shape
            && let [node] = nodes.as_slice()
        {
            return Self::from_node(node);
        }
        let ScalarText(text) = ScalarText::from_node(node)?;
        written_date(&text)
    }
}

/// Yes or no, in the words that people and tools write.
pub struct Flag(pub bool);

/// The words for yes, in several languages: a note that somebody meant to hide must be hidden.
pub const YES: &[&str] = &[
    "true",
    "yes",
    "on",
    "y",
    "1",
    "t",
    "x",
    "✓",
    "✔",
    "✅",
    "☑",
    "ja",
    "wahr",
    "oui",
    "vrai",
    "si",
    "sí",
    "sì",
    "vero",
    "verdadero",
    "sim",
    "tak",
    "ano",
    "evet",
    "ya",
    "kyllä",
    "да",
    "так",
    "ναι",
    "はい",
    "是",
    "예",
    "네",
    "نعم",
    "כן",
    "हाँ",
    "हां",
];
/// The words for no.
pub const NO: &[&str] = &[
    "false",
    "no",
    "off",
    "n",
    "0",
    "f",
    "✗",
    "✘",
    "❌",
    "☐",
    "nein",
    "falsch",
    "non",
    "faux",
    "falso",
    "não",
    "never",
    "nee",
    "nej",
    "nei",
    "ei",
    "nie",
    "ne",
    "hayır",
    "hayir",
    "tidak",
    "нет",
    "ні",
    "όχι",
    "οχι",
    "いいえ",
    "否",
    "不",
    "아니요",
    "아니오",
    "لا",
    "לא",
    "नहीं",
];

/// No word for either is longer, in bytes, with what may stand around it.
const LONGEST_FLAG: usize = 64;

/// Reads yes or no.
pub fn read_flag(text: &str) -> Option<bool> {
    // The wide letters of East Asian keyboards, and letters with their marks apart, are the same words.
    let text = match text.is_ascii() {
        true => text.to_lowercase(),
        false if text.len() > LONGEST_FLAG => return None,
        false => text.nfkc().flat_map(char::to_lowercase).collect(),
    };
    // What marks emphasis, or how an emoji is shown, is no part of the word.
    let word = text.trim_matches(|c: char| c.is_whitespace() || "!.,\"'\u{fe0f}".contains(c));
    let yes = YES.contains(&word).then_some(true);
    yes.or_else(|| NO.contains(&word).then_some(false))
}

impl FromNode for Flag {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        let ScalarText(text) = ScalarText::from_node(node)?;
        let hint = "write `true` or `false`";
        let error = || ValueError::new(format!("`{text}` is neither yes nor no"), hint);
        read_flag(&text).map(Self).ok_or_else(error)
    }
}

macro_rules! typed_words {
    ($($word:ty),+) => { $(impl FromNode for $word {
        fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
            let ScalarText(text) = ScalarText::from_node(node)?;
            <$word>::parse(&text).ok_or_else(|| no_such_word::<$word>(&text))
        }
    })+ };
}
typed_words!(
    Answer,
    Audience,
    MetBar,
    Outcome,
    Repeats,
    Cadence,
    GoalKind,
    GoalState,
    Initiative,
    Kind,
    Perception,
    Relation,
    ShippedTheme,
    Size,
    Stage,
    Status,
    Step,
    TaskRole,
    Visibility
);

fn no_such_word<W: Word>(text: &str) -> ValueError {
    let known = || W::WORDS.iter().map(|(word, _)| *word);
    let hint = nearest(text, known()).map_or_else(
        || {
            let words = known().filter(|w| w.chars().any(char::is_alphabetic));
            format!("use one of {}", ticked(words))
        },
        |meant| format!("did you mean `{meant}`?"),
    );
    ValueError::new(format!("there is no {} `{text}`", W::NAME), hint)
}

/// A whole number within bounds.
pub struct Whole<const MIN: u32, const MAX: u32>(pub u32);

impl<const MIN: u32, const MAX: u32> FromNode for Whole<MIN, MAX> {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        let ScalarText(text) = ScalarText::from_node(node)?;
        match text.parse() {
            Ok(number) if (MIN..=MAX).contains(&number) => Ok(Self(number)),
            _ => Err(ValueError::new(
                format!("`{text}` is not one of the numbers allowed here"),
                if MAX == u32::MAX {
                    format!("write a whole number, {MIN} or more")
                } else {
                    format!("write a whole number from {MIN} to {MAX}")
                },
            )),
        }
    }
}

/// A time within a week, in minutes: `2h`, `90m`, `1h30m`, `1.5 hours`.
#[derive(Debug, PartialEq, Eq)]
pub struct Minutes(pub u32);

impl FromNode for Minutes {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        let ScalarText(text) = ScalarText::from_node(node)?;
        parse_minutes(&text).map(Self).ok_or_else(|| {
            ValueError::new(
                format!("expected hours and minutes, found `{text}`"),
                "such as `2h`, `90m` or `1h30m`",
            )
        })
    }
}

fn parse_minutes(text: &str) -> Option<u32> {
    const WEEK: f64 = 7.0 * 24.0 * 60.0;
    let mut minutes = 0.0;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = rest.split_at(number);
        let unit = unit.trim_start();
        let end = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
        let (unit, after) = unit.split_at(end);
        let length = match unit.to_ascii_lowercase().as_str() {
            "h" | "hour" | "hours" => 60.0,
            "m" | "min" | "minute" | "minutes" => 1.0,
            _ => return None,
        };
        minutes += number.parse::<f64>().ok()? * length;
        rest = after.trim_start();
    }
    let minutes = minutes.round();
    (1.0..=WEEK).contains(&minutes).then_some(minutes as u32)
}

impl FromNode for Metric {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        let text = match &node.shape {
            // Without quotes, YAML reads `name: before -> after` as a key and its value.
            Shape::Map(pairs) => match pairs.as_slice() {
                [
                    (
                        ValueNode { shape: Shape::Scalar(name, _), .. },
                        ValueNode { shape: Shape::Scalar(rest, _), .. },
                    ),
                ] => {
                    format!("{name}: {rest}")
                }
                _ => return Err(no_metric()),
            },
            _ => ScalarText::from_node(node)?.0,
        };
        parse_metric(&text).ok_or_else(no_metric)
    }
}

fn no_metric() -> ValueError {
    ValueError::new(
        "expected `name: before -> after unit`",
        "such as `\"build time: 40 -> 12 min\"`",
    )
}

fn parse_metric(text: &str) -> Option<Metric> {
    let (name, change) = text.split_once(':')?;
    let (before, after) = change.split_once("->").or_else(|| change.split_once('→'))?;
    let after = after.trim();
    let (after, unit) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
    let [name, before, after, unit] =
        [name, before, after, unit].map(|part| part.trim().to_owned());
    (![&name, &before, &after].iter().any(|part| part.is_empty())).then_some(Metric {
        name,
        before,
        after,
        unit,
    })
}

impl FromNode for Shows {
    fn from_node(node: &ValueNode) -> Result<Self, ValueError> {
        let Name { text, .. } = Name::from_node(node)?;
        let ScalarText(written) = ScalarText::from_node(node).unwrap_or(ScalarText(text));
        let (competency, level) = match written.split_once('@') {
            Some((competency, level)) => (competency, Some(Slug::new(level))),
            None => (written.as_str(), None),
        };
        let competency = Name::parse(competency).map(|name| name.slug).unwrap_or_default();
        if competency.is_empty() || level.as_ref().is_some_and(Slug::is_empty) {
            return Err(ValueError::new(
                "expected a competency",
                "such as `ownership` or `ownership@senior`",
            ));
        }
        Ok(Self { competency, level })
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, parse_metric, parse_minutes};

    #[test]
    fn a_time_is_in_hours_and_minutes() {
        for (text, minutes) in [
            ("2h", Some(120)),
            ("90m", Some(90)),
            ("1h30m", Some(90)),
            ("1.5 hours", Some(90)),
            ("1 hour 30 min", Some(90)),
            ("2", None),
            ("", None),
            ("0h", None),
            ("200h", None),
            ("h", None),
            ("2 days", None),
            ("-1h", None),
        ] {
            assert_eq!(parse_minutes(text), minutes, "{text}");
        }
    }

    #[test]
    fn a_name_may_be_a_wikilink() {
        for (text, slug) in [("CI/CD migration", "ci-cd-migration"), ("Fix #12", "fix-12")] {
            assert_eq!(Name::parse(text).map(|name| name.slug.to_string()).as_deref(), Some(slug));
        }
        for text in [
            "docs-cleanup",
            "[[Docs cleanup]]",
            "[[tasks/docs-cleanup.md|the docs]]",
            "@docs cleanup",
            "[[Docs cleanup#Notes]]",
        ] {
            let name = Name::parse(text).expect("a name");
            assert_eq!(name.slug.as_str(), "docs-cleanup", "{text}");
        }
        assert_eq!(Name::parse("[[]]"), None);
    }

    #[test]
    fn a_metric_has_two_values() {
        let metric = parse_metric("build time: 40 -> 12 min").expect("a metric");
        assert_eq!(metric.to_string(), "build time: 40 → 12 min");
        assert_eq!(parse_metric("score: 3→4").map(|m| m.unit), Some(String::new()));
        assert_eq!(parse_metric("faster builds"), None);
        assert_eq!(parse_metric("a: -> 3"), None);
    }
}
