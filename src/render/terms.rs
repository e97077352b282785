//! The words for grades of evidence and for statuses of competencies, with what each takes.

use schemars::JsonSchema;
use serde::Serialize;

use super::RenderContext;
use crate::analyse::evidence::Grade;
use crate::analyse::gaps::NeedStatus;
use crate::analyse::verdict::pieces;
use crate::model::phrasing::counted;
use crate::model::quarter::Quarter;

/// A word, and what it means.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketTerm")]
pub struct Term {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub text: String,
}

/// The words of a page about competencies.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Definitions {
    /// What each grade of evidence takes.
    pub grades: Vec<Term>,
    /// What each status takes, with the thresholds of this journal.
    pub statuses: Vec<Term>,
}

impl Definitions {
    /// The words for goals of the author's, or of a direct report's, that are judged in that quarter.
    pub fn new(ctx: &RenderContext<'_>, is_authors_goal: bool, now: Quarter) -> Self {
        Self { grades: grades(ctx, is_authors_goal), statuses: statuses(ctx, now) }
    }
}

fn grades(ctx: &RenderContext<'_>, is_authors_goal: bool) -> Vec<Term> {
    let confirmed = match is_authors_goal {
        true => "a manager or skip-level confirmed it".to_owned(),
        // Whoever leads the goal's owner is named, and nobody is *they*.
        false => {
            let leader = ctx.journal.config.author.as_deref().unwrap_or("the manager");
            format!("{leader}, or somebody above, confirmed it")
        }
    };
    let term = |grade: Grade, text: &str| Term { word: grade.word(), text: text.to_owned() };
    vec![
        term(Grade::Claimed, "a note says so, without proof"),
        term(Grade::Backed, "a note says what changed, has a measure, or links to proof"),
        term(Grade::Vouched, "a note quotes somebody by name or role"),
        term(Grade::Confirmed, &confirmed),
    ]
}

fn statuses(ctx: &RenderContext<'_>, now: Quarter) -> Vec<Term> {
    let wanted = ctx.journal.config.gaps;
    let recent = now.plus(-i32::try_from(wanted.recent).unwrap_or(i32::MAX));
    let first = now.plus(1 - i32::try_from(wanted.span).unwrap_or(i32::MAX));
    let term = |status: NeedStatus, text: String| Term { word: status.label(), text };
    vec![
        term(NeedStatus::Claimed, "there is evidence, but none counts".to_owned()),
        term(NeedStatus::Emerging, "at least one piece counts".to_owned()),
        term(
            NeedStatus::Supported,
            format!("evidence that counts, from {}", counted(wanted.projects, "project")),
        ),
        term(
            NeedStatus::Sustained,
            format!(
                "supported, with {} that count in {first} or later, from {} and in {}",
                pieces(wanted.units as usize, ""),
                counted(wanted.projects, "project"),
                counted(wanted.quarters, "quarter")
            ),
        ),
        term(
            NeedStatus::Confirmed,
            format!("sustained, and some evidence confirmed in {recent} or later"),
        ),
    ]
}
