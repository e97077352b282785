//! People and days in sentences.

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::analyse::next::NextMove;
use crate::model::dates::days_between;
use crate::model::phrasing::mid_sentence;
use crate::model::phrasing::spoken;

/// The name of the person of a step, in the middle of a sentence.
pub(super) fn name(analysis: &Analysis<'_>, next: &NextMove<'_>) -> String {
    mid_sentence(analysis.context().name(&next.thread.person))
}

/// A day and its distance from today, in words.
pub(super) fn due(day: Date, today: Date) -> String {
    let ahead = days_between(today, day);
    let how_far = match ahead {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        ahead if ahead > 0 => format!("in {ahead} days"),
        past => format!("{} days ago", -past),
    };
    format!("{}, {how_far}", spoken(day, today))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::due;

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
}
