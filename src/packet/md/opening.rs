//! The pages that are read first.

use std::fmt::Write as _;

use super::super::{
    EvidenceLine, OpeningBlock, Packet, PacketDecision, PacketRecommendation, PacketResult,
    PacketStory, Readiness, ReadinessRow,
};
use super::phrasing::{behind, links, measures, new, quote_of, row, section, table_head};
use super::text::text;
use crate::analyse::gaps::label;
use crate::packet::Measure;

pub(super) fn opening(out: &mut String, packet: &Packet) {
    for own in &packet.opening.sections {
        section(out, &text(&own.title));
        own.blocks.iter().for_each(|own| block(out, packet, own));
        if let Some(who) = &own.to_write {
            let _ = writeln!(out, "*To be written by {}.*\n", text(who));
        }
    }
}

fn block(out: &mut String, packet: &Packet, block: &OpeningBlock) {
    let OpeningBlock {
        text,
        decision: asked,
        results: all,
        readiness: table,
        story: told,
        quotes,
        recommendations,
        evidence,
        shows,
    } = block;
    if let Some(text) = text {
        let _ = writeln!(out, "{}\n", text.markdown);
    }
    if let Some(asked) = asked {
        decision(out, packet, asked);
    }
    if !all.is_empty() {
        all.iter().for_each(|own| result(out, own));
        out.push('\n');
    }
    if let Some(table) = table {
        readiness(out, table);
    }
    if let Some(told) = told {
        story(out, told);
    }
    for line in evidence {
        let EvidenceLine { title, quarter, grade, confirmed_by, notes } = line;
        let by: Vec<String> = confirmed_by.iter().map(|name| super::text::text(name)).collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
        let said = format!("{}, {quarter}, {grade}{by}", super::text::text(title));
        let _ = writeln!(out, "- {}", behind(said, notes));
    }
    if !evidence.is_empty() {
        out.push('\n');
    }
    recommendations.iter().for_each(|own| recommendation(out, own));
    match (shows, &packet.matrix, &packet.ledger) {
        (Some("matrix"), Some(grid), _) => super::matrix(out, packet, grid),
        (Some("log"), _, Some(own)) => super::ledger(out, own),
        _ => {}
    }
    if !quotes.is_empty() {
        for said in quotes {
            let _ = writeln!(out, "- {}", quote_of(said));
        }
        out.push('\n');
    }
}

fn recommendation(out: &mut String, own: &PacketRecommendation) {
    let PacketRecommendation { paragraphs, who, level, date, note } = own;
    for paragraph in paragraphs {
        let _ = writeln!(out, "> {}\n>", text(paragraph));
    }
    let level = level.as_deref().map_or(String::new(), |level| format!(", {}", text(level)));
    let said = format!("{}{level}, {}", text(who), date.text);
    let notes: Vec<usize> = note.iter().copied().collect();
    let _ = writeln!(out, "> {}\n", behind(said, &notes));
}

fn decision(out: &mut String, packet: &Packet, decision: &PacketDecision) {
    let who = &packet.who;
    let mut said = vec![match (&who.ask, &who.by) {
        (Some(ask), _) => format!("**{}.**", text(ask)),
        (None, Some(by)) => {
            format!("**This goal is {}; it was wanted by {}.**", who.state, by.text)
        }
        (None, None) => format!("**This goal is {}.**", who.state),
    }];
    if !who.with.is_empty() {
        let with: Vec<String> = who.with.iter().map(|name| text(name)).collect();
        let with = match with.split_last() {
            Some((last, others)) if !others.is_empty() => {
                format!("{} and {last}", others.join(", "))
            }
            _ => with.concat(),
        };
        said.push(match &who.shared_on {
            Some(day) => format!("Told to {with} on {}.", day.text),
            None => format!("With {with}."),
        });
    }
    for one in &decision.support {
        let level = one.level.as_deref();
        let level = level.map_or(String::new(), |level| format!(", {}", text(level)));
        said.push(format!("Supported by {}{level}, on {}.", text(&one.who), one.date.text));
    }
    let _ = writeln!(out, "{}\n", said.join(" "));
}

fn result(out: &mut String, result: &PacketResult) {
    let PacketResult { number, task, measure, impact, notes, .. } = result;
    let said = match measure {
        Some(Measure { name, before, after, unit }) => {
            let unit = if unit.is_empty() { String::new() } else { format!(" {}", text(unit)) };
            format!("**{} → {}{unit}** {}", text(before), text(after), text(name))
        }
        None => impact.as_deref().map(text).unwrap_or_default(),
    };
    let _ = writeln!(out, "{number}. {}", behind(format!("{said} ({})", text(task)), notes));
}

fn readiness(out: &mut String, readiness: &Readiness) {
    let to = readiness.to.as_deref().map_or_else(|| "What is expected".to_owned(), text);
    let from = readiness.from.as_deref().map(text);
    let heads = ["Competency"].into_iter().chain(from.as_deref());
    let heads = heads.chain(readiness.expected.then_some(to.as_str()));
    let heads: Vec<&str> = heads.chain(["Best proof", "Confirmed by"]).collect();
    table_head(out, &heads);
    for own in &readiness.rows {
        let ReadinessRow { title, status, now, next, confirmed_by, .. } = own;
        let cell = |words: &Option<String>| words.as_deref().map(text).unwrap_or_default();
        let confirmed: Vec<String> = confirmed_by.iter().map(|name| text(name)).collect();
        let cells = [format!("{}, **{}**", text(title), label(status))];
        let cells = cells.into_iter().chain(from.as_ref().map(|_| cell(now)));
        let cells = cells.chain(readiness.expected.then(|| cell(next)));
        let cells = cells.chain([proof(own), confirmed.join(", ")]);
        row(out, &cells.collect::<Vec<_>>());
    }
    out.push('\n');
    if readiness.more > 0 {
        let _ = writeln!(out, "{} more in the annex.\n", readiness.more);
    }
}

fn proof(row: &ReadinessRow) -> String {
    let best = match (&row.proof, row.result) {
        (Some(title), Some(number)) => Some(format!("result {number}, {}", text(title))),
        (Some(title), None) => Some(behind(text(title), &row.notes)),
        (None, _) if row.lower.is_empty() => Some("none shown".to_owned()),
        (None, _) => None,
    };
    let lower = row.lower.iter().map(|own| format!("also, as {}", text(own)));
    best.into_iter().chain(lower).collect::<Vec<_>>().join("; ")
}

fn story(out: &mut String, story: &PacketStory) {
    let _ = writeln!(out, "### {}. {}{}\n", story.number, new(story.is_new), text(&story.title));
    let days = match (&story.taken_on, &story.delivered) {
        (Some(from), Some(to)) if from.iso != to.iso => {
            Some(format!("{} to {}", from.text, to.text))
        }
        (_, Some(day)) | (Some(day), None) => Some(day.text.clone()),
        (None, None) => None,
    };
    let facts = [story.role, story.initiative_said, story.size]
        .into_iter()
        .flatten()
        .map(ToOwned::to_owned);
    let facts: Vec<String> = facts.chain(days).collect();
    if !facts.is_empty() {
        let _ = writeln!(out, "*{}* {}\n", facts.join(" · "), behind("", &story.notes).trim());
    }
    if let Some(number) = story.same_as {
        let _ = writeln!(out, "It began as story {number} did.\n");
    }
    if let Some(trying) = &story.trying {
        let who = story.with.as_deref().unwrap_or("the leader");
        let _ = writeln!(out, "What {} wanted: {}\n", text(who), text(trying));
    }
    if let Some(blocking) = &story.blocking {
        let _ = writeln!(out, "What was in the way: {}\n", text(blocking));
    }
    if let Some(own) = &story.text {
        let _ = writeln!(out, "{}\n", own.markdown);
    }
    let result = story.result.map(|number| match story.impact.is_empty() {
        true => format!("See result {number}."),
        false => format!("See result {number}. Also:"),
    });
    let changed: Vec<String> =
        result.into_iter().chain(story.impact.iter().map(|own| text(own))).collect();
    if !changed.is_empty() {
        let _ = writeln!(out, "**{}**\n", changed.join(" "));
    }
    let confirmed: Vec<String> = story.confirmed_by.iter().map(|name| text(name)).collect();
    let confirmed =
        (!confirmed.is_empty()).then(|| format!("Confirmed by {}", confirmed.join(", ")));
    let facts: Vec<String> =
        measures(&story.measures).into_iter().chain(confirmed).chain(links(&story.links)).collect();
    for fact in &facts {
        let _ = writeln!(out, "- {fact}");
    }
    if !facts.is_empty() {
        out.push('\n');
    }
}
