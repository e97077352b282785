//! What a new note can be.

use super::vocabulary::{Kind, Step, Word};

/// A step of the loop, or a kind of note that is in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteTemplate {
    /// A note with that step.
    Step(Step),
    /// A note of that kind, without a step.
    Kind(Kind),
}

impl NoteTemplate {
    /// All of them, the steps first, in the order of the loop.
    pub const ALL: [Self; 12] = [
        Self::Step(Step::Master),
        Self::Step(Step::Ask),
        Self::Step(Step::Deliver),
        Self::Step(Step::Pivot),
        Self::Step(Step::Repeat),
        Self::Kind(Kind::Note),
        Self::Kind(Kind::Setback),
        Self::Kind(Kind::Update),
        Self::Kind(Kind::Idea),
        Self::Kind(Kind::Feedback),
        Self::Kind(Kind::Decision),
        Self::Kind(Kind::Seen),
    ];

    /// The template that a word names; any word that stands for a step will do.
    pub fn parse(word: &str) -> Option<Self> {
        Step::parse(word).map(Self::Step).or_else(|| Kind::parse(word).map(Self::Kind))
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Step(step) => step.word(),
            Self::Kind(kind) => kind.word(),
        }
    }
}

/// A heading of a template for notes, under which somebody is to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateHeading {
    level: usize,
    /// What stands in it before what is filled in.
    before: String,
    /// What stands behind that; `None` if nothing is filled in.
    after: Option<String>,
}

impl TemplateHeading {
    /// The headings in the text of a template.
    pub fn all(template: &str) -> impl Iterator<Item = Self> {
        template.lines().filter_map(Self::of_line)
    }

    fn of_line(line: &str) -> Option<Self> {
        let text = line.trim_start_matches('#');
        let level = line.len() - text.len();
        if !(1..=6).contains(&level) || !text.starts_with([' ', '\t']) {
            return None;
        }
        let text = text.trim().trim_end_matches('#').trim_end();
        let opens = ["{{", "{%"].iter().filter_map(|sign| text.find(sign)).min();
        let closes = ["}}", "%}"].iter().filter_map(|sign| text.rfind(sign)).max();
        let (before, after) = match (opens, closes) {
            (Some(from), Some(to)) if from < to => (&text[..from], Some(&text[to + 2..])),
            _ => (text, None),
        };
        Some(Self { level, before: before.to_lowercase(), after: after.map(str::to_lowercase) })
    }

    /// Whether a heading of a note is this one.
    pub fn is(&self, level: u8, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        let says = match &self.after {
            None => text == self.before.trim(),
            Some(after) => {
                let rest = text.strip_prefix(self.before.as_str());
                rest.is_some_and(|rest| rest.ends_with(after.as_str()))
            }
        };
        self.level == usize::from(level) && says
    }
}

#[cfg(test)]
mod tests {
    use super::{NoteTemplate, TemplateHeading};
    use crate::model::vocabulary::{Kind, Step, Word};

    #[test]
    fn every_step_and_every_kind_is_a_template_and_no_word_is_two() {
        let steps = Step::WORDS.iter().map(|(word, step)| (*word, NoteTemplate::Step(*step)));
        let kinds = Kind::WORDS.iter().map(|(word, kind)| (*word, NoteTemplate::Kind(*kind)));
        for (word, template) in steps.chain(kinds) {
            assert_eq!(NoteTemplate::parse(word), Some(template), "{word}");
            assert!(NoteTemplate::ALL.contains(&template), "{word}");
        }
    }

    #[test]
    fn a_heading_of_a_template_is_known_by_what_is_not_filled_in() {
        let template = "---\n# size: small\n---\n# {{ title }}\n## What HURT? ##\n#tag\n### With {{ person.name }}!\n";
        let all: Vec<TemplateHeading> = TemplateHeading::all(template).collect();
        let is_one = |level, text| all.iter().any(|heading| heading.is(level, text));
        assert!(is_one(1, "Any title") && is_one(2, "What hurt?") && is_one(3, "With Wen!"));
        assert!(!is_one(2, "Any title") && !is_one(3, "Without Wen!") && !is_one(2, "What hurt"));
    }
}
