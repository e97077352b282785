//! Visibility, scope, trust and energy by quarter: stacked bars, and the table that says the same.

use schemars::JsonSchema;
use serde::Serialize;

use super::bars::{Bars, Value, bars};
use crate::analyse::effects::{Effects, by_year};
use crate::model::quarter::Quarter;

/// The quarters that a chart has room for; those of a longer journal are put together by year.
const QUARTERS: usize = 48;
/// The quarters that have room for a label each.
const LABELLED: usize = 16;

/// The quarters of a journal, or its years.
#[derive(Debug)]
pub struct Periods {
    rows: Vec<Effects>,
    unit: &'static str,
}

impl Periods {
    /// By quarter while a chart has room for each.
    pub fn of(effects: &[Effects]) -> Self {
        match effects.len() {
            ..=QUARTERS => Self { rows: effects.to_vec(), unit: "quarter" },
            _ => Self { rows: by_year(effects), unit: "year" },
        }
    }

    /// Whether they are years.
    pub fn are_years(&self) -> bool {
        self.unit == "year"
    }

    fn name(&self, row: &Effects) -> String {
        if self.are_years() { row.quarter.year().to_string() } else { row.quarter.to_string() }
    }

    fn label(&self, row: &Effects) -> String {
        if self.are_years() { String::new() } else { label(row.quarter, self.rows.len()) }
    }
}

/// A chart of numbers by quarter.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Chart {
    /// Its name.
    pub title: &'static str,
    /// What it shows, in a sentence; empty where the chart has none.
    pub headline: String,
    /// What is counted.
    pub rule: &'static str,
    /// What signs in the picture stand for; empty where it has none.
    pub signs: &'static str,
    /// What each of its parts stands for, in the order of the stack.
    pub legend: Vec<&'static str>,
    /// The picture; absent while nothing is counted.
    pub bars: Option<Bars>,
    /// What fills it, said while nothing does.
    pub fills: &'static str,
    /// What a bar and a row stand for: `quarter`, or `year` where there are too many quarters.
    pub unit: &'static str,
    /// The heads of the table that says the same.
    pub heads: Vec<&'static str>,
    /// Its rows: the quarter or year, then a value for each head.
    pub rows: Vec<QuarterRow>,
}

/// The numbers of a quarter or a year.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "EffectsRow")]
pub struct QuarterRow {
    /// `2026-Q3`, or `2026`.
    pub quarter: String,
    /// A value for each head.
    pub values: Vec<String>,
}

/// Notes that others saw.
pub fn visibility(periods: &Periods, headline: String) -> Chart {
    stacked(
        periods,
        Chart {
            headline,
            title: "Visibility",
            rule: "notes that others saw, or that quote somebody other than the leader",
            legend: Vec::new(),
            fills: "To fill this chart, name who saw the work: seen_by.",
            heads: vec!["Notes seen"],
            ..Chart::EMPTY
        },
        |quarter| vec![quarter.visibility],
        |_| String::new(),
    )
}

/// Tasks taken on, by size.
pub fn scope(periods: &Periods, headline: String) -> Chart {
    stacked(
        periods,
        Chart {
            headline,
            title: "Scope",
            rule: "tasks taken on, by size",
            legend: vec!["large", "medium", "small", "no size"],
            fills: "To fill this chart, give tasks a size: small is days, medium weeks, large a quarter.",
            heads: vec!["Large", "Medium", "Small", "No size"],
            ..Chart::EMPTY
        },
        |quarter| {
            let scope = quarter.scope;
            vec![scope.large, scope.medium, scope.small, scope.unsized_]
        },
        |_| String::new(),
    )
}

/// Tasks taken on, by who saw first that they were needed.
pub fn trust(periods: &Periods, headline: String) -> Chart {
    let effects = &periods.rows;
    let mut chart = stacked(
        periods,
        Chart {
            headline,
            title: "Trust",
            rule: "tasks taken on, by who first saw the need",
            signs: "✓ pieces of evidence that a leader confirmed, + work offered unasked",
            legend: vec!["begun unasked", "suggested", "asked for"],
            fills: "To fill this chart, note who named a task first: initiative is asked, suggested or acted.",
            heads: vec![
                "Begun unasked",
                "Suggested",
                "Asked for",
                "Confirmed evidence",
                "Offered unasked",
            ],
            ..Chart::EMPTY
        },
        |quarter| vec![quarter.trust.acted, quarter.trust.suggested, quarter.trust.asked],
        signs,
    );
    for (row, quarter) in chart.rows.iter_mut().zip(effects) {
        row.values.push(quarter.trust.confirmed.to_string());
        row.values.push(quarter.trust.unasked.to_string());
    }
    // Few journals note problems, so the column is there only where it says something.
    if effects.iter().any(|quarter| quarter.trust.seen > 0) {
        chart.heads.push("Seen first");
        for (row, quarter) in chart.rows.iter_mut().zip(effects) {
            row.values.push(quarter.trust.seen.to_string());
        }
    }
    chart
}

/// Signs of trust that are no tasks taken on: confirmed units, and work offered unasked.
fn signs(quarter: &Effects) -> String {
    let sign = |sign: &str, number: usize| match number {
        0 => String::new(),
        number => format!("{sign}{number}"),
    };
    let all = [sign("✓", quarter.trust.confirmed), sign("+", quarter.trust.unasked)];
    all.join(" ").trim().to_owned()
}

/// How the author felt.
pub fn energy(periods: &Periods, headline: String) -> Chart {
    let effects = &periods.rows;
    let values: Vec<Value> = effects
        .iter()
        .map(|quarter| Value {
            label: periods.label(quarter),
            year: quarter.quarter.year(),
            title: quarter.energy.map_or_else(
                || format!("{}: no notes", periods.name(quarter)),
                |felt| {
                    let (mean, low, high) = (felt.mean, felt.lowest, felt.highest);
                    format!("{}: {mean}, from {low} to {high}", periods.name(quarter))
                },
            ),
            note: String::new(),
            stack: Vec::new(),
            spread: quarter
                .energy
                .map(|felt| [felt.mean, f64::from(felt.lowest), f64::from(felt.highest)]),
        })
        .collect();
    let rows = effects.iter().map(|quarter| QuarterRow {
        quarter: periods.name(quarter),
        values: quarter.energy.map_or_else(
            || vec![String::new(); 4],
            |felt| {
                vec![
                    felt.mean.to_string(),
                    felt.lowest.to_string(),
                    felt.highest.to_string(),
                    felt.entries.to_string(),
                ]
            },
        ),
    });
    let felt = effects.iter().any(|quarter| quarter.energy.is_some());
    Chart {
        headline,
        unit: periods.unit,
        title: "Energy",
        rule: "the mean and range of your energy, from 1 to 5",
        fills: "To fill this chart, note your energy now and then, from 1 to 5.",
        heads: vec!["Mean", "Lowest", "Highest", "Notes"],
        bars: felt.then(|| bars(&values, Some(5.0))),
        rows: rows.collect(),
        ..Chart::EMPTY
    }
}

/// Pieces of evidence of strategic and of functional competencies, by quarter.
pub fn skills(rows: &[(Quarter, usize, usize)]) -> Chart {
    let value = |(quarter, strategic, functional): &(Quarter, usize, usize)| Value {
        label: label(*quarter, rows.len()),
        year: quarter.year(),
        title: format!("{quarter}: {strategic} strategic, {functional} functional"),
        note: String::new(),
        stack: vec![*strategic as f64, *functional as f64],
        spread: None,
    };
    let values: Vec<Value> = rows.iter().map(value).collect();
    let row = |(quarter, strategic, functional): &(Quarter, usize, usize)| QuarterRow {
        quarter: quarter.to_string(),
        values: vec![strategic.to_string(), functional.to_string()],
    };
    let counted = rows.iter().any(|(_, strategic, functional)| strategic + functional > 0);
    Chart {
        headline: String::new(),
        unit: "quarter",
        title: "Strategic and functional",
        rule: "pieces of evidence that count, by what the ladder calls the competency",
        signs: "",
        legend: vec!["strategic", "functional"],
        fills: "To fill this chart, say in a note what the work shows: shows.",
        heads: vec!["Strategic", "Functional"],
        bars: counted.then(|| bars(&values, None)),
        rows: rows.iter().map(row).collect(),
    }
}

impl Chart {
    const EMPTY: Self = Self {
        title: "",
        headline: String::new(),
        unit: "quarter",
        rule: "",
        signs: "",
        legend: Vec::new(),
        bars: None,
        fills: "",
        heads: Vec::new(),
        rows: Vec::new(),
    };
}

/// Fills a chart of counts in, and the table that says the same.
fn stacked(
    periods: &Periods,
    mut chart: Chart,
    counts: impl Fn(&Effects) -> Vec<usize>,
    note: impl Fn(&Effects) -> String,
) -> Chart {
    let effects = &periods.rows;
    chart.unit = periods.unit;
    let values: Vec<Value> = effects
        .iter()
        .map(|quarter| {
            let counts = counts(quarter);
            let sum: usize = counts.iter().sum();
            Value {
                label: periods.label(quarter),
                year: quarter.quarter.year(),
                title: format!("{}: {sum}", periods.name(quarter)),
                note: note(quarter),
                stack: counts.iter().map(|count| *count as f64).collect(),
                spread: None,
            }
        })
        .collect();
    let counted = values.iter().any(|value| value.stack.iter().any(|count| *count > 0.0));
    let counted = counted || values.iter().any(|value| !value.note.is_empty());
    chart.bars = counted.then(|| bars(&values, None));
    let row = |quarter: &Effects| QuarterRow {
        quarter: periods.name(quarter),
        values: counts(quarter).iter().map(ToString::to_string).collect(),
    };
    chart.rows = effects.iter().map(row).collect();
    chart
}

/// `Q3`, above the year; nothing where that many quarters have no room for it.
fn label(quarter: Quarter, of: usize) -> String {
    if of > LABELLED { String::new() } else { format!("Q{}", quarter.number()) }
}
