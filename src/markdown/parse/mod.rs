//! Markdown becomes a document. This is the one place that calls the parser.

mod blocks;
mod fields;
mod inlines;
mod redact;
mod strays;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::bare_url;
use super::builder::Builder;
use super::elements;
use super::index::BadPromise;
use super::math::{self, MathSpan};
use crate::model::Document;
use crate::model::document::{Defined, Kind, NodeId, TaskState};
use blocks::Title;
pub(super) use strays::merged;
pub use strays::{Stray, may_have_containers};

/// Something in a text that was meant for more than text: where, what is wrong, and what to do.
pub type TextProblem = (Range<usize>, String, &'static str);

/// A text that was parsed.
#[derive(Debug)]
pub struct Parsed {
    /// Its tree; what its links lead to is still missing.
    pub document: Document,
    /// What can't be meant so.
    pub problems: Vec<TextProblem>,
    /// Where `[!private]` stands, or nearly that, and opens no callout.
    pub strays: Vec<Stray>,
    /// Comments that were still in the text, and are cut out of the tree.
    pub comments: Vec<Range<usize>>,
}

/// Parses the text of a note, from which comments are cut. It is the only function that does, and
/// each note goes through it once.
///
/// In a line `key::value`, `is_key` says whether the key is one that needs no blank before its value.
pub fn parse_with_keys(text: &str, is_key: fn(&str) -> bool) -> Parsed {
    #[cfg(test)]
    count::note(text);
    let mut parsed =
        with_formulas(text, is_key).unwrap_or_else(|| parse_with(text, text, &[], Some(is_key)).0);
    if let Some(document) = elements::with_elements(text, &parsed.document) {
        parsed.document = document;
    }
    parsed
}

/// The same, where every key needs a blank before its value.
pub fn parse(text: &str) -> Parsed {
    parse_with_keys(text, |_| false)
}

/// Parses the value of a key, or another text that is no note's: it may hold links. Gives its tree
/// and the definitions of links in it, with their addresses.
pub fn parse_value(text: &str) -> (Document, Vec<(Range<usize>, String)>) {
    let (parsed, definitions) = parse_with(text, text, &[], None);
    let definitions = definitions.0.into_values();
    let mut definitions: Vec<_> = definitions.map(|own| (own.span, own.address)).collect();
    definitions.sort_by_key(|(span, _)| span.start);
    (parsed.document, definitions)
}

/// A text that has formulas; `None` where it has none.
fn with_formulas(text: &str, is_key: fn(&str) -> bool) -> Option<Parsed> {
    let formulas = math::find(text, OPTIONS);
    if formulas.is_empty() {
        return None;
    }
    let masked = math::mask(text, &formulas);
    let parsed = parse_with(text, &masked, &formulas, Some(is_key)).0;
    // With a formula masked, the text around it can mean something else, such as code: then none counts.
    Some(parsed).filter(|parsed| !parsed.document.pool.contains(math::MASK))
}

/// `Options::all()` would be wrong: its metadata blocks swallow a section between two `---`.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_WIKILINKS);

/// `masked` is the text as the parser gets it: what stands in its formulas is masked. `is_key` is given
/// where inline fields are looked for.
fn parse_with(
    text: &str,
    masked: &str,
    formulas: &[MathSpan],
    is_key: Option<fn(&str) -> bool>,
) -> (Parsed, Definitions) {
    let parser = Parser::new_ext(masked, OPTIONS);
    let definitions = Definitions::of(&parser);
    let mut parse = Parse::new(text, formulas);
    for (event, at) in parser.into_offset_iter() {
        parse.event(event, at);
    }
    let Parse { mut builder, mut problems, verbatim, labels, .. } = parse;
    definitions.place(text, &labels, &mut builder);
    definitions.mark_private(text, &mut builder);
    let (mut document, mut bad) = builder.finish();
    let comments = redact::left_over(text, &document);
    if !comments.is_empty() {
        (document, bad) = redact::redact(text, &document, &comments);
    }
    let marked = is_key.and_then(|is_key| fields::mark(text, &document, is_key));
    (document, bad) = marked.unwrap_or((document, bad));
    problems.extend(bad.into_iter().map(|promise| bad_promise(text, &document, promise)));
    problems.sort_by_key(|(range, ..)| range.start);
    let strays = strays::strays(text, &document, &verbatim);
    (Parsed { document, problems, strays, comments }, definitions)
}

fn bad_promise(text: &str, document: &Document, (item, day): BadPromise) -> TextProblem {
    let span = &document.node(item).span;
    let (from, to) = (span.start as usize, span.end as usize);
    let place = text[from..to].rfind(&day).map_or(from..to, |at| from + at..from + at + day.len());
    let message = format!("`{day}` is not a date, so this is no promise");
    (place, message, "write `(by 2026-03-01)`")
}

/// A range of bytes as nodes have them. A file is read up to a few megabytes.
fn span(range: &Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}

/// How many places that define one name are told apart.
const MOST_PLACES: usize = 16;

/// The definitions of links in a text, `[name]: address`, by their names.
struct Definitions(HashMap<String, WrittenDefinition>);

struct WrittenDefinition {
    span: Range<usize>,
    address: String,
}

impl Definitions {
    fn of(parser: &Parser<'_>) -> Self {
        let all = parser.reference_definitions().iter();
        let all = all.map(|(name, own)| {
            let own = WrittenDefinition { span: own.span.clone(), address: own.dest.to_string() };
            (folded(name), own)
        });
        Self(all.collect())
    }

    /// Says of each link by reference where its destination is defined.
    fn place(&self, text: &str, labels: &[(u32, String)], builder: &mut Builder) {
        if labels.is_empty() {
            return;
        }
        let mut places: HashMap<String, Vec<u32>> = HashMap::new();
        each_defined(text, |start, name| {
            let places = places.entry(folded(name)).or_default();
            if places.len() < MOST_PLACES {
                places.push(start as u32);
            }
        });
        for (link, label) in labels {
            let counts = self.0.get(label).map(|own| own.span.clone());
            let others = places.get(label).into_iter().flatten().copied();
            let others = others
                .filter(|at| counts.as_ref().is_none_or(|span| !span.contains(&(*at as usize))));
            let first = counts.as_ref().map_or(u32::MAX, |span| span.start as u32);
            builder.link_mut(*link).definitions = std::iter::once(first).chain(others).collect();
        }
    }

    /// Marks the links whose destination is defined in a private callout.
    fn mark_private(&self, text: &str, builder: &mut Builder) {
        if self.0.is_empty() {
            return;
        }
        let callouts = &builder.listed().callouts;
        let private = builder.nodes().iter().filter(|node| match node.kind {
            Kind::Callout(at) => callouts[at as usize].is_private(),
            _ => false,
        });
        let private = private.map(|node| node.span.start as usize..node.span.end as usize);
        let private = strays::merged(private.collect());
        let hidden = self.0.iter().filter(|(_, own)| strays::within(&private, own.span.start));
        let hidden: Vec<(&String, &WrittenDefinition)> = hidden.collect();
        if hidden.is_empty() {
            return;
        }
        // Without the private one, a later definition would be the one that counts.
        let others = names_defined(text, |at| !strays::within(&private, at));
        let hidden = hidden.into_iter().map(|(name, own)| {
            let again = others.contains(name);
            (own.address.as_str(), if again { Defined::Twice } else { Defined::Privately })
        });
        let hidden: HashMap<&str, Defined> = hidden.collect();
        for at in 0..builder.listed().links.len() as u32 {
            let link = &builder.listed().links[at as usize];
            let defined = hidden.get(builder.said(link.destination)).copied();
            if let Some(defined) = defined.filter(|_| !link.tail.is_empty()) {
                builder.link_mut(at).defined = defined;
            }
        }
    }
}

/// The names of links that seem to be defined (`[name]:`) at places where that counts.
fn names_defined(text: &str, counts: impl Fn(usize) -> bool) -> HashSet<String> {
    let mut names = HashSet::new();
    each_defined(text, |start, name| {
        if counts(start) {
            names.insert(folded(name));
        }
    });
    names
}

/// Hands on the names of links that seem to be defined, each with its place.
fn each_defined<'t>(text: &'t str, mut found: impl FnMut(usize, &'t str)) {
    let bytes = text.as_bytes();
    let mut open = None;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => open = Some(at),
            b']' => {
                let start = open.take().filter(|_| bytes.get(at + 1) == Some(&b':'));
                if let Some(start) = start {
                    found(start, &text[start + 1..at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// A link's name as the parser compares it, but for letters that only fold in Unicode.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A text that is being parsed.
struct Parse<'t> {
    text: &'t str,
    /// Where there may be bare addresses in it.
    url_signs: bare_url::Signs,
    builder: Builder,
    /// The links by reference, and by which names.
    labels: Vec<(u32, String)>,
    problems: Vec<TextProblem>,
    /// Code between fences, spans of code, and HTML: there `[!private]` is text.
    verbatim: Vec<Range<usize>>,
    /// The nodes of the tags around this place; those of some tags are left out.
    open: Vec<Option<NodeId>>,
    /// Where each of these tags ends.
    ends: Vec<usize>,
    /// The HTML around this place whose words are no text, such as `<a …>`.
    html: Option<String>,
    /// The first line of a callout, while it is being read.
    title: Option<Title>,
    /// An open `==`: its node, and how many tags were open.
    mark: Option<(NodeId, usize)>,
    /// The last text, if it ends like the name of a block.
    block_name: Option<NodeId>,
    in_code: bool,
    in_link: usize,
    /// Whether a list item has just begun.
    item_begins: bool,
    /// Text before this place is a part of what stands before it.
    skip_to: usize,
    /// The formulas from this place on.
    formulas: &'t [MathSpan],
}

impl<'t> Parse<'t> {
    fn new(text: &'t str, formulas: &'t [MathSpan]) -> Self {
        Self {
            text,
            url_signs: bare_url::Signs::of(text),
            builder: Builder::with_capacity(text.len()),
            labels: Vec::new(),
            problems: Vec::new(),
            verbatim: Vec::new(),
            open: Vec::new(),
            ends: Vec::new(),
            html: None,
            title: None,
            mark: None,
            block_name: None,
            in_code: false,
            in_link: 0,
            item_begins: false,
            skip_to: 0,
            formulas,
        }
    }

    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        if self.ends_title(&event, &at) {
            return;
        }
        let begins = match &event {
            Event::Start(Tag::Item) => true,
            Event::Start(Tag::Paragraph) => self.item_begins,
            _ => false,
        };
        if std::mem::replace(&mut self.item_begins, begins) && matches!(event, Event::Text(_)) {
            self.task_state(at.start);
        }
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if at.start < self.skip_to => {
                let cut = (self.skip_to - at.start).min(text.len());
                self.text(&text[cut..], at.start + cut..at.end);
            }
            Event::Text(text) => self.text(&text, at),
            Event::Code(text) => {
                let words = self.builder.words(&text);
                self.builder.leaf(Kind::Code(words), span(&at));
                self.verbatim.push(at);
            }
            Event::Html(html) => {
                // A block of several lines comes line by line.
                if !self.html_continues() || !self.builder.extend(&html, &span(&at)) {
                    let words = self.builder.words(&html);
                    self.builder.leaf(Kind::Html(words), span(&at));
                }
                self.verbatim.push(at);
            }
            Event::InlineHtml(html) => {
                let words = self.builder.words(&html);
                self.builder.leaf(Kind::InlineHtml(words), span(&at));
                self.note_html(&html);
                self.verbatim.push(at);
            }
            Event::FootnoteReference(label) => {
                let words = self.builder.words(&label);
                self.builder.leaf(Kind::FootnoteReference(words), span(&at));
            }
            Event::TaskListMarker(done) => {
                let state = if done { TaskState::Done } else { TaskState::Open };
                self.mark_leaf(Kind::TaskMarker(state), &at);
            }
            Event::SoftBreak | Event::HardBreak if at.start < self.skip_to => {}
            Event::SoftBreak => self.mark_leaf(Kind::SoftBreak, &at),
            Event::HardBreak => self.mark_leaf(Kind::HardBreak, &at),
            Event::Rule => self.mark_leaf(Kind::Rule, &at),
            // Not asked of the parser.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Text that may have formulas in it.
    fn text(&mut self, mut text: &str, mut at: Range<usize>) {
        while let Some(formula) = self.formulas.first()
            && formula.range.start < at.end
            && text.len() == at.len()
            && !self.in_code
        {
            self.formulas = &self.formulas[1..];
            let (start, end) = (formula.range.start, formula.range.end);
            if start < at.start {
                continue;
            }
            let (before, behind) = text.split_at(start - at.start);
            self.running(before, at.start..start);
            self.formula(formula);
            self.skip_to = end;
            text = behind.get(end - start..).unwrap_or_default();
            at.start = end.min(at.end);
        }
        if !text.is_empty() {
            self.running(text, at);
        }
    }

    /// A formula. One that can't be shown is code.
    fn formula(&mut self, formula: &MathSpan) {
        let at = formula.range.clone();
        self.block_name = None;
        match math::convert(&formula.tex, formula.display) {
            Ok(converted) => {
                let formula = self.builder.formula(&converted.mathml, &converted.plain);
                self.builder.leaf(Kind::Math(formula), span(&at));
            }
            Err(why) => {
                let words = self.builder.words(&math::source(formula));
                self.builder.leaf(Kind::Code(words), span(&at));
                let message = format!("a formula can't be shown: {why}");
                self.problems.push((at, message, "until it is corrected, pages show its source"));
            }
        }
    }

    fn mark_leaf(&mut self, kind: Kind, at: &Range<usize>) {
        self.builder.leaf(kind, span(at));
    }

    fn html_continues(&self) -> bool {
        let last = self.builder.next().checked_sub(1);
        last.is_some_and(|last| matches!(self.builder.kind(last), Kind::Html(_)))
    }

    fn start(&mut self, tag: Tag<'_>, at: Range<usize>) {
        self.ends.push(at.end);
        let outgrows = |title: &Title| at.start < title.line_end && at.end > title.line_end;
        let node = match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
                if at.start < self.skip_to || self.title.as_ref().is_some_and(outgrows) =>
            {
                self.in_link += usize::from(matches!(tag, Tag::Link { .. } | Tag::Image { .. }));
                None
            }
            tag => self.opened(tag, at),
        };
        self.open.push(node);
    }
}

#[cfg(test)]
pub mod count {
    //! How often each text was parsed.

    use std::sync::Mutex;

    static TEXTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

    pub(super) fn note(text: &str) {
        if text.contains("counted-text") {
            TEXTS.lock().expect("no test panicked").push(text.to_owned());
        }
    }

    /// How often a text was parsed that has these words, beside `counted-text`.
    pub fn of(words: &str) -> usize {
        let texts = TEXTS.lock().expect("no test panicked");
        texts.iter().filter(|text| text.contains(words)).count()
    }
}
