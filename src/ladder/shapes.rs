//! The files that others publish their ladders in, as far as they are used here. Keys that are
//! not named are ignored: both formats grew, and forks of them have more.

use serde::Deserialize;

/// A job family of the Financial Times, its newer format: one mapping.
#[derive(Debug, Deserialize)]
pub(super) struct Family {
    pub name: String,
    pub levels: Vec<Named>,
    pub themes: Vec<Named>,
    pub competencies: Vec<OfTheme>,
}

/// A level or a theme.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
}

/// A competency of a family: what one theme asks at one level.
#[derive(Debug, Deserialize)]
pub(super) struct OfTheme {
    pub level: String,
    pub theme: String,
    pub summary: String,
}

/// A competency of the older format: what one area asks at one level.
#[derive(Debug, Deserialize)]
pub(super) struct OfArea {
    pub level: String,
    pub area: String,
    pub summary: String,
}

/// One level of the older format, with its competencies inside, as its API has it.
#[derive(Debug, Deserialize)]
pub(super) struct LevelFile {
    pub id: String,
    pub competencies: Vec<OfArea>,
}

/// The front matter of a framework of Monzo's.
#[derive(Debug, Deserialize)]
pub(super) struct Framework {
    pub title: Option<String>,
    pub levels: Option<usize>,
    pub topics: Vec<Topic>,
}

/// A topic: what a competency is elsewhere.
#[derive(Debug, Deserialize)]
pub(super) struct Topic {
    pub name: String,
    pub title: Option<String>,
    #[serde(default)]
    pub content: Option<Vec<TopicContent>>,
}

/// What a topic asks at one level.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TopicContent {
    pub level: usize,
    #[serde(default)]
    pub criteria: Option<Vec<String>>,
    #[serde(default)]
    pub example_criteria: Option<Vec<ExampleCriteria>>,
}

/// A criterion with examples; in one framework the examples are all there is to it.
#[derive(Debug, Deserialize)]
pub(super) struct ExampleCriteria {
    pub criteria: String,
    #[serde(default)]
    pub examples: Option<Vec<String>>,
}
