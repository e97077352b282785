//! What a turn is called: in it, where it fits, else above it, else by its number. No two of these touch, and none lies
//! on the line or the marks of another turn, which overlaps it.

use schemars::JsonSchema;
use serde::Serialize;
use unicode_linebreak::linebreaks;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::turn::{StepMark, Turn};
use super::{Loop, LoopTurn, ManagerChange, round};
use crate::render::RenderContext;

/// About what a letter of the chart's type is wide, in units; a sans of 12 units. One of Chinese or Japanese takes two.
const LETTER: f64 = 6.3;
const LINE: f64 = 14.0;
/// How large numbers are on paper, where they stand alone, beside the type of 12 units (`style.css`).
const PAPER: f64 = 1.4;
/// The same on paper, where letters are larger.
const WIDE: f64 = 9.0;
/// From the mark of a change to the name beside it, and from there to what follows.
const CHANGE: f64 = 14.0;
/// Room between the line and the text in it.
const INSIDE: f64 = 9.0;
/// How far marks reach into that.
const MARK: f64 = 5.0;
/// From a turn's top to the text above it: past the mark that stands there.
const ABOVE: f64 = 15.0;
/// The longest text above a turn, in letters.
const LONGEST: usize = 26;

/// A line of text, its middle at a place.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TextLine {
    /// Where.
    pub x: f64,
    /// Where its letters stand.
    pub y: f64,
    /// What it says.
    pub text: String,
}

/// The names of a loop.
pub(super) struct TurnTitle {
    number: usize,
    /// What it delivered first, else what it is about; empty for a loop without a task.
    task: String,
}

impl TurnTitle {
    pub(super) fn of(ctx: &RenderContext<'_>, own: &Loop) -> Self {
        Self { number: own.number, task: ctx.loop_work(own).unwrap_or_default() }
    }
}

/// How titles are set in a coil.
pub(super) struct TitleSetting {
    /// The width of the coil.
    pub width: f64,
    /// How large the type is, beside that of 12 units.
    pub size: f64,
    /// Where today is, in the coil.
    pub today: Option<f64>,
    /// How far a mark reaches from its place.
    pub mark: f64,
}

/// Gives the turns their titles, the newest first, for where there is not room for all, it is the
/// newest that one looks for.
pub(super) fn put(
    turns: &mut [LoopTurn],
    titles: Vec<TurnTitle>,
    set: &TitleSetting,
    changes: &[ManagerChange],
) {
    let &TitleSetting { width, size, today, mark } = set;
    let mut taken: Vec<Area> = turns.iter().map(circle).collect();
    taken.extend(changes.iter().map(change_area));
    // What stands in turns, which can overlap.
    let mut texts: Vec<Area> = Vec::new();
    let mut numbers: Vec<Area> = Vec::new();
    for (at, title) in titles.into_iter().enumerate().rev() {
        let turn = &turns[at].turn;
        let is_clear = |area: &Area| {
            let others = turns.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|(_, other)| other).all(|other| !covers(other, area, mark))
        };
        let above = above(&title.task, turn.x, turn.y - turn.radius - ABOVE);
        let above = above.map(|line| beside(line, today, size)).filter(|line| {
            let area = text_area(line, size);
            area.within(width) && taken.iter().all(|other| !other.meets(&area))
        });
        // In the middle, or to the side that another turn leaves free.
        let side = (turn.radius - INSIDE) * 0.5;
        let number = |size: f64| {
            let at =
                move |by| centred(round(turn.x + by), turn.y, vec![title.number.to_string()], size);
            [0.0, -side, side].into_iter().map(at)
        };
        let is_free = |lines: &[TextLine], size: f64, texts: &[Area]| {
            let mut areas = lines.iter().map(|line| text_area(line, size));
            areas.all(|area| is_clear(&area) && texts.iter().all(|other| !other.meets(&area)))
        };
        let alone = number(PAPER).find(|number| is_free(number, PAPER, &numbers));
        let inside = inside(&title.task, turn.x, turn.y, turn.radius, size)
            .filter(|own| is_free(own, size, &texts));
        let (lines, above) = match inside {
            Some(lines) => (lines, None),
            None => {
                let number = number(size).find(|number| is_free(number, size, &texts));
                (number.unwrap_or_default(), above)
            }
        };
        texts.extend(lines.iter().map(|line| text_area(line, size)));
        taken.extend(above.as_ref().map(|line| text_area(line, size)));
        turns[at].title = lines.into_iter().chain(above).collect();
        numbers.extend(alone.iter().flatten().map(|line| text_area(line, PAPER)));
        turns[at].number_at = alone.and_then(|number| number.into_iter().next());
    }
}

/// Leaves out names that would touch the next one, or the edge; the newest ones stay.
pub(super) fn keep_apart(changes: &mut [ManagerChange], width: f64) {
    let mut next = width;
    for change in changes.iter_mut().rev() {
        let end = change.x + CHANGE + change.label.width() as f64 * WIDE;
        if end > next {
            change.label.clear();
        } else {
            next = change.x;
        }
    }
}

/// The title in as few lines as fit into the turn.
fn inside(title: &str, x: f64, y: f64, radius: f64, size: f64) -> Option<Vec<TextLine>> {
    let words = words(title);
    if words.is_empty() {
        return None;
    }
    let most = ((2.0 * radius - 2.0 * INSIDE) / (LINE * size)).max(0.0) as usize;
    (1..=most)
        .find_map(|count| wrap(&words, count, radius - INSIDE, size))
        .map(|lines| centred(x, y, lines, size))
}

/// The parts of a title between which a line may end, each with the blank behind it.
fn words(title: &str) -> Vec<&str> {
    let ends = linebreaks(title).map(|(end, _)| end);
    let parts = ends.scan(0, |start, end| Some(&title[std::mem::replace(start, end)..end]));
    parts.filter(|part| !part.trim().is_empty()).collect()
}

/// Words in that many lines of about one length, none wider than the circle is there.
fn wrap(words: &[&str], count: usize, radius: f64, size: f64) -> Option<Vec<String>> {
    let total = words.iter().map(|word| word.width()).sum::<usize>();
    (total / count..=total).find_map(|most| {
        let lines = (0..count).map(|at| letters(at, count, radius, size).min(most));
        fill(words, lines)
    })
}

/// How many letters fit into one of that many lines in a circle.
fn letters(at: usize, count: usize, radius: f64, size: f64) -> usize {
    let line = LINE * size;
    // The line's outer edge is where the circle is narrowest.
    let from_middle = ((at as f64 - (count - 1) as f64 / 2.0) * line).abs() + line / 2.0;
    let half = (radius * radius - from_middle * from_middle).max(0.0).sqrt();
    // At half height stand the marks of two steps.
    let half = if from_middle < line { half.min(radius - MARK) } else { half };
    (2.0 * half / (LETTER * size)) as usize
}

/// Words in lines of at most so many letters; `None` where they don't fill the lines, or not fit.
fn fill(words: &[&str], lines: impl Iterator<Item = usize>) -> Option<Vec<String>> {
    let mut rest = words.iter().peekable();
    let fill = |letters: usize| {
        let mut line = String::new();
        while let Some(word) = rest.peek() {
            if line.width() + word.trim_end().width() > letters {
                break;
            }
            line.push_str(word);
            rest.next();
        }
        line.truncate(line.trim_end().len());
        line
    };
    let lines: Vec<String> = lines.map(fill).collect();
    (rest.peek().is_none() && lines.iter().all(|line| !line.is_empty())).then_some(lines)
}

fn centred(x: f64, y: f64, lines: Vec<String>, size: f64) -> Vec<TextLine> {
    let first = y - (lines.len() as f64 - 1.0) / 2.0 * LINE * size + 4.0 * size;
    let line = |(at, text)| TextLine { x, y: round(first + at as f64 * LINE * size), text };
    lines.into_iter().enumerate().map(line).collect()
}

fn above(title: &str, x: f64, y: f64) -> Option<TextLine> {
    let mut room = LONGEST;
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.width().unwrap_or(0));
        room = left.unwrap_or(0);
        left.is_some()
    };
    let mut text: String = title.chars().take_while(fits).collect();
    if text.len() < title.len() {
        text = format!("{}…", text.trim_end());
    }
    (!text.is_empty()).then(|| TextLine { x, y: round(y), text })
}

/// What is taken already.
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn within(&self, width: f64) -> bool {
        self.left >= 0.0 && self.right <= width
    }
}

/// Whether a turn's line runs through an area, or one of its marks lies on it.
fn covers(turn: &LoopTurn, area: &Area, mark: f64) -> bool {
    let Turn { x, y, radius, marks, .. } = &turn.turn;
    let nearest = (x.clamp(area.left, area.right) - x).hypot(y.clamp(area.top, area.bottom) - y);
    let farthest = (area.left - x).abs().max((area.right - x).abs());
    let farthest = farthest.hypot((area.top - y).abs().max((area.bottom - y).abs()));
    let on_mark = |step: &StepMark| {
        let (left, right) = (step.x - mark, step.x + mark);
        area.meets(&Area { left, right, top: step.y - mark, bottom: step.y + mark })
    };
    (nearest <= *radius && *radius <= farthest) || marks.iter().any(on_mark)
}

fn circle(turn: &LoopTurn) -> Area {
    let (x, y, reach) = (turn.turn.x, turn.turn.y, turn.turn.radius + 8.0);
    Area { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach }
}

/// Moved to the left of the line of today, where it would cross it.
fn beside(line: TextLine, today: Option<f64>, size: f64) -> TextLine {
    let Area { left, right, .. } = text_area(&line, size);
    match today {
        Some(today) if left < today && today < right => {
            TextLine { x: round(line.x - (right - today)), ..line }
        }
        _ => line,
    }
}

/// The name of a manager, and the mark beside it.
fn change_area(change: &ManagerChange) -> Area {
    let wide = change.label.width() as f64 * LETTER + CHANGE;
    Area { left: change.x - 2.0, right: change.x + wide, top: 0.0, bottom: 34.0 }
}

fn text_area(line: &TextLine, size: f64) -> Area {
    let half = line.text.width() as f64 * LETTER * size / 2.0 + 4.0;
    let (top, bottom) = (line.y - 11.0 * size, line.y + 3.0 * size);
    Area { left: line.x - half, right: line.x + half, top, bottom }
}

#[cfg(test)]
mod tests {
    use super::inside;

    fn lines(title: &str, radius: f64) -> Option<Vec<String>> {
        sized(title, radius, 1.0)
    }

    fn sized(title: &str, radius: f64, size: f64) -> Option<Vec<String>> {
        let lines = inside(title, 0.0, 0.0, radius, size)?;
        Some(lines.into_iter().map(|line| line.text).collect())
    }

    #[test]
    fn a_title_is_broken_between_words_where_it_fits() {
        assert_eq!(lines("Shared metrics", 60.0).expect("room"), ["Shared metrics"]);
        assert_eq!(lines("Shared metrics", 42.0).expect("room"), ["Shared", "metrics"]);
        assert_eq!(lines("Shared metrics", 20.0), None);
        assert_eq!(lines("Interview loop +1", 60.0).expect("room"), ["Interview", "loop +1"]);
        assert_eq!(lines("", 60.0), None);
        assert_eq!(lines("Donaudampfschifffahrtsgesellschaft", 60.0), None);
        // Chinese and Japanese have no blanks, and letters twice as wide.
        assert_eq!(lines("新人研修の計画", 42.0).expect("room"), ["新人研修", "の計画"]);
        // Larger letters need more room, across and down.
        assert_eq!(sized("Shared metrics", 60.0, 1.5).expect("room"), ["Shared", "metrics"]);
        let large = inside("Shared metrics", 0.0, 0.0, 60.0, 1.5).expect("room");
        assert!(large[1].y - large[0].y >= 18.0, "lines of 18 units do not touch");
    }
}
