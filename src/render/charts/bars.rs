//! Small bar and dot charts over quarters or weeks: one value, or a stack of values, for each.

use schemars::JsonSchema;
use serde::Serialize;

/// Where zero is.
const AXIS: f64 = 98.0;
/// Room above for the highest value's number.
const TOP: f64 = 16.0;
/// Room below for a row of labels.
const ROW: f64 = 22.0;
const WIDTH: f64 = 440.0;
/// Room for the numbers of the scale.
const LEFT: f64 = 30.0;
const WIDEST: f64 = 34.0;
/// The widest that a digit of a label is drawn: where the chart is narrow, or on paper, letters are larger.
const DIGIT: f64 = 10.0;
/// The same of a letter, a `W`.
const LETTER: f64 = 17.0;
/// The least room between two labels.
const BETWEEN: f64 = 4.0;
/// The narrowest column that has room for a note of more than a sign.
const NOTE: f64 = 44.0;

/// A chart, ready to be drawn.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Bars {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Where zero is.
    pub axis: f64,
    /// The lines of the scale.
    pub grid: Vec<Grid>,
    /// The line of what is aimed at, if anything is.
    pub aim: Option<Grid>,
    /// The quarters, weeks or years.
    pub columns: Vec<BarColumn>,
    /// The years that they are in, where there is room for their names.
    pub years: Vec<BarYear>,
}

/// A year below the columns.
#[derive(Debug, PartialEq, JsonSchema, Serialize)]
pub struct BarYear {
    /// The middle of its name.
    pub x: f64,
    /// Its name; empty where there is no room.
    pub label: String,
    /// Where it begins; absent for the first, and where each column is a year.
    pub line: Option<f64>,
}

/// A line of the scale.
#[derive(Debug, PartialEq, JsonSchema, Serialize)]
pub struct Grid {
    /// Where.
    pub y: f64,
    /// What it stands for.
    pub label: String,
}

/// A quarter, a week or a year.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "BarColumn")]
pub struct BarColumn {
    /// Its middle.
    pub x: f64,
    /// What is written below it; empty where there is no room.
    pub label: String,
    /// What it says to those who do not see it.
    pub title: String,
    /// What is written above it; its first sign where there is no room for more.
    pub note: String,
    /// Where that stands.
    pub note_y: f64,
    /// Its bars, from the axis up.
    pub parts: Vec<BarPart>,
    /// Its dot, where it has one.
    pub dot: Option<Dot>,
}

/// A bar.
#[derive(Debug, PartialEq, JsonSchema, Serialize)]
#[schemars(rename = "BarPart")]
pub struct BarPart {
    /// What it stands for, from 1 in the order of the legend.
    pub kind: usize,
    /// Its left end.
    pub x: f64,
    /// Its top.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A mean, and its spread.
#[derive(Debug, PartialEq, JsonSchema, Serialize)]
pub struct Dot {
    /// Where the mean is.
    pub y: f64,
    /// Where the highest is.
    pub top: f64,
    /// Where the lowest is.
    pub bottom: f64,
}

/// What a column stands for.
#[derive(Debug)]
pub struct Value {
    /// What is written below it; nothing where the year says enough.
    pub label: String,
    /// The year that it is in.
    pub year: i32,
    /// What it says to those who do not see it.
    pub title: String,
    /// What is written above it.
    pub note: String,
    /// The stack, from the axis up.
    pub stack: Vec<f64>,
    /// Mean, lowest and highest.
    pub spread: Option<[f64; 3]>,
}

/// Draws the values, on a scale from 0 to the highest, or to `most` where that is given.
pub fn bars(values: &[Value], most: Option<f64>) -> Bars {
    let sum = |value: &Value| value.stack.iter().sum::<f64>();
    let most = most.unwrap_or_else(|| values.iter().map(sum).fold(1.0, f64::max));
    let scale = Scale { most, step: (WIDTH - LEFT) / values.len().max(1) as f64 };
    let widest = values.iter().map(|value| width(&value.label)).fold(0.0, f64::max);
    let every = ((widest + BETWEEN) / scale.step).ceil().max(1.0) as usize;
    let last = values.len().saturating_sub(1);
    let column = |(at, value): (usize, &Value)| {
        // The newest has a label, and others at even distances from it.
        let shown = (last - at).is_multiple_of(every);
        scale.column(at, value, shown)
    };
    let rows = if widest > 0.0 { 2.0 } else { 1.0 };
    Bars {
        width: WIDTH,
        height: AXIS + rows * ROW,
        axis: AXIS,
        grid: scale.grid(),
        aim: None,
        columns: values.iter().enumerate().map(column).collect(),
        years: scale.years(values),
    }
}

/// The room that a label takes.
fn width(label: &str) -> f64 {
    label.chars().map(|sign| if sign.is_ascii_digit() { DIGIT } else { LETTER }).sum()
}

/// Draws the values with a line of what is aimed at.
pub fn bars_with_aim(values: &[Value], aim: f64) -> Bars {
    let sum = |value: &Value| value.stack.iter().sum::<f64>();
    let most = values.iter().map(sum).fold(aim, f64::max);
    let drawn = bars(values, Some(most));
    let scale = Scale { most, step: 1.0 };
    Bars { aim: Some(Grid { y: scale.y(aim), label: aim.to_string() }), ..drawn }
}

struct Scale {
    most: f64,
    step: f64,
}

impl Scale {
    fn y(&self, value: f64) -> f64 {
        round(AXIS - value / self.most * (AXIS - TOP))
    }

    fn grid(&self) -> Vec<Grid> {
        let half = (self.most / 2.0).ceil();
        let mut values = vec![self.most];
        if half < self.most {
            values.push(half);
        }
        values.push(0.0);
        values
            .into_iter()
            .map(|value| Grid { y: self.y(value), label: value.to_string() })
            .collect()
    }

    /// The years of the columns. The newest has its name, and each other one that is apart from the next.
    fn years(&self, values: &[Value]) -> Vec<BarYear> {
        let mut first = 0;
        let mut years: Vec<BarYear> = Vec::new();
        for year in values.chunk_by(|a, b| a.year == b.year) {
            let x = |column: f64| LEFT + self.step * column;
            let middle = x(first as f64 + year.len() as f64 / 2.0);
            let half = (width(&year[0].year.to_string()) + BETWEEN) / 2.0;
            let line = (first > 0).then(|| round(x(first as f64)));
            let end = x((first + year.len()) as f64);
            let x = round(middle.clamp(LEFT + half, WIDTH - half));
            // At the left, there may be no room for a name below its own columns.
            let label = if x <= end { year[0].year.to_string() } else { String::new() };
            years.push(BarYear { x, label, line });
            first += year.len();
        }
        // Where each column is a year, there is nothing to set apart.
        if years.len() == values.len() {
            years.iter_mut().for_each(|year| year.line = None);
        }
        let mut next = f64::INFINITY;
        for year in years.iter_mut().rev() {
            match width(&year.label) {
                0.0 => {}
                width if year.x + width + BETWEEN > next => year.label.clear(),
                _ => next = year.x,
            }
        }
        years
    }

    /// A note where there is room for it, else its first sign.
    fn note(&self, note: &str) -> String {
        let room = if self.step < NOTE { 1 } else { usize::MAX };
        note.chars().take(room).collect()
    }

    fn column(&self, at: usize, value: &Value, shown: bool) -> BarColumn {
        let x = LEFT + self.step * (at as f64 + 0.5);
        let wide = (self.step * 0.6).min(WIDEST);
        let mut below = 0.0;
        let mut parts = Vec::new();
        for (kind, amount) in value.stack.iter().enumerate().filter(|(_, amount)| **amount > 0.0) {
            let (y, bottom) = (self.y(below + amount), self.y(below));
            let (left, height) = (round(x - wide / 2.0), round(bottom - y));
            parts.push(BarPart { kind: kind + 1, x: left, y, width: round(wide), height });
            below += amount;
        }
        let dot = value.spread.map(|[mean, lowest, highest]| Dot {
            y: self.y(mean),
            top: self.y(highest),
            bottom: self.y(lowest),
        });
        // A label that would reach below the scale's numbers touches the lowest of them.
        let shown = shown && x - width(&value.label) / 2.0 >= LEFT;
        let label = if shown { value.label.clone() } else { String::new() };
        BarColumn {
            x: round(x),
            label,
            title: value.title.clone(),
            note: self.note(&value.note),
            note_y: round(self.y(below) - 4.0),
            parts,
            dot,
        }
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::{AXIS, TOP, Value, bars};

    fn value(stack: &[f64]) -> Value {
        Value {
            label: "Q1".into(),
            year: 2026,
            title: String::new(),
            note: String::new(),
            stack: stack.to_vec(),
            spread: None,
        }
    }

    #[test]
    fn the_highest_stack_fills_the_height() {
        let chart = bars(&[value(&[1.0, 0.0, 3.0]), value(&[2.0])], None);
        let heights: Vec<f64> = chart.columns[0].parts.iter().map(|part| part.height).collect();
        assert_eq!(heights.iter().sum::<f64>(), AXIS - TOP);
        let kinds: Vec<usize> = chart.columns[0].parts.iter().map(|part| part.kind).collect();
        assert_eq!(kinds, [1, 3], "what is nothing has no bar");
        assert_eq!(chart.columns[0].parts[1].y, TOP);
        assert_eq!(chart.columns[1].parts[0].height, (AXIS - TOP) / 2.0);
    }

    #[test]
    fn labels_stay_apart_and_the_newest_has_one() {
        let values: Vec<Value> = (0..40).map(|_| value(&[1.0])).collect();
        let chart = bars(&values, None);
        let labelled: Vec<f64> =
            chart.columns.iter().filter(|c| !c.label.is_empty()).map(|c| c.x).collect();
        assert!(labelled.windows(2).all(|pair| pair[1] - pair[0] >= 31.0), "{labelled:?}");
        assert!(!chart.columns[39].label.is_empty());
        assert!(chart.columns.iter().all(|column| column.x < chart.width));
    }

    #[test]
    fn years_are_named_apart_from_each_other_and_the_newest_always() {
        for (quarters, named) in [(1, 1), (5, 2), (40, 5), (100, 8), (260, 9)] {
            let quarter =
                |at: i32| Value { year: 1990 + at / 4, label: String::new(), ..value(&[1.0]) };
            let values: Vec<Value> = (0..quarters).map(quarter).collect();
            let chart = bars(&values, None);
            let labelled: Vec<f64> =
                chart.years.iter().filter(|y| !y.label.is_empty()).map(|y| y.x).collect();
            assert!(labelled.windows(2).all(|two| two[1] - two[0] >= 44.0), "{labelled:?}");
            assert!(labelled.iter().all(|x| (52.0..=418.0).contains(x)), "{labelled:?}");
            assert_eq!(labelled.len(), named, "{quarters}: {labelled:?}");
            assert!(!chart.years.last().expect("a year").label.is_empty());
            assert_eq!(
                chart.years.iter().filter(|y| y.line.is_some()).count() + 1,
                chart.years.len()
            );
        }
    }

    #[test]
    fn the_scale_begins_at_zero() {
        for most in [1.0, 2.0, 3.0, 240.0] {
            let chart = bars(&[value(&[most])], None);
            let zero = chart.grid.last().expect("a line");
            assert_eq!((zero.label.as_str(), zero.y), ("0", chart.axis));
        }
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert!(bars(&[], None).columns.is_empty());
        assert!(bars(&[value(&[0.0])], None).columns[0].parts.is_empty());
    }

    #[test]
    fn a_spread_has_its_highest_above_its_lowest() {
        let mut felt = value(&[]);
        felt.spread = Some([3.0, 2.0, 5.0]);
        let chart = bars(&[felt], Some(5.0));
        let dot = chart.columns[0].dot.as_ref().expect("a dot");
        assert_eq!(dot.top, TOP);
        assert!(dot.top < dot.y && dot.y < dot.bottom && dot.bottom < chart.axis);
    }
}
