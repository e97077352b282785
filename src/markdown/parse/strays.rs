//! `[!private]` where it hides nothing.

use std::ops::Range;

use crate::model::Document;

/// Where a text says `[!private]`, or nearly that, outside of private callouts and of the ranges
/// that are verbatim.
pub(super) fn strays(
    text: &str,
    document: &Document,
    verbatim: &[Range<usize>],
) -> Vec<Range<usize>> {
    if !text.contains("[!") {
        return Vec::new();
    }
    let private = document.private.iter().map(|range| {
        let span = &document.node(range.start).span;
        span.start as usize..span.end as usize
    });
    let meant = merged(private.chain(verbatim.iter().cloned()).collect());
    let stray = |(at, _): (usize, &str)| {
        let rest = &text[at + 2..];
        let length = rest.find([']', '|', '\n']).unwrap_or(rest.len());
        let kind = rest[..length].trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let near =
            kind.len() < 16 && strsim::osa_distance(&kind.to_ascii_lowercase(), "private") <= 1;
        let escaped = text[..at].ends_with('\\');
        let after = meant.partition_point(|range| range.start <= at);
        let is_meant = after > 0 && at < meant[after - 1].end;
        (near && !escaped && !is_meant).then_some(at..at + 2 + length)
    };
    text.match_indices("[!").filter_map(stray).collect()
}

/// Ranges in order, those that overlap as one.
pub(super) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
