//! What templates see, by template, and the promise that is made of it.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{DIALECT, generator};
use crate::compose::context::NoteContext;
use crate::packet::draft::{DRAFT, PacketDraft};
use crate::packet::html::{self, PacketPage, PacketStyle};
use crate::render::script::ScriptContext;
use crate::review::html::{self as review_html, ReviewDocument};
use crate::site::head::SiteView;
use crate::site::page::PageContext;
use crate::site::pages::{
    calendar, decisions, effects, entry, feed, fold, gaps, goal, goals, health, home, ideas,
    journal, loop_page, not_found, path, people, person, plain, review, search, seen, setbacks,
    sitemap, stories, tag, tags, task, tasks, team, timeline,
};

/// A template, `script` for all of `scripts/` or `note` for all of `notes/`, with what it makes and
/// what it sees.
pub struct TemplateSchema {
    /// The name of the template.
    pub template: &'static str,
    /// The pages that it makes.
    pub makes: &'static str,
    /// Whether it sees `site`.
    sees_site: bool,
    schema: fn(&mut SchemaGenerator) -> Schema,
}

const fn of<T: JsonSchema>(template: &'static str, makes: &'static str) -> TemplateSchema {
    let schema = |generator: &mut SchemaGenerator| generator.subschema_for::<T>();
    TemplateSchema { template, makes, sees_site: false, schema }
}

const fn page_of<C: PageContext + JsonSchema>(makes: &'static str) -> TemplateSchema {
    TemplateSchema { sees_site: true, ..of::<C>(C::TEMPLATE, makes) }
}

/// Every context, in the order of the navigation.
pub const CONTEXTS: &[TemplateSchema] = &[
    page_of::<home::HomePage<'_>>("the first page"),
    page_of::<timeline::TimelinePage<'_>>(
        "all loops over time; `timeline/…`: those of a year, or a part of it",
    ),
    page_of::<loop_page::LoopPage<'_>>("`loops/…`: one loop"),
    page_of::<gaps::GapsPage<'_>>("what each goal still needs"),
    page_of::<people::PeoplePage<'_>>("everybody whom the journal names"),
    page_of::<tasks::TasksPage<'_>>("every task"),
    page_of::<goals::GoalsPage<'_>>("every goal"),
    page_of::<tags::TagsPage>("every tag"),
    page_of::<path::PathPage<'_>>("the goals in the order in which they were reached"),
    page_of::<goal::GoalPage<'_>>("`goals/…`: one goal"),
    page_of::<journal::JournalPage<'_>>("the entries; `journal/…`: those of a time"),
    page_of::<calendar::CalendarPage>("the days of the entries"),
    page_of::<entry::EntryPage<'_>>("`entries/…`: one entry"),
    page_of::<plain::PlainPage<'_>>("`pages/…`: one note without a date"),
    page_of::<task::TaskPage<'_>>("`tasks/…`: one task"),
    page_of::<person::PersonPage<'_>>("`people/…`: one person"),
    page_of::<team::TeamPage<'_>>("the direct reports, on the author's own site"),
    page_of::<tag::TagPage<'_>>("`tags/…`: what has one tag"),
    page_of::<fold::FoldPage<'_>>(
        "`people/…/…`, `goals/…/…`, `tags/…/…`, `tasks/ended/…`: one year, or a part of it",
    ),
    page_of::<stories::StoriesPage<'_>>(
        "what was delivered; `stories/…`: in a year, or a part of it",
    ),
    page_of::<review::ReviewPage<'_>>("the newest year; `review/…`: a year or a quarter"),
    page_of::<setbacks::SetbacksPage<'_>>("what went wrong"),
    page_of::<ideas::IdeasPage<'_>>("what was thought of"),
    page_of::<decisions::DecisionsPage<'_>>("what was decided"),
    page_of::<seen::SeenPage<'_>>("problems that were seen"),
    page_of::<effects::EffectsPage>("what compounds"),
    page_of::<health::HealthPage<'_>>("what stops the loop, and what is wrong"),
    page_of::<search::SearchPage<'_>>("the search"),
    page_of::<feed::Feed<'_>>("the feed of all entries; `goals/….xml`: of a goal's"),
    of::<sitemap::Sitemap>(sitemap::Sitemap::TEMPLATE, "the map of the site, with `base_url`"),
    page_of::<not_found::NotFoundPage>("what a server shows for a page that is not there"),
    of::<PacketPage<'_>>(html::TEMPLATE, "the packet: what `loopbook packet` makes"),
    of::<PacketStyle>(html::STYLE, "the style of the packet, which is put into it"),
    of::<ReviewDocument<'_>>(review_html::TEMPLATE, "the review: what `loopbook review` makes"),
    of::<ScriptContext<'_>>("script", "what is said: each file of `scripts/`"),
    of::<NoteContext<'_>>("note", "a new note: each file of `notes/`"),
    of::<PacketDraft>(DRAFT, "the draft of a packet: what `loopbook packet --draft` writes"),
];

/// What one template sees; `None` for one that is not known.
pub fn page(template: &str) -> Option<Value> {
    let name = template.strip_suffix(".html").unwrap_or(template);
    let named = |context: &&TemplateSchema| context.template.trim_end_matches(".html") == name;
    let context = CONTEXTS.iter().find(named)?;
    let (mut pages, definitions) = described(std::slice::from_ref(context));
    Some(json!({
        "$schema": DIALECT,
        "title": context.template,
        "description": context.makes,
        "$ref": pages[context.template]["$ref"].take(),
        "$defs": definitions,
    }))
}

/// What all templates see: a property for each of them.
pub fn all() -> Value {
    let (pages, definitions) = described(CONTEXTS);
    json!({
        "$schema": DIALECT,
        "title": "What templates see",
        "type": "object",
        "properties": pages,
        "$defs": definitions,
    })
}

/// References to what templates see, and the definitions that they lead to. Each page sees the site
/// and its address besides, which are added when it is rendered.
fn described(contexts: &[TemplateSchema]) -> (Map<String, Value>, Map<String, Value>) {
    let mut generator = generator();
    let pages: Map<String, Value> = contexts
        .iter()
        .map(|context| (context.template.to_owned(), (context.schema)(&mut generator).to_value()))
        .collect();
    let site = contexts.iter().any(|context| context.sees_site).then(|| {
        let mut site = generator.subschema_for::<SiteView<'_>>().to_value();
        site["description"] = "The site.".into();
        site
    });
    let mut definitions = generator.take_definitions(true);
    for TemplateSchema { template, sees_site, .. } in contexts {
        let page = &pages[*template];
        let name = page["$ref"].as_str().and_then(|at| at.rsplit('/').next()).unwrap_or_default();
        let on_site = !["script", html::TEMPLATE, html::STYLE, review_html::TEMPLATE, DRAFT]
            .contains(template);
        let Some(object) = definitions.get_mut(name) else { continue };
        if let Some(site) = site.as_ref().filter(|_| *sees_site) {
            object["properties"]["site"] = site.clone();
            if let Some(required) = object["required"].as_array_mut() {
                required.insert(0, "site".into());
            }
        }
        if on_site {
            object["properties"]["address"] = json!({
                "description": "Where the page is on the web, where `base_url` says it",
                "type": ["string", "null"],
            });
        }
    }
    (pages, definitions)
}
