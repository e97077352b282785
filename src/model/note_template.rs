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

#[cfg(test)]
mod tests {
    use super::NoteTemplate;
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
}
