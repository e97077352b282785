//! What templates see of a date, a link and a heading. Addresses are relative to the site's root:
//! a template puts `page.root` before them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::context::RenderContext;
use crate::analyse::Loop;
use crate::markdown::url::encode;
use crate::model::owner::ME;
use crate::model::phrasing::capitalised;
use crate::model::{Document, Metric, Slug, Target, dates};

/// A civil date.
#[derive(Clone, Debug, Hash, JsonSchema, Serialize)]
pub struct Day {
    /// `2026-01-05`.
    pub iso: String,
    /// `5 January 2026`.
    pub text: String,
    /// `5 Jan`.
    pub short: String,
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self { iso: dates::iso(date), text: dates::long(date), short: dates::short(date) }
    }
}

/// A link.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Ref {
    /// Where to; empty for the author, who has no page.
    pub url: String,
    /// What it says.
    pub title: String,
}

impl Ref {
    /// A link to a thing; `None` where the site has no page for it.
    pub fn to(ctx: &RenderContext<'_>, target: &Target) -> Option<Self> {
        Some(Self { url: encode(ctx.url(target)?), title: ctx.title(target) })
    }

    /// A link to a loop.
    pub fn to_loop(ctx: &RenderContext<'_>, own: &Loop) -> Self {
        Self { url: format!("loops/{}.html", own.id), title: ctx.loop_title(own) }
    }

    /// A link to a person, in the middle of a sentence.
    pub fn spoken(ctx: &RenderContext<'_>, person: &Slug) -> Option<Self> {
        let link = Self::to(ctx, &Target::Person(person.clone()))?;
        Some(Self { title: ctx.spoken(person), ..link })
    }

    /// A link to a person, at the head of something.
    pub fn heading(ctx: &RenderContext<'_>, person: &Slug) -> Self {
        Self { url: format!("people/{person}.html"), title: capitalised(ctx.person(person)) }
    }

    /// Links to people within a sentence.
    pub fn people_within_sentence(ctx: &RenderContext<'_>, people: &[Slug]) -> Vec<Self> {
        people.iter().filter_map(|id| Self::spoken(ctx, id)).collect()
    }

    /// Links to those who confirmed something. The author, whom `me` names there, has no page.
    pub fn confirmers(ctx: &RenderContext<'_>, people: &[Slug]) -> Vec<Self> {
        let one = |id: &Slug| match id.as_str() {
            ME => Some(Self { url: String::new(), title: ctx.author_word().to_owned() }),
            _ => Self::spoken(ctx, id),
        };
        people.iter().filter_map(one).collect()
    }
}

/// A metric.
#[derive(Debug, JsonSchema, Serialize)]
pub struct MetricView<'a> {
    /// The name of the metric.
    pub name: &'a str,
    /// Before.
    pub before: &'a str,
    /// After.
    pub after: &'a str,
    /// Its unit.
    pub unit: &'a str,
}

impl<'a> MetricView<'a> {
    /// One measure.
    pub fn new(metric: &'a Metric) -> Self {
        let Metric { name, before, after, unit } = metric;
        Self { name, before, after, unit }
    }
}

/// A heading in a note's table of contents.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Heading")]
pub struct TocHeading<'a> {
    /// What it says.
    pub text: &'a str,
    /// The fragment of links to it.
    pub anchor: &'a str,
    /// Whether it stands below one of level 2.
    pub sub: bool,
}

/// With fewer headings, or fewer bytes of text, a reader sees the whole way without a table of
/// contents.
const HEADINGS: usize = 4;
const LONG: usize = 3_000;

/// The headings of a long note, of levels 2 and 3; none of a short one.
pub fn toc(body: &Document) -> Vec<TocHeading<'_>> {
    let listed = |h: &&crate::model::Heading| matches!(h.level, 2 | 3) && !h.quoted;
    let headings = body.headings.iter().filter(listed);
    let headings: Vec<_> = headings
        .map(|h| TocHeading { text: &h.text, anchor: &h.anchor, sub: h.level == 3 })
        .collect();
    if headings.len() < HEADINGS || body.pool.len() < LONG { Vec::new() } else { headings }
}
