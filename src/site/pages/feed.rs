//! `feed.xml`, and `goals/<slug>.xml` for each goal: the newest entries, whole, as Atom.
//!
//! Where `base_url` is set all links in them are absolute. Else they are relative to the feed, as
//! Atom has it: that serves who reads the feed of a site beside it, on the disk or a server.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{BaseUrl, Entry, Goal, Target};
use crate::render::RenderContext;
use crate::render::markdown;
use crate::site::head::Head;
use crate::site::page::PageContext;
use crate::site::urn::urn;

/// How many entries a feed has.
const NEWEST: usize = 30;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Feed<'a> {
    /// The title.
    pub title: String,
    /// The permanent id.
    pub id: String,
    /// The page that shows the same.
    pub home: String,
    /// When it last changed: the day of its newest entry, as `2026-01-05T00:00:00Z`.
    pub updated: String,
    /// The entries, newest first.
    pub entries: Vec<FeedItem<'a>>,
}

impl PageContext for Feed<'_> {
    const TEMPLATE: &'static str = "feed.xml";
}

/// An entry of the journal in a feed.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Item")]
pub struct FeedItem<'a> {
    /// The title.
    pub title: Cow<'a, str>,
    /// The permanent id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its day.
    pub updated: String,
    /// A summary.
    pub summary: Option<String>,
    /// Its tags.
    pub tags: Vec<&'a str>,
    /// Its text as HTML, whose links are relative to `url`, or absolute.
    pub content: String,
}

/// The feed of all entries.
pub fn all<'a>(ctx: &'a RenderContext<'a>) -> Feed<'a> {
    let newest = newest(0..ctx.journal.entries.len());
    feed(ctx, "", "index.html", ctx.journal.config.title.clone(), newest)
}

/// Those of these entries that their feed has, the newest first.
pub fn newest(entries: impl DoubleEndedIterator<Item = usize>) -> impl Iterator<Item = usize> {
    entries.rev().take(NEWEST)
}

/// The feed of the entries for a goal, whose indices are given in order.
pub fn of_goal<'a>(ctx: &'a RenderContext<'a>, goal: &Goal, entries: &[usize]) -> Feed<'a> {
    let title = format!("{} · {}", goal.title, ctx.journal.config.title);
    let page = format!("goals/{}.html", goal.id);
    feed(ctx, "../", &page, title, newest(entries.iter().copied()))
}

/// The feed that stands beside a page. `root` is the way from there to the site's root.
fn feed<'a>(
    ctx: &'a RenderContext<'a>,
    root: &str,
    page: &str,
    title: String,
    newest: impl Iterator<Item = usize>,
) -> Feed<'a> {
    let config = &ctx.journal.config;
    let (base, author) = (config.base_url.as_ref(), config.author.as_deref().unwrap_or(""));
    let newest = newest.map(|at| &ctx.journal.entries[at]);
    let place = |page: &str| base.map_or_else(|| format!("{root}{page}"), |base| base.of(page));
    let entries: Vec<FeedItem<'a>> = newest
        .map(|entry| FeedItem {
            title: xml(&entry.title),
            id: urn(&[author, "entry", entry.id.as_str()]),
            url: place(&format!("entries/{}.html", entry.id)),
            updated: midnight(&entry.date.to_string()),
            summary: Head::top("", "").of_entry(entry).description.map(|text| owned(&text)),
            tags: entry.tags.iter().map(|tag| ctx.tag_name(tag)).collect(),
            content: content(ctx, entry, base),
        })
        .collect();
    let updated = entries.first().map(|newest| newest.updated.clone());
    Feed {
        title: owned(&title),
        id: urn(&[author, "feed", page]),
        home: place(page),
        updated: updated.unwrap_or_else(|| midnight(&ctx.today.to_string())),
        entries,
    }
}

fn content(ctx: &RenderContext<'_>, entry: &Entry, base: Option<&BaseUrl>) -> String {
    let root = base.map_or("../", BaseUrl::as_str);
    let text = ctx.text(&Target::Entry(entry.id.clone()));
    text.map(|text| owned(&markdown::feed(ctx, &text, root))).unwrap_or_default()
}

fn midnight(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

/// Text without the characters that XML can't hold, however they are written.
fn xml(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| match c {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => c >= ' ',
    };
    // Almost no text has a byte that begins one of them.
    let suspect = |byte| matches!(byte, 0..=8 | 11..=31 | 0xef);
    if !text.bytes().any(suspect) || text.chars().all(allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| allowed(*c)).collect())
    }
}

fn owned(text: &str) -> String {
    xml(text).into_owned()
}
