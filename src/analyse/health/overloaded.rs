//! More is open than one person can do well, or the energy is gone.
//!
//! Why it hurts: some got so far so fast that they were in over their heads and wished they could turn it
//! off (the interview on the Magic Loop); what is done badly then turns the loop round.
//!
//! Example: three large tasks open at once; or three notes of the last weeks with `energy: 2`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::model::Slug;
use crate::model::phrasing::{counted, spoken};
use crate::model::vocabulary::Size;

pub(super) const RULE: Rule = Rule {
    code: "overloaded",
    severity: FindingSeverity::Warning,
    rule: "your open tasks weigh more than {weight} (small 1, medium or without a size 2, large 4); or the mean `energy` of at least {notes} notes of the {days} days up to today is at most {energy}",
    find,
};

/// Why there is too much.
#[derive(Debug)]
pub struct Overload<'a> {
    /// The author's open tasks, if they are too many.
    pub tasks: Vec<&'a Task>,
    /// The notes that say how little energy was left, if it was too little.
    pub tired: Vec<usize>,
    /// Why, in a sentence.
    pub reason: String,
}

/// Whether the author has too much to do.
pub fn overload<'a>(context: &HealthContext<'a>) -> Option<Overload<'a>> {
    let own = context.timeline.tasks.iter().filter(|task| task.owner.is_author());
    let open: Vec<&Task> = own.filter(|task| task.is_open()).collect();
    let weight: i32 = open.iter().map(|task| weight(task)).sum();
    if weight > context.threshold(&RULE, "weight") {
        let large = open.iter().filter(|task| task.size == Some(Size::Large)).count();
        let sizes = match large {
            0 => String::new(),
            _ if open.len() == 1 => ", and it is large".to_owned(),
            all if all == open.len() => ", all of them large".to_owned(),
            some => format!(", {some} of them large"),
        };
        let are = if open.len() == 1 { "is" } else { "are" };
        let reason = format!("{} {are} open{sizes}", counted(open.len(), "task"));
        return Some(Overload { tasks: open, tired: Vec::new(), reason });
    }
    let from = context.ago(context.threshold(&RULE, "days"));
    let felt = context.entries().iter().enumerate();
    let felt = felt.filter(|(_, entry)| entry.date >= from);
    let felt: Vec<(usize, i32)> =
        felt.filter_map(|(at, entry)| Some((at, i32::from(entry.energy?)))).collect();
    let (sum, notes) = (felt.iter().map(|(_, energy)| energy).sum::<i32>(), felt.len() as i32);
    if notes == 0
        || notes < context.threshold(&RULE, "notes")
        || sum > notes.saturating_mul(context.threshold(&RULE, "energy"))
    {
        return None;
    }
    let mean = f64::from(sum) / f64::from(notes);
    let since = spoken(from, context.today);
    let reason = format!("your energy was {mean:.1} of 5 on average since {since}");
    let tired = felt.into_iter().map(|(at, _)| at).collect();
    Some(Overload { tasks: Vec::new(), tired, reason })
}

fn weight(task: &Task) -> i32 {
    match task.size {
        Some(Size::Small) => 1,
        Some(Size::Medium) | None => 2,
        Some(Size::Large) => 4,
    }
}

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = |Overload { tasks, tired, reason }: Overload<'_>| {
        let advice = "ask your manager which of your work can wait before you take on more";
        RULE.finding(&Slug::new("journal"), reason, advice).tasks(tasks).entries(tired)
    };
    overload(context).map(finding).into_iter().collect()
}
