//! `effects.html`: what compounds, by quarter.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::headlines::Headlines;
use crate::analyse::kept::{KeptTable, KeptWords, by_year, kept_words};
use crate::model::phrasing::capitalised;
use crate::render::RenderContext;
use crate::render::charts::by_quarter::{Chart, Periods, energy, scope, trust, visibility};
use crate::render::needs::this_quarter;
use crate::render::perception::PerceptionStrip;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The people of the table of kept words.
const PEOPLE: usize = 40;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EffectsPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// Visibility, scope and trust, and for the author energy; empty while there is no entry.
    pub charts: Vec<Chart>,
    /// What a bar and a row stand for: `quarter`, or `year` in a long journal.
    pub unit: &'static str,
    /// Dates and promises kept, by quarter or year, oldest first; empty for others than the author.
    pub kept: Vec<KeptRow>,
    /// The same by person, of many those with the most dates and promises.
    pub kept_with: Vec<KeptRow>,
    /// How many people there are besides.
    pub more_kept_with: usize,
    /// How each leader sees the author's work, by date.
    pub perception: Vec<PerceptionStrip<'a>>,
}

impl PageContext for EffectsPage<'_> {
    const TEMPLATE: &'static str = "effects.html";
}

/// Dates and promises kept, in a quarter or with a person.
#[derive(Debug, JsonSchema, Serialize)]
pub struct KeptRow {
    /// `2026-Q3`, `2026`, or the person's name.
    pub name: String,
    /// Due dates of tasks that were kept.
    pub dates: usize,
    /// Of how many.
    pub of_dates: usize,
    /// Promises that were kept.
    pub promises: usize,
    /// Of how many.
    pub of_promises: usize,
}

impl KeptRow {
    fn new(name: String, words: &KeptWords) -> Self {
        Self {
            name,
            dates: words.dates.kept,
            of_dates: words.dates.all,
            promises: words.promises.kept,
            of_promises: words.promises.all,
        }
    }
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> EffectsPage<'a> {
    let effects = &ctx.analysis.effects;
    let periods = Periods::of(effects);
    let said = Headlines::of(effects, this_quarter(ctx), ctx.is_authors());
    let charts = if effects.is_empty() {
        Vec::new()
    } else {
        let all = [
            visibility(&periods, said.visibility),
            scope(&periods, said.scope),
            trust(&periods, said.trust),
        ];
        // How much energy there is, is the author's alone.
        let energy = ctx.is_authors().then(|| energy(&periods, said.energy));
        all.into_iter().chain(energy).collect()
    };
    let threads = ctx.timeline.threads.iter();
    let perception = threads.filter_map(|thread| PerceptionStrip::new(ctx, thread)).collect();
    // What others may not see can have kept a word.
    let table = if ctx.is_authors() { kept_words(ctx.analysis) } else { KeptTable::default() };
    let KeptTable { quarters, people } = table;
    let kept = if periods.are_years() {
        let years = by_year(&quarters);
        years.iter().map(|(year, own)| KeptRow::new(year.to_string(), own)).collect()
    } else {
        quarters.iter().map(|(quarter, own)| KeptRow::new(quarter.to_string(), own)).collect()
    };
    let more_kept_with = people.len().saturating_sub(PEOPLE);
    let mut people: Vec<_> = people.iter().collect();
    people.sort_by_key(|(_, own)| std::cmp::Reverse(own.dates.all + own.promises.all));
    people.truncate(PEOPLE);
    people.sort_by_key(|(id, _)| *id);
    let kept_with = people.iter().map(|(id, own)| KeptRow::new(capitalised(ctx.person(id)), own));
    EffectsPage {
        page: Head::top("What compounds", "health").within("effects").on(ctx.today),
        charts,
        unit: if periods.are_years() { "year" } else { "quarter" },
        kept,
        kept_with: kept_with.collect(),
        more_kept_with,
        perception,
    }
}
