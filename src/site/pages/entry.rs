//! `entries/<id>.html`: one dated note.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::markdown::url::encode;
use crate::model::dates::long;
use crate::model::vocabulary::{
    Answer, Initiative, Kind, MetBar, Outcome, Perception, Relation, Step,
};
use crate::model::{Entry, Evidence, Shows, Slug, Target};
use crate::render::RenderContext;
use crate::render::charts::ring::Ring;
use crate::render::level::known_level;
use crate::render::preview::{LinkPreview, previews};
use crate::render::rows::{EntryRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::{MetricView, Ref, TocHeading, toc};
use crate::render::{markdown, mentions};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EntryPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The entry in short.
    pub entry: CachedView<EntryRow<'a>>,
    /// Whether its day is still to come, so that nothing follows from it yet.
    pub planned: bool,
    /// The note that it is a part of.
    pub part_of: Option<Ref>,
    /// Its text, as HTML.
    pub content: String,
    /// Its table of contents; empty where the text is short.
    pub toc: Vec<TocHeading<'a>>,
    /// Its loop.
    pub own_loop: Option<Ref>,
    /// The ring of its loop, on which it has a place.
    pub ring: Option<CachedView<Ring>>,
    /// The entries before and after it in its loop.
    pub in_loop: Neighbours<'a>,
    /// The entries before and after it in the journal.
    pub in_time: Neighbours<'a>,
    /// The tasks that it names.
    pub tasks: Vec<CachedView<TaskRow<'a>>>,
    /// The goals that it is for.
    pub goals: Vec<Ref>,
    /// The people it was with.
    pub with: Vec<Ref>,
    /// Its tags.
    pub tags: Vec<Ref>,
    /// Keys and values that are text, in the order of the loop, each with what it is called.
    pub facts: Vec<Fact<'a>>,
    /// Measures, as `name: before → after unit`.
    pub metrics: Vec<MetricView<'a>>,
    /// Evidence.
    pub evidence: Vec<EvidenceView<'a>>,
    /// The competencies that it shows.
    pub shows: Vec<String>,
    /// The same, each with the place of an active goal where that competency is told of; without an address
    /// where no such goal needs it.
    pub shown: Vec<Ref>,
    /// Who confirmed it.
    pub confirmed_by: Vec<Ref>,
    /// Who saw it.
    pub seen_by: Vec<Ref>,
    /// The quote.
    pub quote: Option<EntryQuote<'a>>,
    /// The notes and things that link here.
    pub backlinks: Vec<Ref>,
    /// How many more there are.
    pub more_backlinks: usize,
    /// What the links of its text, and those to what links here, lead to.
    pub previews: Vec<CachedView<LinkPreview>>,
}

impl PageContext for EntryPage<'_> {
    const TEMPLATE: &'static str = "entry.html";
}

/// The previous and the next entry.
#[derive(Debug, Default, JsonSchema, Serialize)]
pub struct Neighbours<'a> {
    /// Before.
    pub previous: Option<CachedView<EntryRow<'a>>>,
    /// After.
    pub next: Option<CachedView<EntryRow<'a>>>,
}

/// A value of the front matter.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Fact<'a> {
    /// The title.
    pub name: &'static str,
    /// What it says: one text, or several.
    pub values: Vec<Cow<'a, str>>,
}

/// Evidence.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EvidenceView<'a> {
    /// The title.
    pub text: &'a str,
    /// The address outside of the site.
    pub url: Option<&'a str>,
    /// The page or file in the site.
    pub page: Option<String>,
}

impl<'a> EvidenceView<'a> {
    /// One piece.
    pub fn new(ctx: &RenderContext<'a>, proof: &'a Evidence) -> Self {
        let page = proof.target.as_ref().and_then(|target| ctx.url(target));
        Self { text: &proof.text, url: proof.url.as_deref(), page: page.map(encode) }
    }
}

/// The quote.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Quote")]
pub struct EntryQuote<'a> {
    /// The words.
    pub text: &'a str,
    /// The speaker.
    pub from: Option<Ref>,
    /// Whether it may be shared.
    pub shared: bool,
}

/// The newest notes that link to an entry and have previews: those of its list that are in sight.
const MENTIONS: usize = 12;

/// What `help` is called, unless it is a direct report's.
const HELP: &str = "Where I can help";

/// The page of an entry.
pub fn page<'a>(ctx: &RenderContext<'a>, at: usize) -> EntryPage<'a> {
    let entry = &ctx.journal.entries[at];
    let own = Target::Entry(entry.id.clone());
    let loop_at = ctx.timeline.loop_of[at];
    let own_loop = loop_at.map(|own| &ctx.timeline.loops[own]);
    let sources = ctx.backlinks(&own);
    let (backlinks, more_backlinks) = mentions::of(ctx, &sources);
    let content = ctx.text(&own).map(|text| markdown::html(ctx, &text, "../")).unwrap_or_default();
    EntryPage {
        page: Head::nested(&entry.title, "journal").of_entry(entry),
        entry: ctx.entry_row(at),
        planned: entry.date > ctx.today,
        part_of: entry
            .part
            .as_ref()
            .and_then(|part| Ref::to(ctx, &Target::Entry(part.note.clone()?))),
        content,
        toc: toc(&entry.body),
        own_loop: own_loop.map(|own| Ref::to_loop(ctx, own)),
        ring: loop_at.map(|own| ctx.ring(own)),
        in_loop: own_loop.map_or_else(Neighbours::default, |own| {
            let place = own.entries.binary_search(&at).unwrap_or(0);
            let row = |at: Option<&usize>| at.map(|at| ctx.entry_row(*at));
            Neighbours {
                previous: row(place.checked_sub(1).and_then(|before| own.entries.get(before))),
                next: row(own.entries.get(place + 1)),
            }
        }),
        in_time: Neighbours {
            previous: at.checked_sub(1).map(|before| ctx.entry_row(before)),
            next: (at + 1 < ctx.journal.entries.len()).then(|| ctx.entry_row(at + 1)),
        },
        tasks: entry
            .tasks
            .iter()
            .filter_map(|id| ctx.timeline.task_place(id))
            .map(|task| ctx.task_row(task))
            .collect(),
        goals: entry
            .goals
            .iter()
            .filter_map(|id| Ref::to(ctx, &Target::Goal(id.clone())))
            .collect(),
        with: Ref::people_within_sentence(ctx, &entry.with),
        tags: tags(ctx, &entry.tags),
        facts: agreed_bar(ctx, at).into_iter().chain(facts_in_thread(ctx, at)).collect(),
        metrics: entry.metrics.iter().map(MetricView::new).collect(),
        evidence: entry.evidence.iter().map(|proof| EvidenceView::new(ctx, proof)).collect(),
        shows: entry.shows.iter().map(|shows| competency(ctx, shows)).collect(),
        shown: entry.shows.iter().map(|shows| shown(ctx, entry, shows)).collect(),
        confirmed_by: Ref::confirmers(ctx, &entry.confirmed_by),
        seen_by: Ref::people_within_sentence(ctx, &entry.seen_by),
        quote: entry.quote.as_deref().map(|text| EntryQuote {
            text,
            from: entry
                .quote_from
                .as_ref()
                .and_then(|id| Ref::to(ctx, &Target::Person(id.clone()))),
            shared: entry.quote_ok,
        }),
        backlinks,
        more_backlinks,
        previews: previews(ctx, entry, &sources[sources.len().saturating_sub(MENTIONS)..]),
    }
}

/// A competency as a note names it.
fn competency(ctx: &RenderContext<'_>, shows: &Shows) -> String {
    let title = ctx.journal.competency_title(&shows.competency);
    match &shows.level {
        Some(level) => format!("{title} at {}", known_level(ctx.journal, level)),
        None => title,
    }
}

/// The same as a link to where the first active goal that needs it tells of its evidence.
fn shown(ctx: &RenderContext<'_>, entry: &Entry, shows: &Shows) -> Ref {
    let id = &shows.competency;
    let url = ctx.analysis.gaps.iter().find_map(|gaps| {
        let goal = &ctx.journal.goals[gaps.goal];
        let is_for_it = ctx.is_active(goal) && goal.owner == entry.owner;
        let needs = is_for_it && gaps.needs.iter().any(|need| need.id == *id);
        needs.then(|| format!("goals/{}.html#need-{id}", goal.id))
    });
    Ref { url: url.unwrap_or_default(), title: competency(ctx, shows) }
}

/// Links to the pages of tags.
pub fn tags(ctx: &RenderContext<'_>, tags: &[crate::model::Slug]) -> Vec<Ref> {
    let link = |tag| Ref { url: format!("tags/{tag}.html"), title: ctx.tag_name(tag).to_owned() };
    tags.iter().map(link).collect()
}

/// The bar that an earlier note agreed for the work that an entry delivers or judges.
fn agreed_bar<'a>(ctx: &RenderContext<'a>, at: usize) -> Option<Fact<'a>> {
    let entry = &ctx.journal.entries[at];
    let task = ctx.timeline.task(entry.tasks.first()?)?;
    let mut earlier = task.entries.iter().rev().filter(|other| **other < at);
    let bar = earlier.find_map(|other| ctx.journal.entries[*other].bar.as_deref())?;
    let delivers = entry.step == Some(Step::Deliver) || entry.met_bar.is_some();
    delivers.then(|| Fact { name: "The bar that was agreed", values: vec![bar.into()] })
}

/// What is called `help` in a thread: with a direct report, the questions turn round.
pub fn help_name(ctx: &RenderContext<'_>, person: Option<&Slug>) -> &'static str {
    let thread = person.and_then(|person| ctx.timeline.thread(person.as_str()));
    match thread.and_then(|thread| thread.relation) {
        Some(Relation::Report) => "What they could take on",
        _ => HELP,
    }
}

/// What an entry says in text, in the words of its thread.
fn facts_in_thread<'a>(ctx: &RenderContext<'a>, at: usize) -> impl Iterator<Item = Fact<'a>> {
    let help = help_name(ctx, ctx.timeline.thread_of[at].as_ref());
    let facts = facts(&ctx.journal.entries[at]).into_iter();
    facts.map(move |fact| Fact { name: if fact.name == HELP { help } else { fact.name }, ..fact })
}

/// What the front matter says in text, in the order of the loop.
pub fn facts<'a>(entry: &'a Entry) -> Vec<Fact<'a>> {
    let headed = |name: &str| entry.body.question(name).is_some();
    let text = |value: &'a Option<String>| {
        value.as_deref().map(Cow::from).into_iter().collect::<Vec<Cow<'a, str>>>()
    };
    let texts = |values: &'a [String]| {
        values.iter().map(|value| Cow::from(value.as_str())).collect::<Vec<Cow<'a, str>>>()
    };
    let paragraphs = |value: &'a Option<String>| {
        let lines = value.as_deref().unwrap_or_default().lines();
        lines.filter(|line| !line.trim().is_empty()).map(Cow::from).collect::<Vec<Cow<'a, str>>>()
    };
    let word = |value: Option<&'static str>| value.map(Cow::from).into_iter().collect();
    // An answer that is a section of the text stands there.
    let answer =
        |key, value: &'a Option<String>| if headed(key) { Vec::new() } else { text(value) };
    let began = matches!(entry.step, Some(Step::Ask | Step::Pivot | Step::Deliver))
        && entry.initiative.is_some_and(|first| first != Initiative::Asked);
    let kind = Some(entry.kind).filter(|kind| *kind != Kind::Note);
    let facts: [(&'static str, Vec<Cow<'a, str>>); 23] = [
        ("Trying to", answer("trying", &entry.trying)),
        ("Blocked by", answer("blocking", &entry.blocking)),
        (HELP, answer("help", &entry.help)),
        ("The bar", answer("bar", &entry.bar)),
        ("Perceived as", word(entry.perception.map(Perception::said))),
        ("Answer", word(entry.answer.map(Answer::word))),
        ("Initiative", word(entry.initiative.filter(|_| began).map(Initiative::said))),
        ("Kind", word(kind.map(Kind::word))),
        ("Wishes", texts(&entry.wishes)),
        ("Against the bar", word(entry.met_bar.map(MetBar::word))),
        ("Impact", text(&entry.impact)),
        ("Gaps named", entry.gaps.iter().map(|gap| Cow::from(gap.title())).collect()),
        ("Lesson", text(&entry.lesson)),
        ("Idea", entry.idea.iter().map(|idea| Cow::from(idea.title())).collect()),
        ("Combines", texts(&entry.combines)),
        ("Can be undone", word(entry.reversible.map(|can| if can { "yes" } else { "no" }))),
        ("Expected", text(&entry.expect)),
        ("Wrong if", text(&entry.wrong_if)),
        ("To be reviewed", entry.review_on.map(|day| Cow::from(long(day))).into_iter().collect()),
        ("Recommends it", word(entry.recommends.map(Answer::word))),
        ("Recommendation", paragraphs(&entry.recommendation)),
        ("Still missing", paragraphs(&entry.still_missing)),
        ("Outcome", word(entry.outcome.map(Outcome::word))),
    ];
    let stated = facts.into_iter().filter(|(_, values)| !values.is_empty());
    stated.map(|(name, values)| Fact { name, values }).collect()
}
