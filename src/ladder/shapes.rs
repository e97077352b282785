//! The file formats that can be imported. Other keys are ignored, because newer versions and forks of
//! these formats add keys.

use serde::Deserialize;

/// A job family, the newer format of the Financial Times: one mapping.
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

/// A competency of a family: what one theme expects at one level.
#[derive(Debug, Deserialize)]
pub(super) struct OfTheme {
    pub level: String,
    pub theme: String,
    pub summary: String,
}

/// A competency of the older format: what one area expects at one level.
#[derive(Debug, Deserialize)]
pub(super) struct OfArea {
    pub level: String,
    pub area: String,
    pub summary: String,
}

/// One level of the older format with its competencies, as its API returns it.
#[derive(Debug, Deserialize)]
pub(super) struct LevelFile {
    pub id: String,
    pub competencies: Vec<OfArea>,
}

/// The front matter of a framework, the format of Monzo.
#[derive(Debug, Deserialize)]
pub(super) struct Framework {
    pub title: Option<String>,
    pub levels: Option<usize>,
    pub topics: Vec<Topic>,
}

/// A topic, which is a competency of the framework.
#[derive(Debug, Deserialize)]
pub(super) struct Topic {
    pub name: String,
    pub title: Option<String>,
    #[serde(default)]
    pub content: Option<Vec<TopicContent>>,
}

/// What a topic expects at one level.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TopicContent {
    pub level: usize,
    #[serde(default)]
    pub criteria: Option<Vec<String>>,
    #[serde(default)]
    pub example_criteria: Option<Vec<ExampleCriteria>>,
}

/// A criterion with examples. Some frameworks have only examples.
#[derive(Debug, Deserialize)]
pub(super) struct ExampleCriteria {
    pub criteria: String,
    #[serde(default)]
    pub examples: Option<Vec<String>>,
}
