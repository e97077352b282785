//! `review.html` and `review/…`: the author's work in a year or a quarter.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::review::ReviewPeriod;
use crate::render::RenderContext;
use crate::render::review::ReviewView;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ReviewPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The review; absent in a journal without entries.
    pub review: Option<ReviewView<'a>>,
    /// The option of `loopbook review` that makes this review as a document: `--year 2026`.
    pub option: String,
    /// The years, newest first, each with its quarters.
    pub years: Vec<ReviewYear>,
}

impl PageContext for ReviewPage<'_> {
    const TEMPLATE: &'static str = "review.html";
}

/// A year with its quarters.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ReviewYear {
    /// The year.
    pub year: Ref,
    /// Its quarters that have entries, newest first.
    pub quarters: Vec<Ref>,
}

/// The page of the newest year.
pub fn top<'a>(ctx: &RenderContext<'a>, periods: &[ReviewPeriod]) -> ReviewPage<'a> {
    page(ctx, Head::top("In review", "stories").within("review"), periods, periods.first())
}

/// The page of one year or quarter.
pub fn period<'a>(
    ctx: &RenderContext<'a>,
    periods: &[ReviewPeriod],
    period: &ReviewPeriod,
) -> ReviewPage<'a> {
    let head =
        Head::nested(format!("{} in review", title(ctx, period)), "stories").within("review");
    page(ctx, head, periods, Some(period))
}

fn page<'a>(
    ctx: &RenderContext<'a>,
    page: Head,
    periods: &[ReviewPeriod],
    period: Option<&ReviewPeriod>,
) -> ReviewPage<'a> {
    let mut years: Vec<ReviewYear> = Vec::new();
    for own in periods {
        let link = Ref { url: format!("review/{}.html", own.name), title: own.name.clone() };
        match years.last_mut().filter(|_| !own.is_year) {
            Some(year) => year.quarters.push(link),
            None => years.push(ReviewYear { year: link, quarters: Vec::new() }),
        }
    }
    let option = period
        .map(|own| format!("--{} {}", if own.is_year { "year" } else { "quarter" }, own.name));
    ReviewPage {
        page,
        review: period.map(|own| ReviewView::new(ctx, title(ctx, own), &own.days)),
        option: option.unwrap_or_default(),
        years,
    }
}

fn title(ctx: &RenderContext<'_>, period: &ReviewPeriod) -> String {
    period.title(ctx.journal.config.fiscal_year_start)
}
