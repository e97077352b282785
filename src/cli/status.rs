//! `loopbook status`: an overview on one screen.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::phrasing::due;
use super::report;
use super::ring::{self, ring};
use super::text::{
    ALERT, QUIET, STRONG, columns, cut, hang, pad, paint, shade, shown_width, width, wrap,
};
use super::today::TodayArg;
use super::{JournalArg, check_command, exit_code, read_journal, refused, status_line, team};
use crate::analyse::evidence::Grade;
use crate::analyse::gaps::{GoalGaps, Need, NeedStatus};
use crate::analyse::health::FindingSeverity;
use crate::analyse::health::manager_on;
use crate::analyse::next::NextMove;
use crate::analyse::path::{PathStep, path};
use crate::analyse::promises::OwnedPromise;
use crate::analyse::{Analysis, timeline_of};
use crate::model::Goal;
use crate::model::phrasing::{capitalised, counted, mid_sentence, spoken};
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{GoalKind, GoalState};
use crate::read::read_keys;
use crate::render::level::level_title;
use crate::render::moves::heading;
use crate::share::for_author;

/// Show where you are in the loop, what to do next and what is missing
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    journal: JournalArg,
    #[command(flatten)]
    today: TodayArg,
    /// Show a line for each direct report instead
    #[arg(long)]
    team: bool,
    /// Print one line for a shell's prompt instead, without names
    #[arg(long, conflicts_with = "team")]
    line: bool,
}

/// The maximum number of findings and of promises, so that all fits on one screen.
const LIMIT: usize = 5;
/// The number of quarters in the strip of a competency.
const QUARTERS: i32 = 6;
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.journal.folder()?;
    let today = args.today.day()?;
    if args.line {
        return prompt(&folder, today);
    }
    let loaded = read_journal(&folder);
    let Some(journal) = &loaded.journal else {
        return Err(refused(
            &loaded.diagnostics,
            "cannot show the status: `loopbook.yaml` has errors",
        ));
    };
    let check = check_command(args.journal.named());
    let shared = for_author(journal, &[]);
    let analysis = Analysis::of(&shared, today);
    let text = match args.team {
        true => team::team(&analysis, columns()),
        false => Screen { analysis: &analysis, columns: columns(), check: &check }.text(),
    };
    anstream::stdout().lock().write_all(text.as_bytes())?;
    report::point_out(&loaded.diagnostics, &check)?;
    Ok(exit_code(&loaded.diagnostics, false))
}

/// Prints the line for a prompt. Problems are for other commands to report.
fn prompt(folder: &Path, today: Date) -> Result<ExitCode> {
    let Some(journal) = read_keys(folder).journal else {
        bail!("cannot show the status: `loopbook.yaml` has errors");
    };
    // The program ends here. Taking the journal apart, note by note, would take a tenth of its time.
    let journal = ManuallyDrop::new(journal);
    let timeline = timeline_of(&for_author(&journal, &[]), today);
    writeln!(anstream::stdout(), "{}", status_line::line(&journal, &timeline, today))?;
    Ok(ExitCode::SUCCESS)
}

struct Screen<'a> {
    analysis: &'a Analysis<'a>,
    columns: usize,
    /// The command that lists all findings.
    check: &'a str,
}

impl Screen<'_> {
    /// The text of the screen: parts with an empty line between them.
    fn text(&self) -> String {
        let moves = self.analysis.next_moves();
        let mut parts = vec![self.title(), self.now(&moves), self.others(&moves)];
        parts.extend(self.goals());
        parts.push(self.path());
        parts.push(self.findings());
        parts.push(self.promised("Promised", OwnedPromise::is_open_for_author));
        parts.push(self.promised("Promised by others", OwnedPromise::is_open_for_others));
        parts.push(self.promised("To do", OwnedPromise::is_open_to_do));
        parts.retain(|part| !part.is_empty());
        let parts: Vec<String> = parts.iter().map(|lines| lines.join("\n")).collect();
        format!("{}\n", parts.join("\n\n"))
    }

    fn title(&self) -> Vec<String> {
        let day = self.analysis.today.strftime("%-d %B %Y").to_string();
        let title = cut(&self.analysis.journal.config.title, self.columns - width(&day) - 2);
        let title = pad(&title, self.columns - width(&day));
        vec![format!("{}{}", paint(STRONG, &title), paint(QUIET, &day))]
    }

    /// The ring with the next step beside it, or below it if the terminal is narrow.
    fn now(&self, moves: &[NextMove<'_>]) -> Vec<String> {
        let Analysis { journal, timeline, today, .. } = self.analysis;
        let thread = timeline.thread(manager_on(journal, *today).as_str());
        let current = thread.and_then(|thread| timeline.current_loop(thread));
        let mut lines = ring(journal, current, *today);
        let beside = self.columns.checked_sub(ring::WIDTH + 3).filter(|room| *room >= 30);
        let next = moves.first().map(|next| self.next(next, beside.unwrap_or(self.columns)));
        let next = next.unwrap_or_default();
        if beside.is_none() {
            lines.push(String::new());
            lines.extend(next);
            return lines;
        }
        // Centre the text vertically beside the ring.
        let above = lines.len().saturating_sub(next.len()) / 2;
        lines.resize(lines.len().max(above + next.len()), String::new());
        for (line, text) in lines[above..].iter_mut().zip(next) {
            let gap = ring::WIDTH + 3 - shown_width(line);
            *line = format!("{line}{}{text}", " ".repeat(gap));
        }
        lines
    }

    fn next(&self, next: &NextMove<'_>, room: usize) -> Vec<String> {
        let name = mid_sentence(self.analysis.context().name(&next.thread.person));
        let mut lines = vec![paint(QUIET, &cut(&format!("next, with {name}"), room))];
        let strong = wrap(&heading(self.analysis, next), room);
        lines.extend(strong.iter().map(|line| paint(STRONG, line)));
        lines.extend(self.by(next));
        lines.extend(wrap(&format!("because {}", next.reason), room));
        lines
    }

    /// The due date, marked if it is past.
    fn by(&self, next: &NextMove<'_>) -> Option<String> {
        let day = next.due?;
        let late = day < self.analysis.today;
        let text = format!("{}{}", if late { "late: " } else { "by " }, next.before_due());
        let text = text + &due(day, self.analysis.today);
        Some(if late { paint(ALERT, &text) } else { text })
    }

    /// The next step with everybody else: one line each, or more if the terminal is narrow.
    fn others(&self, moves: &[NextMove<'_>]) -> Vec<String> {
        let others = moves.get(1..).unwrap_or_default();
        let name = |next: &NextMove<'_>| self.analysis.context().name(&next.thread.person);
        if self.columns < 60 {
            let row = |next: &NextMove<'_>| {
                let day = |day| {
                    let by = Some(next.before_due()).filter(|by| !by.is_empty()).unwrap_or("by ");
                    format!(", {by}{}", spoken(day, self.analysis.today))
                };
                let day = next.due.map(day);
                let what = heading(self.analysis, next);
                let text = format!("{}: {what}{}", name(next), day.unwrap_or_default());
                hang("", &text, self.columns)
            };
            return others.iter().flat_map(row).collect();
        }
        let names: Vec<String> = others.iter().map(|n| cut(name(n), self.columns / 4)).collect();
        let days: Vec<String> =
            others.iter().map(|next| self.by(next).unwrap_or_default()).collect();
        let name_width = widest(names.iter().map(String::as_str));
        let day_width = days.iter().map(|day| shown_width(day)).max().unwrap_or(0);
        let room = self.columns - name_width - day_width - 4;
        let rows = others.iter().zip(names).zip(days).flat_map(|((next, name), day)| {
            let what = wrap(&heading(self.analysis, next), room);
            let row = move |(at, what): (usize, String)| {
                let (name, day) = if at == 0 { (&*name, &*day) } else { ("", "") };
                let row = format!("{}  {}  {day}", pad(name, name_width), pad(&what, room));
                row.trim_end().to_owned()
            };
            what.into_iter().enumerate().map(row)
        });
        rows.collect()
    }

    fn goals(&self) -> Vec<Vec<String>> {
        let goals = &self.analysis.journal.goals;
        let mut active: Vec<&GoalGaps> = self.analysis.gaps.iter().collect();
        active.retain(|gaps| {
            let goal = &goals[gaps.goal];
            goal.state_on(self.analysis.today) == GoalState::Active && goal.owner.is_author()
        });
        active.sort_by_key(|gaps| (goals[gaps.goal].by.is_none(), goals[gaps.goal].by));
        let mut parts: Vec<Vec<String>> =
            active.iter().map(|gaps| self.goal(&goals[gaps.goal], gaps)).collect();
        if active.iter().any(|gaps| !gaps.needs.is_empty())
            && let Some(last) = parts.last_mut()
        {
            last.extend(self.legend());
        }
        parts
    }

    fn goal(&self, goal: &Goal, gaps: &GoalGaps) -> Vec<String> {
        let strong = wrap(&goal.title, self.columns);
        let mut lines: Vec<String> = strong.iter().map(|line| paint(STRONG, line)).collect();
        let widest = widest(gaps.needs.iter().map(|need| need.title.as_str()));
        let widest = widest.min(self.columns.saturating_sub(30).max(8));
        lines.extend(gaps.needs.iter().map(|need| self.need(need, widest)));
        lines.extend(self.outlook(goal, gaps));
        lines
    }

    fn need(&self, need: &Need, widest: usize) -> String {
        let strip: String = self.quarters().map(|quarter| shade(grade(need, quarter))).collect();
        let status = match (need.stale, need.held) {
            (_, true) => format!("{}, held back by an open setback", need.status.label()),
            (true, _) => format!("{}, stale", need.status.label()),
            _ => need.status.label().to_owned(),
        };
        let weak = need.status <= NeedStatus::Claimed;
        let status = if weak { paint(ALERT, &status) } else { status };
        format!("  {}  {strip}  {status}", pad(&cut(&need.title, widest), widest))
    }

    /// The earliest possible quarter of a goal, compared with the date in `by`.
    fn outlook(&self, goal: &Goal, gaps: &GoalGaps) -> Vec<String> {
        let start = self.analysis.journal.config.fiscal_year_start;
        let wanted = goal.by.map(|by| format!("wanted by {}", by.strftime("%-d %B %Y")));
        let text = match (gaps.earliest(), gaps.needs.is_empty()) {
            (_, true) if goal.kind != GoalKind::Promotion => {
                "needs no competencies; what was done for it is on its page".to_owned()
            }
            (_, true) => {
                "no competencies yet: list those that the goal needs under `needs:`".to_owned()
            }
            (None, _) => "every competency is sustained".to_owned(),
            (Some(earliest), _) => format!("earliest possible quarter {earliest}"),
        };
        let late = gaps
            .earliest()
            .zip(goal.by)
            .is_some_and(|(earliest, by)| Quarter::of(by, start) < earliest);
        let text = match wanted {
            Some(wanted) if late => format!("{text}, and {wanted}: too late"),
            Some(wanted) => format!("{text}, {wanted}"),
            None => text,
        };
        let style = if late { ALERT } else { QUIET };
        hang("  ", &text, self.columns).iter().map(|line| paint(style, line)).collect()
    }

    /// The goals that were reached, newest last, and how long each took.
    fn path(&self) -> Vec<String> {
        let Analysis { journal, today, .. } = self.analysis;
        let reached =
            |step: &PathStep<'_>| journal.goals[step.goal].state_on(*today) == GoalState::Reached;
        let mut steps = path(&self.analysis.context(), true);
        steps.retain(reached);
        let hidden = steps.len().saturating_sub(LIMIT);
        let mut lines = Vec::new();
        if hidden > 0 {
            lines.push(format!("  {} before these", counted(hidden, "goal")));
        }
        for step in &steps[hidden..] {
            let goal = &journal.goals[step.goal];
            let level =
                |written: Option<&str>| Some(capitalised(&level_title(journal, goal, written?)));
            let what = match (level(goal.from.as_deref()), level(goal.to.as_deref())) {
                (Some(from), Some(to)) => format!("{from} → {to}"),
                _ => goal.title.clone(),
            };
            let day = step.reached.map(|day| day.strftime("%-d %B %Y").to_string());
            let facts = [day, step.took(self.analysis.today)].into_iter().flatten();
            let text = std::iter::once(what).chain(facts).collect::<Vec<_>>().join(" · ");
            lines.extend(hang("  ", &text, self.columns));
        }
        self.headed("The path", lines)
    }

    /// Explains the marks of the strips.
    fn legend(&self) -> Vec<String> {
        let mut quarters = self.quarters();
        let (Some(first), Some(last)) = (quarters.next(), quarters.next_back()) else {
            return Vec::new();
        };
        let grades = [Grade::Claimed, Grade::Backed, Grade::Vouched, Grade::Confirmed];
        let mut text = format!("{first} to {last}: {} none", shade(None));
        for grade in grades {
            text.push_str(&format!(" {} {}", shade(Some(grade)), grade.word()));
        }
        hang("  ", &text, self.columns).iter().map(|line| paint(QUIET, line)).collect()
    }

    /// The quarters of the strips. The last one is the current quarter.
    fn quarters(&self) -> impl DoubleEndedIterator<Item = Quarter> + use<> {
        let start = self.analysis.journal.config.fiscal_year_start;
        let now = Quarter::of(self.analysis.today, start);
        (1 - QUARTERS..=0).map(move |after| now.plus(after))
    }

    fn findings(&self) -> Vec<String> {
        let findings = &self.analysis.findings;
        let mut lines = Vec::new();
        for finding in findings.iter().take(LIMIT) {
            let text = format!("{}: {}", finding.code, finding.message);
            let (mark, style) = match finding.severity {
                FindingSeverity::Warning => ("!", ALERT),
                FindingSeverity::Info => ("i", STRONG),
            };
            let wrapped = hang("  ", &text, self.columns);
            let first =
                wrapped.iter().take(1).map(|line| format!("{}{}", paint(style, mark), &line[1..]));
            lines.extend(first.chain(wrapped.iter().skip(1).cloned()));
        }
        if findings.len() > LIMIT {
            lines.push(format!("  and {} more: {}", findings.len() - LIMIT, self.check));
        }
        self.headed("What stops the loop", lines)
    }

    fn promised(&self, title: &str, is_listed: fn(&OwnedPromise) -> bool) -> Vec<String> {
        let all = self.analysis.promises.iter();
        let mut open: Vec<&OwnedPromise> = all.filter(|promise| is_listed(promise)).collect();
        open.sort_by_key(|promise| promise.due);
        let mut lines = Vec::new();
        for promise in open.iter().take(LIMIT) {
            let late = promise.due < self.analysis.today;
            let lead = format!("☐ {}", if late { "late: " } else { "" });
            let text = format!("{} ({})", promise.text, spoken(promise.due, self.analysis.today));
            let wrapped = hang(&lead, &text, self.columns);
            lines.extend(
                wrapped.iter().map(|line| if late { paint(ALERT, line) } else { line.clone() }),
            );
        }
        if open.len() > LIMIT {
            lines.push(format!("  and {} more", open.len() - LIMIT));
        }
        self.headed(title, lines)
    }

    fn headed(&self, title: &str, lines: Vec<String>) -> Vec<String> {
        let title = (!lines.is_empty()).then(|| paint(STRONG, title));
        title.into_iter().chain(lines).collect()
    }
}

/// The width of the widest text.
fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(width).max().unwrap_or(0)
}

/// The best grade of evidence for a competency in a quarter, without evidence at a lower level.
fn grade(need: &Need, quarter: Quarter) -> Option<Grade> {
    let units = need.units.iter().filter(|unit| unit.quarter == quarter && !unit.below_level);
    units.map(|unit| unit.grade).max()
}
