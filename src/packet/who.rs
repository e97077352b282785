//! Who asks for what, by when.

use schemars::JsonSchema;
use serde::Serialize;

use super::opening::level_name;
use super::{PacketSource, Recipient};
use crate::analyse::health::{is_here, leader_of};
use crate::model::dates::days_between;
use crate::model::phrasing::capitalised;
use crate::model::vocabulary::{GoalKind, GoalState};
use crate::model::{Goal, Slug};
use crate::render::views::Day;

/// Who asks for what, by when.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketWho")]
pub struct Who {
    /// Whom the packet is about; absent where the journal does not name its author.
    pub name: Option<String>,
    /// The leader who makes it, where it is about somebody who reports to them.
    pub by_leader: Option<String>,
    /// The goal's title.
    pub goal: String,
    /// The goal's slug.
    pub id: String,
    /// The word of its kind.
    pub kind: &'static str,
    /// The word of its state.
    pub state: &'static str,
    /// What it starts from.
    pub from: Option<String>,
    /// What it leads to.
    pub to: Option<String>,
    /// When it is wanted.
    pub by: Option<Day>,
    /// Days from the day on which the packet is made to then.
    pub left: Option<i32>,
    /// Who is asked for it: whom the goal's file names and who was there on the day on which they were told, else today.
    pub with: Vec<String>,
    /// Who reads this document, as in the middle of a sentence: `the committee`, or a name.
    pub reader: String,
    /// When they were told.
    pub shared_on: Option<Day>,
    /// What is asked for, in a sentence; absent for a goal that is not worked towards.
    pub ask: Option<String>,
}

/// Who asks for what in the packet for a goal.
pub(crate) fn who(source: &PacketSource<'_, '_>, recipient: Recipient) -> Who {
    let PacketSource { ctx, goal, .. } = source;
    let author = ctx.journal.config.author.clone();
    let report = ctx.analysis.shared.direct_report();
    let (name, by_leader) = match report {
        Some(person) => {
            let leader = author.unwrap_or_else(|| "the manager".to_owned());
            (Some(ctx.person(person).to_owned()), Some(leader))
        }
        None => (author, None),
    };
    let state = goal.state_on(source.made);
    // The report is not asked for what is theirs.
    let told = goal.told_by(ctx.today);
    // Nobody was told before they came, and nobody who has left can still be asked.
    let day = told.unwrap_or(source.made);
    let is_asked = |id: &&Slug| Some(*id) != report && is_here(ctx.journal, id, day);
    let level = |written: Option<&str>| Some(level_name(source, written?));
    let (from, to) = (level(goal.from.as_deref()), level(goal.to.as_deref()));
    Who {
        name,
        by_leader,
        goal: goal.title.clone(),
        id: goal.id.to_string(),
        kind: goal.kind.word(),
        state: state.word(),
        ask: (state == GoalState::Active).then(|| ask(source, to.as_deref())),
        from,
        to,
        by: goal.by.map(Day::from),
        left: goal.by.map(|by| days_between(source.made, by)),
        reader: match (recipient, report) {
            (Recipient::Committee, _) => "the committee".to_owned(),
            // A leader writes the plan to the report whose goal it is.
            (Recipient::Manager, Some(person)) => ctx.spoken(person),
            (Recipient::Manager, None) => ctx.spoken(leader_of(ctx.journal, goal, source.made)),
        },
        with: goal.with.iter().filter(is_asked).map(|id| ctx.spoken(id)).collect(),
        shared_on: told.map(Day::from),
    }
}

fn ask(source: &PacketSource<'_, '_>, to: Option<&str>) -> String {
    let Goal { title, keys, .. } = source.goal;
    let to = to.unwrap_or(title);
    let what = match keys.kind {
        // No file says what kind of goal it is.
        _ if source.goal.path.is_none() => capitalised(title),
        GoalKind::Promotion => format!("Promotion to {to}"),
        GoalKind::Raise => format!("A raise: {to}"),
        GoalKind::Role => format!("The role of {to}"),
        GoalKind::Skill => format!("To learn: {title}"),
        GoalKind::Project => format!("Other work: {title}"),
        GoalKind::Team => format!("Another team: {to}"),
        GoalKind::Balance => capitalised(title),
    };
    match keys.by {
        Some(by) if by < source.made => {
            format!("{what}; it was wanted by {}", Day::from(by).text)
        }
        Some(by) => format!("{what}, by {}", Day::from(by).text),
        None => what,
    }
}
