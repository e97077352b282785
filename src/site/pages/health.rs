//! `health.html`: what stops the loop, and the problems of the journal's files.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::health::{Finding, RULES};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Slug;
use crate::render::RenderContext;
use crate::render::phrase::{PhrasePart, phrase, plain};
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct HealthPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// What stops the loop, by rule, warnings first.
    pub found: Vec<FindingGroup<'a>>,
    /// The number of rules.
    pub rules: usize,
    /// The errors, which keep notes out of the site.
    pub errors: Vec<ProblemView<'a>>,
    /// The warnings, which may be mistakes.
    pub warnings: Vec<ProblemView<'a>>,
}

impl PageContext for HealthPage<'_> {
    const TEMPLATE: &'static str = "health.html";
}

/// A rule that found something.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Found")]
pub struct FindingGroup<'a> {
    /// The rule's name.
    pub code: &'static str,
    /// `warning` or `info`.
    pub severity: &'static str,
    /// The rule in a sentence.
    pub rule: Vec<PhrasePart>,
    /// The findings.
    pub findings: Vec<FindingView<'a>>,
    /// How many more it found.
    pub more: usize,
}

/// What a rule found.
#[derive(Debug, JsonSchema, Serialize)]
pub struct FindingView<'a> {
    /// The fragment of links to it.
    pub anchor: String,
    /// The rule's name.
    pub code: &'static str,
    /// `warning` or `info`.
    pub severity: &'static str,
    /// What was found.
    pub message: Vec<PhrasePart>,
    /// What to do.
    pub advice: Vec<PhrasePart>,
    /// The entries that it is based on.
    pub entries: Vec<CachedView<EntryRow<'a>>>,
    /// The first tasks that it is based on.
    pub tasks: Vec<Ref>,
    /// How many tasks there are besides.
    pub more_tasks: usize,
    /// How many more the same rule found, where this one stands for them.
    pub alike: usize,
}

impl<'a> FindingView<'a> {
    /// All findings, warnings first.
    pub fn all(ctx: &RenderContext<'a>) -> Vec<Self> {
        let mut found: Vec<&Finding> = ctx.findings().iter().collect();
        found.sort_by_key(|finding| finding.severity);
        found.into_iter().enumerate().map(|(at, finding)| Self::new(ctx, at, finding)).collect()
    }

    /// The first finding of each rule, warnings first.
    pub fn of_each_rule(ctx: &RenderContext<'a>) -> Vec<Self> {
        let mut first: Vec<Self> = Vec::new();
        for finding in Self::all(ctx) {
            match first.iter_mut().find(|before| before.code == finding.code) {
                Some(before) => before.alike += 1,
                None => first.push(finding),
            }
        }
        first
    }

    fn new(ctx: &RenderContext<'a>, at: usize, finding: &Finding) -> Self {
        let tasks: Vec<&Slug> = finding.tasks.iter().collect();
        let named = &tasks[..tasks.len().min(TASKS)];
        let say = |text: &str| phrase(ctx, text, &finding.entries, &tasks);
        let task = |id: &&Slug| {
            let task = ctx.task(id)?;
            Some(Ref { url: format!("tasks/{}.html", task.id), title: task.title.clone() })
        };
        Self {
            anchor: format!("finding-{}", at + 1),
            code: finding.code,
            severity: match finding.severity {
                crate::analyse::health::FindingSeverity::Warning => "warning",
                crate::analyse::health::FindingSeverity::Info => "info",
            },
            message: say(&finding.message),
            advice: say(&finding.advice),
            entries: ctx.entry_rows(&finding.entries),
            tasks: named.iter().filter_map(task).collect(),
            more_tasks: tasks.len() - named.len(),
            alike: 0,
        }
    }
}

/// A diagnostic.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Problem")]
pub struct ProblemView<'a> {
    /// The rule's name.
    pub code: &'static str,
    /// The file.
    pub path: &'a str,
    /// Its line.
    pub line: Option<usize>,
    /// The column of that line.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: &'a str,
    /// What to do.
    pub hint: Option<&'a str>,
    /// The line before the place, the place, and the rest of it.
    pub source: Option<[String; 3]>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> HealthPage<'a> {
    let of = |severity: Severity| {
        ctx.diagnostics.iter().filter(move |d| d.severity == severity).map(problem).collect()
    };
    HealthPage {
        page: Head::top("Health", "health").on(ctx.today),
        found: found(ctx),
        rules: RULES.iter().filter(|rule| ctx.journal.config.health.is_on(rule.code)).count(),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
    }
}

/// The tasks that a finding names.
const TASKS: usize = 6;
/// The findings of a rule that the page has room for.
const FINDINGS: usize = 20;

/// The findings by rule: what a rule says stands once, however much it found.
fn found<'a>(ctx: &RenderContext<'a>) -> Vec<FindingGroup<'a>> {
    let mut by_rule: Vec<FindingGroup<'a>> = Vec::new();
    for finding in FindingView::all(ctx) {
        match by_rule.last_mut().filter(|found| found.code == finding.code) {
            Some(found) if found.findings.len() >= FINDINGS => found.more += 1,
            Some(found) => found.findings.push(finding),
            None => {
                let rule = RULES.iter().find(|rule| rule.code == finding.code);
                by_rule.push(FindingGroup {
                    code: finding.code,
                    severity: finding.severity,
                    rule: rule
                        .map(|rule| plain(ctx, &rule.text(&ctx.journal.config.health)))
                        .unwrap_or_default(),
                    findings: vec![finding],
                    more: 0,
                });
            }
        }
    }
    by_rule
}

fn problem(diagnostic: &Diagnostic) -> ProblemView<'_> {
    let at = diagnostic.location.as_ref();
    ProblemView {
        code: diagnostic.code.as_str(),
        path: &diagnostic.path,
        line: at.map(|at| at.line),
        column: at.map(|at| at.column),
        message: &diagnostic.message,
        hint: diagnostic.hint.as_deref(),
        source: at.map(|at| {
            let part = |skip: usize, take: usize| at.source.chars().skip(skip).take(take).collect();
            let start = if at.clipped { 0 } else { at.column - 1 };
            // Of a very long line, the part around the place.
            let from = start.saturating_sub(60);
            [part(from, start - from), part(start, at.length.min(80)), part(start + at.length, 60)]
        }),
    }
}
