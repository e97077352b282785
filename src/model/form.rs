//! What a new note can be.

use super::words::{Kind, Step, Word};

/// A step of the loop, or a kind of note that is in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A note with that step.
    Step(Step),
    /// A note of that kind, without a step.
    Kind(Kind),
}

impl Form {
    /// All of them, the steps first, in the order of the loop.
    pub const ALL: [Self; 10] = [
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
    ];

    /// The form that a word names; any word that stands for a step will do.
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
    use super::Form;
    use crate::model::words::{Kind, Step, Word};

    #[test]
    fn every_step_and_every_kind_is_a_form_and_no_word_is_two() {
        let steps = Step::WORDS.iter().map(|(word, step)| (*word, Form::Step(*step)));
        let kinds = Kind::WORDS.iter().map(|(word, kind)| (*word, Form::Kind(*kind)));
        for (word, form) in steps.chain(kinds) {
            assert_eq!(Form::parse(word), Some(form), "{word}");
            assert!(Form::ALL.contains(&form), "{word}");
        }
    }
}
