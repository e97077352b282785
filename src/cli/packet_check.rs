//! `loopbook packet --check`: lists what a reader will see, what is left out, and what weakens the case.

use std::io::{self, Write};

use super::text::{ALERT, QUIET, STRONG, columns, cut, paint, wrap};
use crate::audit::Audit;
use crate::audit::about_others::AboutOthers;
use crate::audit::lints::AuditFinding;
use crate::audit::seen::Seen;
use crate::model::phrasing::counted;
use crate::model::vocabulary::Audience;
use crate::share::omission::Omission;

/// The width of the column of keys.
const KEYS: usize = 14;

/// Prints the audit: first the findings, then everything that they are based on.
pub(super) fn write(
    out: &mut dyn Write,
    audit: &Audit,
    todo: &[String],
    audience: Audience,
) -> io::Result<()> {
    if audit.findings.is_empty() && todo.is_empty() {
        head(out, "Nothing found that weakens the case")?;
    } else {
        head(out, "What weakens the case or should not be in it")?;
        for words in todo {
            writeln!(out, "  {} {words}\n", paint(ALERT, "to do"))?;
        }
        audit.findings.iter().try_for_each(|found| finding(out, found))?;
    }
    if !audit.about_others.is_empty() {
        head(out, "Sentences about other people: read each as they would")?;
        audit.about_others.iter().try_for_each(|own| sentence(out, own))?;
        writeln!(out)?;
    }
    let reader = match audience {
        Audience::Me => "you",
        Audience::Manager => "your manager",
        Audience::Public => "anybody",
    };
    let notes = audit.seen.iter().filter(|note| note.number.is_some()).count();
    let total = notes + audit.unused.len();
    head(out, &format!("What {reader} will see: {notes} of {}", counted(total, "shared note")))?;
    audit.seen.iter().try_for_each(|note| seen(out, note))?;
    if !audit.unused.is_empty() {
        head(out, "Shared, but used only in totals and in the chart of loops")?;
        audit.unused.iter().try_for_each(|path| writeln!(out, "  {path}"))?;
        writeln!(out)?;
    }
    if !audit.omissions.is_empty() {
        head(out, "Left out (only you see this list)")?;
        left_out(out, &audit.omissions)?;
    }
    Ok(())
}

fn head(out: &mut dyn Write, title: &str) -> io::Result<()> {
    writeln!(out, "{}\n", paint(STRONG, title))
}

fn seen(out: &mut dyn Write, note: &Seen) -> io::Result<()> {
    let number = note.number.map_or_else(String::new, |number| format!("[{number}] "));
    writeln!(out, "  {}", paint(STRONG, &format!("{number}{}", note.path)))?;
    for (key, words) in &note.keys {
        let lines = wrap(words, columns().saturating_sub(KEYS + 5));
        let keys = std::iter::once(*key).chain(std::iter::repeat(""));
        for (key, line) in keys.zip(lines) {
            writeln!(out, "    {} {line}", paint(QUIET, &format!("{key:KEYS$}")))?;
        }
    }
    if !note.used.is_empty() {
        let used = format!("{:KEYS$} {}", "also used", note.used.join(", "));
        writeln!(out, "    {}", paint(QUIET, &used))?;
    }
    writeln!(out)
}

fn sentence(out: &mut dyn Write, AboutOthers { place, sentence }: &AboutOthers) -> io::Result<()> {
    writeln!(out, "  {}", paint(QUIET, place))?;
    let lines = wrap(sentence, columns().saturating_sub(4));
    lines.iter().try_for_each(|line| writeln!(out, "    {line}"))
}

/// Prints a line for each file and reason.
fn left_out(out: &mut dyn Write, omissions: &[Omission]) -> io::Result<()> {
    let mut omissions: Vec<&Omission> = omissions.iter().collect();
    omissions.sort_by(|a, b| a.path.cmp(&b.path));
    for same in omissions.chunk_by(|a, b| a.path == b.path && a.reason == b.reason) {
        let items: Vec<String> = same.iter().map(|omission| omission.item.phrase()).collect();
        writeln!(out, "  {}: {}: {}", same[0].path, items.join(", "), same[0].reason.phrase())?;
    }
    Ok(())
}

fn finding(out: &mut dyn Write, finding: &AuditFinding) -> io::Result<()> {
    let AuditFinding { code, message, advice, paths } = finding;
    writeln!(out, "  {} {message}", paint(ALERT, code))?;
    for path in paths {
        writeln!(out, "    {}", cut(path, columns().saturating_sub(4)))?;
    }
    writeln!(out, "    {}", paint(QUIET, &format!("{advice}.")))?;
    writeln!(out)
}
