//! No level was reached for a long time, while a promotion is wanted.
//!
//! Why it hurts: many stay at the senior manager's level, because there are fewer places above it, and because
//! it takes influence, coordination and strategy instead of the skills that led there (the text on career
//! strategies).
//!
//! Example: an active promotion goal, and the last one was reached nine quarters ago.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::gaps::GoalGaps;
use crate::analyse::next::weakness;
use crate::analyse::path::last_level;
use crate::analyse::skills::{SkillSplit, evidence_in};
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{GoalKind, GoalState};

pub(super) const RULE: Rule = Rule {
    code: "plateau",
    severity: FindingSeverity::Info,
    rule: "a promotion goal is active, and no promotion or role was reached for {quarters} quarters or more; before the first, since the first note",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let span = context.threshold(&RULE, "quarters");
    let now = context.quarter(context.today);
    let Some(last) = last_level(context).filter(|last| now.since(*last) >= span) else {
        return Vec::new();
    };
    let wanted = context.gaps.iter().filter(|gaps| {
        let goal = &context.journal.goals[gaps.goal];
        let is_active =
            goal.kind == GoalKind::Promotion && goal.state_on(context.today) == GoalState::Active;
        is_active && goal.owner.is_author() && goal.path.is_some()
    });
    wanted.map(|gaps| finding(context, gaps, last, now)).collect()
}

fn finding(context: &HealthContext<'_>, gaps: &GoalGaps, last: Quarter, now: Quarter) -> Finding {
    let goal = &context.journal.goals[gaps.goal];
    let mut message =
        format!("no level was reached since {last}, {} quarters ago", now.since(last));
    let mut advice =
        "ask your manager which place at the next level may open, and which work would \
                      show that you can fill it"
            .to_owned();
    if let Some(split) = SkillSplit::of(context.journal, gaps) {
        let span = context.threshold(&RULE, "quarters").max(1);
        let shown = |needs: &[_]| {
            let quarters = (0..span).map(|back| now.plus(-back));
            quarters.filter(|quarter| evidence_in(needs, *quarter) > 0).count()
        };
        message.push_str(&format!(
            "; of the last {span} quarters, notes show strategic competencies in {}, functional ones in {}",
            shown(&split.strategic),
            shown(&split.functional)
        ));
        if let Some(weakest) = split.strategic.iter().min_by_key(|need| weakness(context, need)) {
            advice = format!(
                "take on work that shows `{}`, the strategic competency that your notes show least",
                weakest.title
            );
        }
    }
    RULE.finding(&goal.id, message, advice)
}
