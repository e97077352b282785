//! What a reader of a packet answers, and what they were asked.

use serde::{Deserialize, Serialize};

/// What a copy of a packet asks, and of whom. The secret of a copy is made for these bytes as JSON, so a reply
/// can't be about anything else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyForm {
    /// Whose copy it is.
    pub reader: String,
    /// The goal's slug.
    pub goal: String,
    /// What the packet is called.
    pub title: String,
    /// The day on which it was made.
    pub made: String,
    /// The competencies that can be confirmed.
    pub competencies: Vec<AskedCompetency>,
    /// The SHA-256 of the packet without the form, in hexadecimal digits.
    pub packet: String,
}

/// A competency that a reader can confirm.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AskedCompetency {
    /// Its slug.
    pub id: String,
    /// What it is called.
    pub title: String,
}

/// What a reader answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyAnswers {
    /// The slugs of the competencies that they confirm.
    pub confirms: Vec<String>,
    /// What they say is missing; may be empty.
    pub missing: String,
    /// Whether they recommend what is asked; absent where they did not say.
    pub recommends: Option<Recommends>,
    /// Their recommendation, in their words; may be empty.
    pub recommendation: String,
    /// Whether they may be quoted.
    pub quote: bool,
}

/// Whether somebody recommends what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Recommends {
    /// They do.
    #[serde(rename = "yes")]
    Yes,
    /// Not now.
    #[serde(rename = "later")]
    Later,
}
