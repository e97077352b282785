//! The packet as Markdown, to be pasted into whatever a company uses: headings, lists, tables as
//! GitHub has them, and no HTML. Notes have their numbers in brackets, and no link: there would be
//! nothing to lead to.

mod body;
mod text;

use std::fmt::Write as _;

pub(crate) use body::body;
use text::{line, link, text};

use super::{
    Gaps, Growth, Ledger, Matrix, Measure, Packet, PacketNeed, PacketStory, PacketUnit, Plan,
    Proof, Saying,
};
use crate::model::say::counted;

/// The last line of a packet, by which one is known.
pub const MADE: &str = "Made with loopbook on ";

/// The packet as Markdown.
pub fn markdown(packet: &Packet) -> String {
    let mut out = String::new();
    head(&mut out, packet);
    if let Some(case) = &packet.case {
        section(&mut out, "The case in one minute");
        let _ = writeln!(out, "{}\n", case.markdown);
    }
    fresh(&mut out, packet);
    if let Some(grid) = &packet.matrix {
        matrix(&mut out, packet, grid);
        section(&mut out, "Need by need");
        packet.needs.iter().for_each(|own| need(&mut out, own));
    }
    if !packet.stories.is_empty() {
        section(&mut out, "Stories");
        (1..).zip(&packet.stories).for_each(|(number, own)| story(&mut out, number, own));
    }
    if let Some(own) = &packet.ledger {
        ledger(&mut out, own);
    }
    if let Some(own) = &packet.growth {
        growth(&mut out, own);
    }
    if !packet.voices.is_empty() {
        section(&mut out, "What others said");
        packet.voices.iter().for_each(|said| {
            let _ = writeln!(out, "- {}", saying(said));
        });
        out.push('\n');
    }
    gaps(&mut out, packet, &packet.gaps);
    if let Some(own) = &packet.plan {
        plan(&mut out, own);
    }
    appendix(&mut out, packet);
    foot(&mut out, packet);
    // A part may end in an empty line, and the next begin with one.
    out.replace("\n\n\n", "\n\n")
}

fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, "## {title}\n");
}

/// A row of a table.
fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn table_head(out: &mut String, heads: &[&str]) {
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    row(out, &heads);
    let _ = writeln!(out, "|{}", "---|".repeat(heads.len()));
}

fn numbers(notes: &[usize]) -> String {
    notes.iter().map(|number| format!("[{number}]")).collect::<Vec<_>>().join(" ")
}

fn behind(words: impl AsRef<str>, notes: &[usize]) -> String {
    let words = words.as_ref();
    if notes.is_empty() { words.to_owned() } else { format!("{words} {}", numbers(notes)) }
}

fn new(fresh: bool) -> &'static str {
    if fresh { "*new* " } else { "" }
}

fn head(out: &mut String, packet: &Packet) {
    let who = &packet.who;
    let name = who.name.as_deref().map_or(String::new(), |name| format!("{}: ", line(name)));
    let _ = writeln!(out, "# {name}{}\n", text(&who.goal));
    let mut facts = Vec::new();
    if let Some(ask) = &who.ask {
        facts.push(format!("**{}.**", text(ask)));
    }
    match (&who.from, &who.to) {
        (Some(from), Some(to)) => facts.push(format!("{} → {}.", text(from), text(to))),
        (Some(one), None) | (None, Some(one)) => facts.push(format!("{}.", text(one))),
        (None, None) => {}
    }
    if who.ask.is_none() {
        facts.push(format!("This goal is {}.", who.state));
    }
    if let Some(leader) = &who.by_leader {
        facts.push(format!("Made by {}.", text(leader)));
    }
    facts.push(format!("{}.", packet.covers.made.text));
    let _ = writeln!(out, "{}\n", facts.join(" "));
}

fn fresh(out: &mut String, packet: &Packet) {
    let Some(fresh) = &packet.fresh else { return };
    section(out, &format!("New since {}", fresh.since.text));
    if fresh.is_empty() {
        let _ = writeln!(out, "Nothing.\n");
        return;
    }
    for change in &fresh.statuses {
        let _ = writeln!(out, "- {}: {} → **{}**", text(&change.title), change.was, change.now);
    }
    for unit in &fresh.units {
        let notes = numbers(&unit.notes);
        let _ = writeln!(
            out,
            "- New evidence for {}: {}, {}, {} {notes}",
            text(&unit.need),
            text(&unit.title),
            unit.quarter,
            unit.grade
        );
    }
    for title in &fresh.delivered {
        let _ = writeln!(out, "- Delivered: {}", text(title));
    }
    if fresh.voices > 0 {
        let _ = writeln!(out, "- {} of others", counted(fresh.voices, "new quote"));
    }
    out.push('\n');
}

fn matrix(out: &mut String, packet: &Packet, grid: &Matrix) {
    section(out, "The evidence by quarter");
    let quarters = grid.columns.iter().map(|column| column.quarter.as_str());
    let heads: Vec<&str> = ["Need"].into_iter().chain(quarters).chain(["Status"]).collect();
    table_head(out, &heads);
    for need in &packet.needs {
        let cells = need.cells.iter().map(|cell| match cell.count {
            0 => String::new(),
            1 => cell.grade.to_owned(),
            count => format!("{} ({count})", cell.grade),
        });
        let stale = if need.stale { ", stale" } else { "" };
        let cells: Vec<String> = [text(&need.title)]
            .into_iter()
            .chain(cells)
            .chain([format!("**{}**{stale}", need.status)])
            .collect();
        row(out, &cells);
    }
    out.push('\n');
    let said = |terms: &[super::Term]| {
        let terms = terms.iter().map(|term| format!("*{}*, {}", term.word, term.text));
        terms.collect::<Vec<_>>().join("; ")
    };
    let _ = writeln!(
        out,
        "A unit is one task in one quarter, and its grade the highest of its notes: {}. It counts when it is \
         backed or better. Grades are never averaged.\n",
        said(&grid.grades)
    );
    let _ = writeln!(out, "A need is: {}.\n", said(&grid.statuses));
}

fn need(out: &mut String, need: &PacketNeed) {
    let _ = writeln!(out, "### {}\n", text(&need.title));
    let was = need.was.as_ref().map_or(String::new(), |was| format!(" (was {was})"));
    let stale = if need.stale { " Stale: its newest evidence is old." } else { "" };
    let _ = writeln!(out, "**{}**{was}: {}.{stale}\n", need.status, need.rule);
    if let Some(bar) = &need.bar {
        let _ = writeln!(out, "The bar, {}: {}\n", need.named_by, text(bar));
    }
    need.units.iter().for_each(|own| unit(out, own));
    if need.more > 0 {
        let more = counted(need.more, "more unit");
        let listed = match &need.more_notes[..] {
            [] => " in the appendix".to_owned(),
            notes => format!(": {}", numbers(notes)),
        };
        let _ = writeln!(out, "- and {more}{listed}");
    }
    if !need.units.is_empty() {
        out.push('\n');
    }
}

fn unit(out: &mut String, unit: &PacketUnit) {
    let lead = unit.impact.first();
    let lead = lead.map_or(String::new(), |impact| format!("**{}** · ", text(impact)));
    let grade = if unit.below { "below level" } else { unit.grade };
    let level = unit.level.as_ref().map_or(String::new(), |level| format!(", at {}", text(level)));
    let title =
        if lead.is_empty() { format!("**{}**", text(&unit.title)) } else { text(&unit.title) };
    let facts = format!("{lead}{title}, {}, {grade}{level}", unit.quarter);
    let _ = writeln!(out, "- {}{}", new(unit.fresh), behind(facts, &unit.notes));
    let also = unit.impact.iter().skip(1).map(|impact| line(impact));
    let measures = measures(&unit.measures).into_iter();
    let quotes = unit.quotes.iter().map(saying);
    for fact in also.chain(measures).chain(quotes).chain(links(&unit.links)) {
        let _ = writeln!(out, "  - {fact}");
    }
}

fn measures(measures: &[Measure]) -> Vec<String> {
    let said = measures.iter().map(|measure| {
        let Measure { name, before, after, unit } = measure;
        let unit = if unit.is_empty() { String::new() } else { format!(" {}", text(unit)) };
        format!("{}: {} → **{}**{unit}", line(name), text(before), text(after))
    });
    said.collect()
}

fn links(links: &[Proof]) -> Option<String> {
    let all = links.iter().map(link).collect::<Vec<_>>().join(", ");
    (!all.is_empty()).then(|| format!("Proof: {all}"))
}

fn saying(said: &Saying) -> String {
    let note = said.note.map_or(String::new(), |number| format!(" [{number}]"));
    let (words, who, day) = (text(&said.text), text(&said.who), &said.date.text);
    format!("{}“{words}” ({who}, {day}){note}", new(said.fresh))
}

fn story(out: &mut String, number: usize, story: &PacketStory) {
    let _ = writeln!(out, "### {number}. {}{}\n", new(story.fresh), text(&story.title));
    for impact in &story.impact {
        let _ = writeln!(out, "**{}**\n", text(impact));
    }
    for measure in measures(&story.measures) {
        let _ = writeln!(out, "- {measure}");
    }
    if let Some(number) = story.same_as {
        let _ = writeln!(out, "- Situation: the same as in story {number}");
    }
    if let Some(trying) = &story.trying {
        let who = story.with.as_deref().map_or("They", |with| with);
        let _ = writeln!(out, "- Situation: {} wanted: {}", text(who), text(trying));
    }
    if let Some(blocking) = &story.blocking {
        let _ = writeln!(out, "- In the way: {}", text(blocking));
    }
    let steps = story.action.iter().map(|step| {
        let number = step.note.map_or(String::new(), |number| format!(" [{number}]"));
        format!("{} {}{number}", step.date.short, text(&step.title))
    });
    let steps: Vec<String> = steps.collect();
    let _ = writeln!(out, "- What was done ({}): {}", story.initiative, steps.join("; "));
    for said in &story.quotes {
        let _ = writeln!(out, "- {}", saying(said));
    }
    for lesson in &story.lessons {
        let _ = writeln!(out, "- Learned: {}", text(lesson));
    }
    let shows: Vec<String> = story.shows.iter().map(|shows| text(&shows.title)).collect();
    if !shows.is_empty() {
        let _ = writeln!(out, "- Shows: {}", shows.join(", "));
    }
    if let Some(links) = links(&story.links) {
        let _ = writeln!(out, "- {links}");
    }
    out.push('\n');
}

fn ledger(out: &mut String, ledger: &Ledger) {
    section(out, "Asked and delivered");
    let size = ledger.sized.then_some("Size");
    let heads = ["Asked", "Task"].into_iter().chain(size);
    let heads = heads.chain(["Initiative", "Delivered", "Days", "Result"]);
    table_head(out, &heads.collect::<Vec<_>>());
    for own in &ledger.rows {
        let day = |day: &Option<crate::render::views::Day>, number: Option<usize>| {
            let number = number.map_or(String::new(), |number| format!(" [{number}]"));
            day.as_ref().map(|day| format!("{}{number}", day.iso))
        };
        let due = own.due.as_ref().map_or(String::new(), |due| format!(", due {}", due.iso));
        let size = ledger.sized.then(|| own.size.unwrap_or_default().to_owned());
        let cells = [
            day(&own.asked, own.asked_note).unwrap_or_else(|| "not noted".to_owned()),
            format!("{}{}", new(own.fresh), text(&own.title)),
        ];
        let cells = cells.into_iter().chain(size).chain([
            own.initiative.to_owned(),
            day(&own.delivered, own.delivered_note)
                .unwrap_or_else(|| format!("{}{due}", own.status)),
            own.days.map_or(String::new(), |days| days.to_string()),
            own.result.as_deref().map(text).unwrap_or_default(),
        ]);
        row(out, &cells.collect::<Vec<_>>());
    }
    out.push('\n');
    for sum in &ledger.sums {
        let _ = writeln!(out, "- {sum}");
    }
    out.push('\n');
}

fn growth(out: &mut String, growth: &Growth) {
    section(out, "Scope and initiative");
    let _ = writeln!(out, "Loops with {}:\n", text(&growth.with));
    table_head(out, &["Loop", "From", "Days", "State", "Delivered", "Rose"]);
    for own in &growth.loops {
        let delivered: Vec<String> = own.delivered.iter().map(|title| text(title)).collect();
        let cells = [
            own.number.to_string(),
            own.opened.iso.clone(),
            own.days.to_string(),
            own.state.to_owned(),
            delivered.join(", "),
            own.rose.clone(),
        ];
        row(out, &cells);
    }
    out.push('\n');
    for chart in &growth.charts {
        let newest = growth.newest;
        let newest =
            newest.map_or(String::new(), |newest| format!(" (the newest {newest} quarters)"));
        let _ = writeln!(out, "{}: {}{newest}.\n", chart.title, text(chart.rule));
        let heads: Vec<&str> = ["Quarter"].into_iter().chain(chart.heads.iter().copied()).collect();
        table_head(out, &heads);
        for own in &chart.rows {
            let cells: Vec<String> =
                [own.quarter.clone()].into_iter().chain(own.values.iter().cloned()).collect();
            row(out, &cells);
        }
        out.push('\n');
    }
}

fn gaps(out: &mut String, packet: &Packet, gaps: &Gaps) {
    section(out, "Open gaps");
    if packet.needs.is_empty() {
        let _ = writeln!(out, "The goal names no needs yet, so nothing can be held against it.\n");
    } else if gaps.needs.is_empty() {
        let _ = writeln!(out, "Every need is sustained.\n");
    }
    for gap in &gaps.needs {
        let late = if gap.too_late { ", later than wanted" } else { "" };
        let earliest = gap.earliest.as_ref();
        let earliest = earliest.map_or(String::new(), |quarter| {
            format!(" Sustained in {quarter} at the earliest{late}.")
        });
        let _ =
            writeln!(out, "- **{}**, {}. {}{earliest}", text(&gap.title), gap.status, gap.ahead);
    }
    if let Some(outlook) = gaps.outlook.as_ref().filter(|_| !gaps.needs.is_empty()) {
        let _ = writeln!(out, "\nTogether: {}.", outlook.text);
    }
    for task in &gaps.tasks {
        let due = task.due.as_ref().map_or(String::new(), |due| format!(", due {}", due.text));
        let late = if task.late { ", late" } else { "" };
        let _ = writeln!(out, "- Open: {}, {}{due}{late}", text(&task.title), task.status);
    }
    for setback in &gaps.setbacks {
        let updates = counted(setback.updates, "update");
        let next = setback.update_by.as_ref();
        let next = next.map_or(String::new(), |day| format!(", the next by {}", day.text));
        let number = setback.note.map_or(String::new(), |number| format!(" [{number}]"));
        let _ = writeln!(
            out,
            "- Open setback: {}, {}: {updates}{next}{number}",
            text(&setback.title),
            setback.date.text
        );
    }
    out.push('\n');
}

fn plan(out: &mut String, plan: &Plan) {
    section(out, "The next two quarters, and what I need from you");
    for (at, quarter) in plan.quarters.iter().enumerate() {
        let wanted = plan.needs.iter().filter(|need| need.wanted.get(at) == Some(&true));
        let wanted: Vec<String> = wanted.map(|need| text(&need.title)).collect();
        if !wanted.is_empty() {
            let _ = writeln!(out, "- {quarter}: work that counts for {}", wanted.join(", "));
        }
    }
    let unconfirmed: Vec<String> = plan.unconfirmed.iter().map(|need| text(&need.title)).collect();
    if !unconfirmed.is_empty() {
        let (with, all) = (text(&plan.with), unconfirmed.join(", "));
        let _ = writeln!(out, "- From {with}: a word that confirms, or what is missing: {all}");
    }
    for promise in &plan.promises {
        let late = if promise.late { ", late" } else { "" };
        let number = promise.note.map_or(String::new(), |number| format!(" [{number}]"));
        let _ = writeln!(
            out,
            "- I promised: {}, by {}{late}{number}",
            text(&promise.text),
            promise.due.text
        );
    }
    out.push('\n');
    if !plan.script.is_empty() {
        let _ = writeln!(out, "What I ask of {}:\n", text(&plan.with));
        for paragraph in &plan.script {
            let _ = writeln!(out, "> {}\n", line(paragraph));
        }
    }
}

fn appendix(out: &mut String, packet: &Packet) {
    if packet.notes.is_empty() {
        return;
    }
    section(out, "Appendix: the notes behind it");
    table_head(out, &["No.", "Date", "Note", "Task", "Shows", "Grade", "Links"]);
    for note in &packet.notes {
        let joined =
            |words: &[String]| words.iter().map(|word| text(word)).collect::<Vec<_>>().join(", ");
        let cells = [
            note.number.to_string(),
            note.date.iso.clone(),
            text(&note.title),
            joined(&note.tasks),
            joined(&note.shows),
            note.grade.unwrap_or_default().to_owned(),
            note.links.iter().map(link).collect::<Vec<_>>().join(", "),
        ];
        row(out, &cells);
    }
    out.push('\n');
}

fn foot(out: &mut String, packet: &Packet) {
    let covers = &packet.covers;
    let ladder = covers.ladder.as_ref();
    let ladder = ladder.map_or(String::new(), |title| format!(" Ladder: {}.", text(title)));
    let _ = writeln!(out, "{}.{ladder} {MADE}{}.", covers.window(), covers.made.text);
}
