//! Dataview's inline fields: `key:: value` on a line of its own, `[key:: value]` and `(key:: value)`
//! among other words. They are found in the tree, so that none is found in code, and become nodes.
//!
//! In quotes, callouts, footnotes and tables there are none.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::markdown::builder::Builder;
use crate::markdown::index::BadPromise;
use crate::model::Document;
use crate::model::document::{Kind, NodeId, Visit};

/// Fields of a task that say its days: they belong to the promise.
const DAYS: [&str; 6] = ["due", "completion", "cancelled", "created", "start", "scheduled"];

/// The longest key, in bytes.
const LONGEST: usize = 60;

/// A field that was found, in places of the text.
struct Found {
    /// All that it takes away: blanks beside it too.
    whole: Range<usize>,
    key: Range<usize>,
    value: Range<usize>,
    line: bool,
}

/// The document with its inline fields as nodes; `None` where it has none. `is_key` knows the keys
/// that need no blank behind their `::`.
pub(super) fn mark(
    text: &str,
    document: &Document,
    is_key: fn(&str) -> bool,
) -> Option<(Document, Vec<BadPromise>)> {
    if !text.contains("::") {
        return None;
    }
    let mut search = Search { text, document, is_key, found: Vec::new(), breaks: HashSet::new() };
    search.blocks();
    let Search { mut found, breaks, .. } = search;
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|field| field.whole.start);
    Some(rebuild(text, document, &found, &breaks))
}

/// The search for fields in one document.
struct Search<'d> {
    text: &'d str,
    document: &'d Document,
    is_key: fn(&str) -> bool,
    found: Vec<Found>,
    /// The ends of lines that go with the fields before or behind them.
    breaks: HashSet<NodeId>,
}

/// A line of running text: its nodes, and where it stands.
struct Line {
    at: Range<usize>,
    /// Code, links and HTML in it, in order: what stands there is no field, though it may be in a value.
    opaque: Vec<Range<usize>>,
    /// Each bracket that is closed, with the place of the one that closes it.
    closed: HashMap<usize, usize>,
    /// The breaks before and behind it.
    breaks: [Option<NodeId>; 2],
    /// Whether it is in an item that has a box.
    task: bool,
}

impl Search<'_> {
    /// Looks through all blocks in which fields can be.
    fn blocks(&mut self) {
        let mut tasks: Vec<bool> = Vec::new();
        let mut walk = self.document.walk(self.document.whole());
        while let Some(visit) = walk.next() {
            let (id, enters) = match visit {
                Visit::Enter(id) => (id, true),
                Visit::Leave(id) => (id, false),
            };
            match (self.document.node(id).kind, enters) {
                (
                    Kind::Quote
                    | Kind::Callout(_)
                    | Kind::FootnoteDefinition(_)
                    | Kind::Table(_)
                    | Kind::FencedCode(_)
                    | Kind::IndentedCode
                    | Kind::HtmlBlock,
                    true,
                ) => walk.skip_children(),
                (Kind::Item, true) => {
                    let first = self.document.nodes.get(id as usize + 1);
                    let paragraph = self.document.nodes.get(id as usize + 2);
                    let mut first = first.into_iter().chain(
                        paragraph.filter(|_| first.is_some_and(|n| n.kind == Kind::Paragraph)),
                    );
                    tasks.push(first.any(|node| matches!(node.kind, Kind::TaskMarker(_))));
                    self.run(id, tasks.last().copied().unwrap_or_default());
                }
                (Kind::Item, false) => drop(tasks.pop()),
                (Kind::Paragraph | Kind::Heading(_), true) => {
                    self.run(id, tasks.last().copied().unwrap_or_default());
                }
                _ => {}
            }
        }
    }

    /// Looks through the inlines that a block holds itself.
    fn run(&mut self, block: NodeId, task: bool) {
        let document = self.document;
        let mut nodes: Vec<NodeId> = Vec::new();
        let mut before = None;
        let mut id = block + 1;
        let end = document.node(block).end;
        while id < end {
            let node = document.node(id);
            match node.kind {
                Kind::SoftBreak | Kind::HardBreak => {
                    self.line(&nodes, [before, Some(id)], task);
                    nodes.clear();
                    before = Some(id);
                }
                Kind::TaskMarker(_) | Kind::BlockId(_) => {}
                kind if is_block(kind) => {
                    self.line(&nodes, [before, None], task);
                    nodes.clear();
                    before = None;
                }
                _ => nodes.push(id),
            }
            id = node.end;
        }
        self.line(&nodes, [before, None], task);
    }

    fn line(&mut self, nodes: &[NodeId], breaks: [Option<NodeId>; 2], task: bool) {
        let document = self.document;
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return };
        let at = document.node(*first).span.start as usize..document.node(*last).span.end as usize;
        let Some(written) = self.text.get(at.clone()) else { return };
        if !written.contains("::") {
            return;
        }
        let inner = *first..document.node(*last).end;
        let spans = inner.filter_map(|id| {
            let node = document.node(id);
            let opaque = matches!(
                node.kind,
                Kind::Code(_)
                    | Kind::Math(_)
                    | Kind::InlineHtml(_)
                    | Kind::Link(_)
                    | Kind::Image(_)
                    | Kind::Html(_)
            );
            opaque.then_some(node.span.start as usize..node.span.end as usize)
        });
        let mut opaque: Vec<Range<usize>> = Vec::new();
        for span in spans {
            // One may stand within another, as code in a link does.
            match opaque.last_mut().filter(|last| span.start < last.end) {
                Some(last) => last.end = last.end.max(span.end),
                None => opaque.push(span),
            }
        }
        let mut line = Line { at, opaque, closed: HashMap::new(), breaks, task };
        line.closed = self.closed(&line);
        if let Some(found) = self.whole_line(&line) {
            self.take_break(&line);
            self.found.push(found);
        } else {
            self.brackets(&line);
        }
    }

    /// A field that is alone takes the end of its line with it.
    fn take_break(&mut self, line: &Line) {
        let [before, behind] = line.breaks;
        if let Some(behind) = behind {
            self.breaks.insert(behind);
        } else if let Some(before) = before {
            self.breaks.insert(before);
        }
    }

    /// `key:: value`, where the line has nothing else.
    fn whole_line(&self, line: &Line) -> Option<Found> {
        let colons = self.colons(line, line.at.clone())?;
        if line.opaque.iter().any(|own| own.start < colons) {
            return None;
        }
        let key = self.key(line.at.start..colons)?;
        let start = self.behind_colons(line, &key, colons, line.at.end)?;
        if line.task && is_day(&self.text[key.clone()]) {
            return None;
        }
        let value = trimmed(self.text, start..line.at.end);
        Some(Found { whole: line.at.clone(), key, value, line: true })
    }

    /// `[key:: value]` and `(key:: value)`, in order.
    fn brackets(&mut self, line: &Line) {
        let mut at = line.at.start;
        let mut found: Vec<Found> = Vec::new();
        while let Some((start, field)) = self.next_bracket(line, at) {
            at = field.as_ref().map_or(start + 1, |field| field.whole.end);
            found.extend(field);
        }
        let mut rest = line.at.start;
        let mut alone = !found.is_empty();
        for field in &mut found {
            alone &= self.text[rest..field.whole.start].trim().is_empty();
            rest = field.whole.end;
            field.whole = self.with_blanks(line, field.whole.clone());
        }
        if alone && self.text[rest..line.at.end].trim().is_empty() {
            self.take_break(line);
            found.iter_mut().for_each(|field| field.line = true);
        }
        // Blanks between two belong to one of them.
        for at in 1..found.len() {
            found[at].whole.start = found[at].whole.start.max(found[at - 1].whole.end);
        }
        self.found.append(&mut found);
    }

    /// The next bracket of a line from a place on, and the field that it holds.
    fn next_bracket(&self, line: &Line, from: usize) -> Option<(usize, Option<Found>)> {
        let mut signs = self.text[from..line.at.end].char_indices();
        let start = signs.find_map(|(at, c)| {
            let at = from + at;
            let escaped = self.text[..at].ends_with('\\');
            let opens = matches!(c, '[' | '(') && !escaped && !line.is_opaque(at);
            opens.then_some(at)
        })?;
        Some((start, self.bracket(line, start)))
    }

    fn bracket(&self, line: &Line, start: usize) -> Option<Found> {
        let near = floor(self.text, line.at.end.min(start + 4 * LONGEST));
        let colons = self.colons(line, start + 1..near)?;
        let key = self.key(start + 1..colons)?;
        if self.text[key.clone()].contains(['[', ']', '(', ')']) || line.touches(&(start..colons)) {
            return None;
        }
        let end = line.closed.get(&start).copied()?;
        // Another field may begin before its own `::`.
        if end < colons + 2 {
            return None;
        }
        let from = self.behind_colons(line, &key, colons, end)?;
        if line.task && is_day(&self.text[key.clone()]) {
            return None;
        }
        let value = trimmed(self.text, from..end);
        Some(Found { whole: start..end + 1, key, value, line: false })
    }

    /// The places of all brackets of a line that are closed, and where.
    fn closed(&self, line: &Line) -> HashMap<usize, usize> {
        let (mut squares, mut rounds) = (Vec::new(), Vec::new());
        let mut closed = HashMap::new();
        for (at, c) in self.text[line.at.clone()].char_indices() {
            let at = line.at.start + at;
            let open = match c {
                '[' | ']' => &mut squares,
                '(' | ')' => &mut rounds,
                _ => continue,
            };
            if self.text[..at].ends_with('\\') || line.is_opaque(at) {
                continue;
            }
            if matches!(c, '[' | '(') {
                open.push(at);
            } else if let Some(start) = open.pop() {
                closed.insert(start, at);
            }
        }
        closed
    }

    /// The first `::` in a range of a line.
    fn colons(&self, line: &Line, within: Range<usize>) -> Option<usize> {
        let from = within.start;
        let written = self.text.get(within)?;
        let mut all = written.match_indices("::").map(|(at, _)| from + at);
        all.find(|at| !line.is_opaque(*at))
    }

    /// The key in a range: words of letters, digits and signs, with the marks of emphasis cut off.
    fn key(&self, within: Range<usize>) -> Option<Range<usize>> {
        let is_mark = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '=');
        let written = &self.text[within.clone()];
        let end = within.start + written.trim_end_matches(is_mark).len();
        let cut = written.len() - written.trim_start_matches(is_mark).len();
        let key = within.start + cut..end.max(within.start + cut);
        let plain = |c: char| {
            c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | ' ') || (!c.is_ascii() && c != '…')
        };
        let words = &self.text[key.clone()];
        let named = words.chars().any(|c| c.is_alphanumeric() || !c.is_ascii());
        (named && words.len() <= LONGEST && words.chars().all(plain)).then_some(key)
    }

    /// Where the value begins. Without a blank, `std::vector` is none, but a known key has one.
    fn behind_colons(
        &self,
        line: &Line,
        key: &Range<usize>,
        colons: usize,
        end: usize,
    ) -> Option<usize> {
        let mut start = colons + 2;
        let before = &self.text[line.at.start..key.start];
        if before.ends_with(['*', '_', '~', '=']) {
            let rest = &self.text[start..end];
            start = end - rest.trim_start_matches(['*', '_', '~', '=']).len();
        }
        let rest = &self.text[start..end];
        let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
        (spaced || (self.is_key)(&self.text[key.clone()])).then_some(start)
    }

    /// A bracket with the blanks that are one too many without it.
    fn with_blanks(&self, line: &Line, own: Range<usize>) -> Range<usize> {
        let before = &self.text[line.at.start..own.start];
        let behind = &self.text[own.end..line.at.end];
        let cut = before.trim_end().len();
        let closes = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?');
        if cut == 0 {
            let blank = behind.len() - behind.trim_start().len();
            line.at.start..own.end + blank
        } else if behind.is_empty() || behind.starts_with(closes) {
            line.at.start + cut..own.end
        } else {
            own
        }
    }
}

impl Line {
    fn is_opaque(&self, at: usize) -> bool {
        self.touches(&(at..at + 1))
    }

    fn touches(&self, range: &Range<usize>) -> bool {
        let next = self.opaque.partition_point(|own| own.end <= range.start);
        self.opaque.get(next).is_some_and(|own| own.start < range.end)
    }
}

/// Whether a key says a day of a task.
fn is_day(key: &str) -> bool {
    DAYS.iter().any(|day| key.eq_ignore_ascii_case(day))
}

/// The last place up to that one at which a character begins.
fn floor(text: &str, place: usize) -> usize {
    (0..=place).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A range without the blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let written = &text[range.clone()];
    let start = range.start + written.len() - written.trim_start().len();
    let end = range.start + written.trim_end().len();
    start..end.max(start)
}

fn is_block(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Paragraph
            | Kind::Heading(_)
            | Kind::Quote
            | Kind::Callout(_)
            | Kind::List(_)
            | Kind::FencedCode(_)
            | Kind::IndentedCode
            | Kind::Table(_)
            | Kind::FootnoteDefinition(_)
            | Kind::HtmlBlock
            | Kind::Rule
    )
}

/// The document anew, with each field as one node in the place of what it was written with.
fn rebuild(
    text: &str,
    document: &Document,
    found: &[Found],
    breaks: &HashSet<NodeId>,
) -> (Document, Vec<BadPromise>) {
    let mut rebuild = Rebuild {
        text,
        document,
        found,
        next: 0,
        items: 0,
        builder: Builder::with_capacity(text.len()),
    };
    let mut open: Vec<Option<NodeId>> = Vec::new();
    let mut walk = document.walk(document.whole());
    while let Some(visit) = walk.next() {
        match visit {
            Visit::Enter(id) if breaks.contains(&id) => {}
            Visit::Enter(id) if document.node(id).kind.is_leaf() => rebuild.leaf(id),
            Visit::Enter(id) => {
                let is_item = document.node(id).kind == Kind::Item;
                rebuild.items += usize::from(is_item);
                let opened = rebuild.open(id);
                if opened.is_none() {
                    walk.skip_children();
                }
                open.push(opened);
            }
            Visit::Leave(id) => {
                rebuild.items -= usize::from(document.node(id).kind == Kind::Item);
                if let Some(node) = open.pop().flatten() {
                    rebuild.builder.close(node);
                }
            }
        }
    }
    rebuild.builder.finish()
}

struct Rebuild<'d> {
    text: &'d str,
    document: &'d Document,
    found: &'d [Found],
    /// The first field that has no node yet.
    next: usize,
    /// How many items of lists are around this place.
    items: usize,
    builder: Builder,
}

impl Rebuild<'_> {
    /// Writes the fields that begin before a place.
    fn write_until(&mut self, place: usize) {
        while let Some(field) = self.found.get(self.next).filter(|own| own.whole.start < place) {
            let (key, value) = (&self.text[field.key.clone()], &self.text[field.value.clone()]);
            self.builder.field(key, value, field.line, super::span(&field.whole));
            self.next += 1;
        }
    }

    /// The fields that a range meets.
    fn met(&self, at: &Range<usize>) -> &[Found] {
        let from = self.found.partition_point(|own| own.whole.end <= at.start);
        let to = self.found.partition_point(|own| own.whole.start < at.end);
        &self.found[from..to.max(from)]
    }

    /// Begins a node that holds others; `None` where all of it is in a field.
    fn open(&mut self, id: NodeId) -> Option<NodeId> {
        let node = self.document.node(id);
        let at = node.span.start as usize..node.span.end as usize;
        let inline = !is_block(node.kind) && node.kind != Kind::Item && !at.is_empty();
        let within = |own: &Found| own.whole.start <= at.start && at.end <= own.whole.end;
        if inline && self.met(&at).iter().any(within) {
            self.write_until(at.end);
            return None;
        }
        if self.items > 0 && self.has_blank_before(id) {
            self.builder.space_before();
        }
        let kind = self.builder.copied(self.document, id);
        Some(self.builder.open(kind, node.span.clone()))
    }

    /// Whether a blank line stands between a block and what is before it.
    fn has_blank_before(&self, id: NodeId) -> bool {
        let node = self.document.node(id);
        let Some(before) = id.checked_sub(1).map(|before| self.document.node(before)) else {
            return false;
        };
        if before.end > id || !(is_block(node.kind) || node.kind == Kind::Item) {
            return false;
        }
        let between = self.text.get(before.span.end as usize..node.span.start as usize);
        let lines: Vec<&str> = between.unwrap_or_default().split('\n').collect();
        let inner = lines.len().saturating_sub(1).max(1);
        lines[1.min(lines.len())..inner].iter().any(|line| line.trim().is_empty())
    }

    fn leaf(&mut self, id: NodeId) {
        let node = self.document.node(id);
        let at = node.span.start as usize..node.span.end as usize;
        let met: Vec<Range<usize>> = self.met(&at).iter().map(|own| own.whole.clone()).collect();
        if met.is_empty() || at.is_empty() {
            let kind = self.builder.copied(self.document, id);
            self.builder.leaf(kind, node.span.clone());
            return;
        }
        let exact = matches!(node.kind, Kind::Text(_))
            && self.text.get(at.clone()) == Some(self.document.text(id));
        let mut from = at.start;
        for own in met {
            if exact && from < own.start {
                self.builder.text(&self.text[from..own.start], super::span(&(from..own.start)));
            }
            self.write_until(own.start + 1);
            from = own.end.min(at.end);
        }
        if exact && from < at.end {
            self.builder.text(&self.text[from..at.end], super::span(&(from..at.end)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::{parse_with_keys, plain};

    fn read(text: &str) -> (Vec<(String, String)>, String) {
        let document = parse_with_keys(text, |key| key == "private").document;
        let words = |words| document.words(words).to_owned();
        let fields = document.fields.iter().map(|own| (words(own.key), words(own.value)));
        (fields.collect(), plain(&document))
    }

    fn one(text: &str) -> (String, String, String) {
        let (fields, rest) = read(text);
        let [(key, value)] = &fields[..] else { panic!("one field in {text:?}: {fields:?}") };
        (key.clone(), value.clone(), rest)
    }

    fn owned(key: &str, value: &str, rest: &str) -> (String, String, String) {
        (key.to_owned(), value.to_owned(), rest.to_owned())
    }

    #[test]
    fn a_field_has_a_line_or_brackets() {
        for (text, key, value, rest) in [
            ("step:: deliver", "step", "deliver", ""),
            ("a\nstep:: deliver\nb", "step", "deliver", "a b"),
            ("**step**:: deliver", "step", "deliver", ""),
            ("**step::** deliver", "step", "deliver", ""),
            ("_step_ :: deliver", "step", "deliver", ""),
            ("Own Key:: some *words*", "Own Key", "some *words*", ""),
            ("task:: [[Docs cleanup]]", "task", "[[Docs cleanup]]", ""),
            ("evidence:: [a](https://b.example)", "evidence", "[a](https://b.example)", ""),
            ("private::yes", "private", "yes", ""),
            ("It is [step:: deliver] now.", "step", "deliver", "It is now."),
            ("It is (step:: deliver (so)).", "step", "deliver (so)", "It is."),
            ("[with:: [[Ann]]] said so", "with", "[[Ann]]", "said so"),
            ("- a [step:: deliver]\n- b", "step", "deliver", "a b"),
            ("## Head (step:: ask) ^id", "step", "ask", "Head"),
            ("**bold [step:: ask] text**", "step", "ask", "bold text"),
            ("a &amp; b [step:: ask]", "step", "ask", "a & b"),
            ("[step:: `ask]`]", "step", "`ask]`", ""),
            ("step::", "step", "", ""),
            ("- [ ] step:: ask", "step", "ask", ""),
        ] {
            assert_eq!(one(text), owned(key, value, rest), "{text}");
        }
        let (fields, rest) = read("A [step:: ask] (task:: x) b\n[goal:: y]\n[shows:: z]\nend");
        assert_eq!(fields.len(), 4, "{fields:?}");
        assert_eq!(rest, "A b end");
    }

    #[test]
    fn what_is_no_field() {
        for text in [
            "`step:: deliver`",
            "    step:: deliver",
            "```\nstep:: deliver\n```",
            "> step:: deliver",
            "> [!note]\n> step:: deliver",
            "a[^1]\n\n[^1]: step:: deliver",
            "| a |\n|---|\n| [step:: b] |",
            "std::vector is fast",
            "Use std::vector here",
            "(std::vector)",
            "\\[step:: deliver]",
            "`a` b:: c",
            "<i>step</i>:: deliver",
            "- [ ] send it [due:: 2026-03-01]",
            "[[step:: deliver]]",
        ] {
            assert_eq!(read(text).0, [], "{text}");
        }
    }
}
