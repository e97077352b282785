//! Formulas in TeX, between dollars: `$…$` in a line of text, `$$…$$` on its own.
//!
//! They are found by Pandoc's rule. The opening dollar has a character other than a blank directly behind it;
//! the closing one has such a character directly before it and no digit directly behind it. So `$5 and $6` is
//! text.
//!
//! The parser would take signs within a formula for markup. So a text with dollars is parsed once to see where
//! its running text is; then what stands within each formula is masked, byte by byte, before it is parsed for
//! its document.

mod formula;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::parse::merged;

pub(super) use formula::convert;

/// A formula in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MathSpan {
    /// Where it stands, with its dollars.
    pub range: Range<usize>,
    /// What stands between them, without what begins each line of a quote or a list.
    pub tex: String,
    /// Whether it stands between two dollars each.
    pub display: bool,
    /// What is masked: the lines of what stands between the dollars.
    lines: Vec<Range<usize>>,
}

/// What stands for a byte of a formula. It is no sign of Markdown, and no text has it: control characters
/// have no meaning in one.
pub(super) const MASK: char = '\u{1a}';

/// The formulas of a text, in order.
pub(super) fn find(text: &str, options: Options) -> Vec<MathSpan> {
    if !text.contains('$') || text.contains(MASK) {
        return Vec::new();
    }
    // The lines of a formula may look like a list, a quote or an underlined heading.
    let blocks = displayed_blocks(text);
    let masked = masked(text, blocks.iter().flatten());
    let mut search =
        Search { text: &masked, run: Run::default(), in_code: false, found: Vec::new() };
    for (event, at) in Parser::new_ext(&masked, options).into_offset_iter() {
        search.event(&event, at);
    }
    search.end_run();
    let mut found = search.found;
    for span in &mut found {
        let lines = span.lines.iter().map(|line| &text[line.clone()]);
        span.tex = lines.collect::<Vec<_>>().join("\n");
    }
    found.retain(|span| !has_markup(&span.tex));
    found
}

/// Whether a text has what is no part of a formula: a link, a tag, an inline field or a callout. Those decide
/// who sees what, so they count, whatever dollars stand around them.
fn has_markup(tex: &str) -> bool {
    let is_tag =
        |(at, _): (usize, &str)| (at - tex[..at].trim_end_matches('\\').len()).is_multiple_of(2);
    ["[[", "](", "::", "[!"].iter().any(|sign| tex.contains(sign))
        || tex.match_indices('#').any(is_tag)
}

/// The text with what stands in these formulas masked.
pub(super) fn mask(text: &str, spans: &[MathSpan]) -> String {
    masked(text, spans.iter().flat_map(|span| &span.lines))
}

fn masked<'l>(text: &str, lines: impl Iterator<Item = &'l Range<usize>>) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for line in lines {
        masked.push_str(&text[from..line.start]);
        masked.extend(std::iter::repeat_n(MASK, line.len()));
        from = line.end;
    }
    masked.push_str(&text[from..]);
    masked
}

/// The formulas whose `$$` begins a line and that go on over several lines, each by what stands in its lines.
/// Some may be in code; whether they are formulas is decided later.
fn displayed_blocks(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut blocks = Vec::new();
    let mut open: Option<(Vec<Range<usize>>, usize, usize)> = None;
    let mut fence: Option<&str> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.trim_end();
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let prefix = line.len() - inner.len();
        let quotes = line[..prefix].matches('>').count();
        if let Some((mut lines, begun, depth)) = open.take() {
            // Only what begins a line of the same quote is no part of the formula.
            let prefix = content(line, depth);
            let inner = line.get(prefix..).unwrap_or_default();
            let length = at + line.len() - begun;
            if quotes < depth || inner.is_empty() || length > formula::LONGEST {
                continue;
            }
            match inner.find("$$") {
                None => {
                    lines.push(at + prefix..at + line.len());
                    open = Some((lines, begun, depth));
                }
                Some(end) if inner.len() == end + 2 => {
                    lines.push(at + prefix..at + prefix + end);
                    blocks.push(lines);
                }
                Some(_) => {}
            }
            continue;
        }
        if let Some(open) = fence {
            if inner.starts_with(open) && inner.trim_start_matches(&open[..1]).is_empty() {
                fence = None;
            }
        } else if inner.starts_with("```") || inner.starts_with("~~~") {
            let length = inner.len() - inner.trim_start_matches(&inner[..1]).len();
            fence = Some(&inner[..length]);
        } else if let Some(rest) = inner.strip_prefix("$$")
            && !rest.contains("$$")
        {
            let from = at + prefix;
            let first = from + 2..from + inner.len();
            open = Some((Vec::from([first]), from, quotes));
        }
    }
    blocks
}

/// Where the text of a line begins within that many quotes.
fn content(line: &str, quotes: usize) -> usize {
    let mut at = 0;
    for _ in 0..quotes {
        at += line[at..].find('>').map_or(0, |sign| sign + 1);
    }
    at + line[at..].len() - line[at..].trim_start().len()
}

/// The search for formulas in the running text of one block after the other.
struct Search<'t> {
    text: &'t str,
    run: Run,
    in_code: bool,
    found: Vec<MathSpan>,
}

/// The running text of a block.
#[derive(Default)]
struct Run {
    /// Its lines, without what begins each in a quote or a list.
    lines: Vec<Range<usize>>,
    /// Whether the next event begins a line.
    breaks: bool,
    /// Text, in which a formula can begin.
    words: Vec<Range<usize>>,
    /// Code, HTML and addresses, in which no dollar counts.
    opaque: Vec<Range<usize>>,
    /// The outermost links: a formula can be in the words of one, and holds none.
    links: Vec<Range<usize>>,
}

impl Run {
    fn covers(&mut self, at: Range<usize>) {
        match self.lines.last_mut() {
            Some(line) if !self.breaks => {
                line.start = line.start.min(at.start);
                line.end = line.end.max(at.end);
            }
            _ => self.lines.push(at),
        }
        self.breaks = false;
    }
}

impl Search<'_> {
    fn event(&mut self, event: &Event<'_>, at: Range<usize>) {
        match event {
            Event::Text(_) if self.in_code => {}
            Event::Text(_) => {
                self.run.covers(at.clone());
                self.run.words.push(at);
            }
            Event::Code(_) | Event::InlineHtml(_) => {
                // A span of code may go over several lines.
                self.run.covers(at.start..at.start);
                self.run.opaque.push(at.clone());
                self.run.covers(at.end..at.end);
            }
            Event::FootnoteReference(_) => self.run.covers(at),
            Event::SoftBreak | Event::HardBreak => {
                // The first line of a callout is its title.
                let titled = self.run.lines.len() == 1
                    && self.text[self.run.lines[0].clone()].starts_with("[!");
                if titled {
                    self.end_run();
                } else {
                    self.run.breaks = true;
                }
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                self.run.covers(at.start..at.start);
            }
            Event::Start(Tag::Link { link_type, .. }) => {
                self.run.covers(at.start..at.start);
                if names_itself(*link_type) {
                    self.run.opaque.push(at);
                } else {
                    self.run.links.push(at);
                }
            }
            // What is said of a picture is no markup.
            Event::Start(Tag::Image { .. }) => {
                self.run.covers(at.start..at.start);
                self.run.opaque.push(at);
            }
            Event::End(end) if is_inline(*end) => self.run.covers(at.end..at.end),
            _ => {
                self.end_run();
                match event {
                    Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
                    Event::End(TagEnd::CodeBlock) => self.in_code = false,
                    _ => {}
                }
            }
        }
    }

    /// Finds the formulas of a block that is over.
    fn end_run(&mut self) {
        let mut run = std::mem::take(&mut self.run);
        run.opaque = merged(run.opaque);
        let dollars = dollars(self.text, &run);
        // The next pair of dollars from each place on.
        let mut pairs = vec![None; dollars.len() + 1];
        for at in (0..dollars.len()).rev() {
            let is_pair = dollars.get(at + 1).is_some_and(|next| *next == dollars[at] + 1);
            pairs[at] = if is_pair { Some(at) } else { pairs[at + 1] };
        }
        let mut at = 0;
        while at < dollars.len() {
            let display = pairs[at] == Some(at);
            let width = if display { 2 } else { 1 };
            let closing = if display {
                pairs.get(at + 2).copied().flatten()
            } else {
                Some(at + 1).filter(|next| *next < dollars.len())
            };
            let range = closing.map(|closing| dollars[at]..dollars[closing] + width);
            let span = range.and_then(|range| self.span(&run, range, width));
            match (span, closing) {
                (Some(span), Some(closing)) => {
                    self.found.push(span);
                    at = closing + width;
                }
                _ => at += width,
            }
        }
    }

    /// The formula there, if it is one.
    fn span(&self, run: &Run, range: Range<usize>, width: usize) -> Option<MathSpan> {
        let text = self.text;
        let inner = range.start + width..range.end - width;
        if inner.len() > formula::LONGEST {
            return None;
        }
        let first = run.lines.partition_point(|line| line.end <= inner.start);
        let lines = run.lines[first..].iter().take_while(|line| line.start < inner.end);
        let lines = lines.map(|line| line.start.max(inner.start)..line.end.min(inner.end));
        let lines: Vec<Range<usize>> = lines.filter(|line| !line.is_empty()).collect();
        if width == 1 {
            let opens = !text[inner.start..].starts_with(char::is_whitespace);
            let closes = !text[..inner.end].ends_with(char::is_whitespace)
                && !text[range.end..].starts_with(|c: char| c.is_ascii_digit());
            // A line that begins with the closing dollar has nothing before it.
            let begins = run.lines.binary_search_by_key(&inner.end, |line| line.start).is_ok();
            if !opens || !closes || begins || in_address(text, range.start) {
                return None;
            }
        }
        let says = lines.iter().any(|line| !text[line.clone()].trim().is_empty());
        let fits = says
            && around(&run.words, range.start).is_some()
            && around(&run.words, range.end - 1).is_some()
            && around(&run.links, range.start) == around(&run.links, range.end - 1)
            && begins_apart(&run.links, &range)
            && is_apart(&run.opaque, &range);
        fits.then(|| MathSpan { range, tex: String::new(), display: width == 2, lines })
    }
}

/// Which of these ranges, which are in order, a place is in.
fn around(ranges: &[Range<usize>], place: usize) -> Option<usize> {
    let after = ranges.partition_point(|own| own.start <= place);
    after.checked_sub(1).filter(|at| place < ranges[*at].end)
}

/// Whether none of these ranges, which are in order, meets another one.
fn is_apart(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = ranges.partition_point(|own| own.end <= range.start);
    ranges.get(next).is_none_or(|own| range.end <= own.start)
}

/// Whether none of these ranges, which are in order, begins in another one.
fn begins_apart(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = ranges.partition_point(|own| own.start < range.start);
    ranges.get(next).is_none_or(|own| range.end <= own.start)
}

/// Whether a link's words are its address or its name.
fn names_itself(written: LinkType) -> bool {
    matches!(
        written,
        LinkType::Autolink
            | LinkType::Email
            | LinkType::Shortcut
            | LinkType::Collapsed
            | LinkType::WikiLink { has_pothole: false }
    )
}

fn is_inline(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// The dollars of some running text that are no text by a backslash.
fn dollars(text: &str, run: &Run) -> Vec<usize> {
    let lines = run
        .lines
        .iter()
        .flat_map(|line| text[line.clone()].match_indices('$').map(|(at, _)| line.start + at));
    let escaped = |at: usize| (at - text[..at].trim_end_matches('\\').len()) % 2 == 1;
    let counts = |at: &usize| {
        let after = run.opaque.partition_point(|own| own.start <= *at);
        (after == 0 || run.opaque[after - 1].end <= *at) && !escaped(*at)
    };
    lines.filter(counts).collect()
}

/// What a formula was written with, without its comments.
pub(super) fn source(formula: &MathSpan) -> String {
    let dollars = if formula.display { "$$" } else { "$" };
    let lines = formula.tex.lines().map(|line| {
        let is_comment =
            |(at, _): &(usize, &str)| (at - line[..*at].trim_end_matches('\\').len()) % 2 == 0;
        let comment = line.match_indices('%').find(is_comment);
        &line[..comment.map_or(line.len(), |(at, _)| at)]
    });
    format!("{dollars}{}{dollars}", lines.collect::<Vec<_>>().join(" "))
}

/// How far back an address is looked for.
const LONGEST_ADDRESS: usize = 500;

/// Whether a place is within an address that stands in the text.
fn in_address(text: &str, place: usize) -> bool {
    let mut from = place.saturating_sub(LONGEST_ADDRESS);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let word = text[from..place].rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.contains("www.")
}

#[cfg(test)]
mod tests {
    use crate::markdown::{parse, plain};
    use crate::model::Document;
    use crate::model::document::Kind;

    fn parsed(text: &str) -> Document {
        parse(text).document
    }

    /// The formulas of a text in plain words.
    fn formulas(text: &str) -> Vec<String> {
        let document = parsed(text);
        let formulas = document.formulas.iter().map(|own| document.words(own.plain).to_owned());
        formulas.collect()
    }

    #[test]
    fn dollars_count_by_the_rule_of_pandoc() {
        for (text, found) in [
            ("$a$", vec!["a"]),
            ("so $a*b$ and $c*d$ end", vec!["a∗b", "c∗d"]),
            ("($2^n$), \"$5x$\"", vec!["2^n", "5x"]),
            ("$a$$b$", vec!["a", "b"]),
            ("**$a_1$** and $b_1$", vec!["a_1", "b_1"]),
            ("$20 and $30", vec![]),
            ("$5-$10 a month", vec![]),
            ("$5-$10 or $x$", vec!["x"]),
            ("US$20–A$30", vec![]),
            ("$ a$ and $b $", vec![]),
            ("a\\$b$ and \\\\$c$", vec!["c"]),
            ("$a\\$b$", vec!["a$b"]),
            ("`$a$` and $b$", vec!["b"]),
            ("$a `$` b$", vec![]),
            ("    $a$", vec![]),
            ("```\n$a$\n$$\nb\n$$\n```", vec![]),
            ("<i title=\"$a$\">$b$</i>", vec!["b"]),
            ("https://a.example/$b$ $c$", vec!["c"]),
            ("<https://a.example/$b$> $c$", vec!["c"]),
            ("[$a$](b) [c $d](e) $", vec!["a"]),
            ("$f[x](y)$ $A[i][j]$", vec!["A[i][j]"]),
            ("$5 [[a]] 6$, $5 #private 6$, $5 [energy:: 3] 6$, $\\#5$", vec!["#5"]),
            ("$[a][b]$\n\n[b]: c.md\n", vec![]),
            ("$$\na\nprivate:: yes\n$$", vec![]),
            ("![$a$](b.png) [[$c$]] [[d|$e$]]", vec!["e"]),
            ("$a\nb$", vec!["ab"]),
            ("$a\n\nb$", vec![]),
            ("> $a\n> b$", vec!["ab"]),
            ("| a | b |\n|--|--|\n| $c$ | $d |\n| e$ | $f$ |", vec!["c", "f"]),
            ("# Of $a^2$\n", vec!["a^2"]),
            ("> [!note] On $a$\n> $b$", vec!["a", "b"]),
            ("> [!note] On $a\n> b$", vec![]),
            ("- [ ] $a$\n- $b$\n\n[^1]: $c$\n", vec!["a", "b", "c"]),
            ("$a==b$ ==$c$==", vec!["a==b", "c"]),
            ("$a\u{1a}$", vec![]),
        ] {
            assert_eq!(formulas(text), found, "{text}");
        }
    }

    #[test]
    fn a_displayed_formula_may_look_like_blocks() {
        for (text, found) in [
            ("$$a$$", "a"),
            ("$$\na\n= b\n$$", "a=b"),
            ("$$\na\n=\nb\n$$", "a=b"),
            ("$$\na\n+ b\n- c\n$$", "a+b−c"),
            ("$$\n> a\n# b\n$$", ""),
            ("x\n$$\na\n- b\n$$\ny", "a−b"),
            ("> $$\n> a\n> - b\n> $$", "a−b"),
            ("- x\n\n  $$\n  a\n  - b\n  $$", "a−b"),
            ("$$\na & b\n$$", ""),
            ("$$\n\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}\n$$", "a =b =c"),
            ("$$\n- a\n\nb\n$$", ""),
            ("$$ a $$ and $$b$$", "a b"),
            ("$$ $$", ""),
        ] {
            assert_eq!(formulas(text).join(" "), found, "{text}");
        }
        assert!(parsed("$$\na\n- b\n$$").nodes.iter().all(|node| node.kind != Kind::List(None)));
        let list = parsed("```\n$$\n```\n- a\n$$\n");
        assert!(list.nodes.iter().any(|node| node.kind == Kind::List(None)));
    }

    #[test]
    fn text_around_formulas_is_as_it_is_without() {
        for text in [
            "$5 and *b* $6",
            "**$5**off $1-$2 _c_",
            "a $b\n\n- $c\n\n`$d`",
            "$$\n```\na $$ b\n```\n",
            "a `b $$\n$$ c`",
            "[a $b](c$d) $",
        ] {
            let document = parsed(text);
            assert!(document.formulas.is_empty(), "{text}");
            assert!(!document.pool.contains(super::MASK), "{text}");
            let dollars = document.pool.matches('$').count();
            assert_eq!(dollars, text.matches('$').count(), "{text}");
        }
    }

    #[test]
    fn words_of_a_formula_are_plain() {
        let text = "# Of $x^2$\n\nIt is $\\frac{a}{b}$ % now. ^claim\n";
        let document = parsed(text);
        assert_eq!(plain(&document), "Of x^2 It is a/b % now.");
        assert_eq!(document.title(), Some("Of x^2"));
        assert_eq!(document.blocks.len(), 1);
    }

    #[test]
    fn a_formula_that_cannot_be_shown_is_code_and_told() {
        let parsed = parse("so $\\nothing{x} % secret$ it is");
        let (at, message, _) = &parsed.problems[0];
        assert_eq!((at.start, at.end), (3, 25));
        assert!(message.starts_with("a formula can't be shown: "), "{message}");
        assert!(parsed.document.nodes.iter().any(|node| matches!(node.kind, Kind::Code(_))));
        assert_eq!(plain(&parsed.document), "so $\\nothing{x} $ it is");
    }
}
