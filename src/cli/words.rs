//! What the analysis found, in a few words.

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::analyse::gaps::{Need, NeedStatus};
use crate::analyse::health::days;
use crate::analyse::next::{Move, NextMove};
use crate::model::quarter::Quarter;
use crate::model::thresholds::GapThresholds;
use crate::render::script::{mid_sentence, spoken};

/// A move as something to do.
pub fn heading(analysis: &Analysis<'_>, next: &NextMove<'_>) -> String {
    let name = name(analysis, next);
    let task = next.tasks.first().map_or("what is open", |task| task.title.as_str());
    match next.kind {
        Move::OwnIt => match next.setback {
            Some(at) => {
                let entry = &analysis.journal.entries[analysis.setbacks[at].entry];
                format!("Own it: {}", entry.title)
            }
            None => "Own what went wrong".to_owned(),
        },
        Move::Master => format!("Ask {name} how your work is seen"),
        Move::Fix => format!("Settle what {name} wishes were different"),
        Move::Deliver => format!("Deliver {task}"),
        Move::ShowImpact => format!("Show what {task} changed"),
        Move::Pivot => match next.need {
            Some(need) => format!("Ask {name} for work that shows {}", need.title),
            None => format!("Ask {name} for work that serves your goal"),
        },
        Move::SetGoal => format!("Set a clear goal, and tell {name}"),
        Move::Repeat => format!("Close the loop with {name}, and note the lesson"),
        Move::Ask => format!("Ask {name} what they need"),
    }
}

/// The person of a move, as they are named in the middle of a sentence.
pub fn name(analysis: &Analysis<'_>, next: &NextMove<'_>) -> String {
    mid_sentence(analysis.context().name(&next.thread.person))
}

/// A day as one says it, and how far it is.
pub fn due(day: Date, today: Date) -> String {
    let ahead = days(today, day);
    let how_far = match ahead {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        ahead if ahead > 0 => format!("in {ahead} days"),
        past => format!("{} days ago", -past),
    };
    format!("{}, {how_far}", spoken(day, today))
}

/// What would move a need up one status.
pub fn moves_up(need: &Need, thresholds: GapThresholds) -> String {
    if need.held {
        return "settle the setback that is open on its evidence".to_owned();
    }
    let GapThresholds { units, projects, quarters, .. } = thresholds;
    match need.status {
        NeedStatus::None => "a first piece of work that shows it, with what it changed".to_owned(),
        NeedStatus::Claimed => {
            "an impact, a metric or a link to proof for one that is claimed".to_owned()
        }
        NeedStatus::Emerging => {
            format!("work that counts from {projects} projects; so far it is {}", need.projects)
        }
        NeedStatus::Supported => {
            let missing = (units as usize).saturating_sub(need.counting);
            let more = (missing > 0).then(|| format!("{missing} more that counts"));
            let run = (longest_run(&need.quarters) < quarters as usize)
                .then(|| format!("work that counts in {quarters} quarters in a row"));
            more.into_iter().chain(run).collect::<Vec<_>>().join(", and ")
        }
        NeedStatus::Sustained => "a manager or skip-level who confirms recent work".to_owned(),
        NeedStatus::Confirmed => "nothing: keep it up".to_owned(),
    }
}

/// The most quarters in a row; they are sorted, and each stands once.
fn longest_run(quarters: &[Quarter]) -> usize {
    quarters.chunk_by(|a, b| b.since(*a) == 1).map(<[_]>::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{due, moves_up};
    use crate::analyse::gaps::{NamedBy, Need, NeedStatus};
    use crate::model::Slug;
    use crate::model::quarter::Quarter;
    use crate::model::thresholds::GapThresholds;

    #[test]
    fn a_day_is_said_with_how_far_it_is() {
        let today = date(2026, 11, 21);
        for (day, said) in [
            (date(2026, 11, 21), "21 November, today"),
            (date(2026, 11, 22), "22 November, tomorrow"),
            (date(2026, 11, 20), "20 November, yesterday"),
            (date(2027, 1, 20), "20 January 2027, in 60 days"),
            (date(2026, 11, 11), "11 November, 10 days ago"),
        ] {
            assert_eq!(due(day, today), said);
        }
    }

    #[test]
    fn only_what_is_missing_moves_a_supported_need_up() {
        let first = Quarter::of(date(2026, 1, 1), 1);
        let need = |counting, quarters: &[i32]| Need {
            id: Slug::new("craft"),
            title: "Craft".into(),
            named_by: NamedBy::Author,
            status: NeedStatus::Supported,
            stale: false,
            held: false,
            units: Vec::new(),
            counting,
            projects: 2,
            quarters: quarters.iter().map(|after| first.plus(*after)).collect(),
            earliest: None,
        };
        for (need, words) in [
            (need(2, &[0]), "1 more that counts, and work that counts in 2 quarters in a row"),
            (need(2, &[0, 1]), "1 more that counts"),
            (need(3, &[0, 2]), "work that counts in 2 quarters in a row"),
            (
                Need { held: true, ..need(3, &[0, 1]) },
                "settle the setback that is open on its evidence",
            ),
        ] {
            assert_eq!(moves_up(&need, GapThresholds::default()), words);
        }
    }
}
