//! `loopbook packet`: one goal's case, as one document.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use super::packet_check;
use super::report::{self, Format as Told};
use super::today::{self, TodayArg};
use super::{
    JournalOption, Usage, audience, browser, check_command, document, exit_code, password, refused,
    tell_left_out,
};
use crate::analyse::Analysis;
use crate::audit::{Material, audit};
use crate::diagnostic::nearest;
use crate::model::words::{Audience, GoalState};
use crate::model::{Goal, Journal, Slug};
use crate::packet::advice::advice;
use crate::packet::html::GENERATOR;
use crate::packet::md::MADE;
use crate::packet::seal::{self, Randomness};
use crate::packet::{Frozen, Packet, Window, html, md};
use crate::pipeline;
use crate::share::{PacketTerms, Terms, share};

/// Make one document of the case for a goal, to be read by those who decide about it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which goal: its title, or the name of its file; without it, the only active one
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    #[command(flatten)]
    journal: JournalOption,
    /// What to write
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// For whom: what they may not see does not exist in it
    #[arg(long, value_name = "READER", default_value = "manager", value_parser = audience())]
    audience: Audience,
    /// Use no note before this day
    #[arg(long, value_name = "DATE", value_parser = today::date)]
    from: Option<Date>,
    /// Use no note after this day; without it, after today
    #[arg(long, value_name = "DATE", value_parser = today::date)]
    to: Option<Date>,
    /// Where to; without it, standard output, or but for Markdown on a terminal `packet-GOAL.html` or `.pdf` here
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing: list what its reader will see, what they won't and why, and what weakens it
    #[arg(long, conflicts_with_all = ["output", "freeze"])]
    check: bool,
    /// Keep what it says as JSON beside it, for `--since`
    #[arg(long)]
    freeze: bool,
    /// Mark what is new since a packet that was kept by `--freeze`
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    #[command(flatten)]
    today: TodayArg,
    /// Seal the page with a password, which is asked for, or is the first line of standard input
    #[arg(long)]
    password: bool,
    /// The browser that prints the PDF: Chromium, Chrome, Edge, Brave or Vivaldi; without it,
    /// LOOPBOOK_BROWSER, then the first that is found
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
    /// Replace a file that is no packet
    #[arg(long)]
    force: bool,
}

/// A format of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One page with everything inside it, to be read, sent or printed
    #[default]
    Html,
    /// Markdown to be pasted elsewhere
    Md,
    /// The page printed by your browser
    Pdf,
}

impl Format {
    /// How its files end.
    fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Pdf => "pdf",
        }
    }
}

/// Runs it.
pub fn run(args: &Args) -> Result<ExitCode> {
    fits(args)?;
    let folder = args.journal.folder()?;
    let day = args.today.day()?;
    let mut loaded = pipeline::load(&folder, None);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why =
            "no packet was made: `loopbook.yaml` has errors, and may have said what to leave out";
        return Err(refused(&loaded.diagnostics, why));
    };
    let goal = find(journal, args.goal.as_deref())?;
    let window = window(args)?;
    let last = args.since.as_deref().map(|file| read_last(file, goal)).transpose()?;
    let packet = PacketTerms::of(journal, goal, window.from, Some(window.to.unwrap_or(day)))?;
    let terms = Terms { audience: args.audience, packet: Some(packet) };
    let (shared, account) = share(journal, &loaded.diagnostics, &terms);
    let mut problems = Vec::new();
    let made = pipeline::packet(
        &shared,
        &goal.id,
        &window,
        day,
        last.as_ref(),
        &mut problems,
        |packet, theme| {
            let document = match args.format {
                Format::Html | Format::Pdf => html::html(&packet, theme)?,
                Format::Md => md::markdown(&packet).into_bytes(),
            };
            Ok((packet, document))
        },
    );
    report::write(&mut anstream::stderr(), &problems, Told::Human)?;
    let Some((packet, document)) = made else {
        bail!("no packet was made: the theme can't be used");
    };
    if args.check {
        let own_terms = Terms { audience: Audience::Me, ..terms.clone() };
        let (own, _) = share(journal, &[], &own_terms);
        let material = Material {
            journal,
            own: &Analysis::of(&own, day),
            shared: &Analysis::of(&shared, day),
            account: &account,
            goal: &goal.id,
            packet: &packet,
        };
        packet_check::tell(&mut anstream::stdout().lock(), &audit(&material), args.audience)?;
    } else {
        let document = finished(args, document, day)?;
        deliver(args, goal, &packet, &document)?;
        tell_left_out(&mut anstream::stderr(), terms.audience, &account.omissions)?;
    }
    for words in advice(&packet, goal) {
        writeln!(anstream::stderr(), "to do: {words}")?;
    }
    let check = check_command(args.journal.journal.as_deref());
    report::point_out(&loaded.diagnostics, &check)?;
    loaded.diagnostics.append(&mut problems);
    Ok(exit_code(&loaded.diagnostics, false))
}

/// Whether the options go together.
fn fits(args: &Args) -> Result<()> {
    if args.password && args.format != Format::Html {
        bail!(Usage(
            "`--password` seals a page, which its reader's browser opens again, and nothing else: \
             leave `--format` out"
                .to_owned()
        ));
    }
    if args.browser.is_some() && args.format != Format::Pdf {
        bail!(Usage("`--browser` prints, which is for `--format pdf`".to_owned()));
    }
    Ok(())
}

/// The document as it leaves: sealed, printed, or as it is.
fn finished(args: &Args, document: Vec<u8>, day: Date) -> Result<Vec<u8>> {
    match args.format {
        Format::Pdf => browser::print_to_pdf(&document, args.browser.as_deref(), day),
        Format::Html if args.password => {
            let password = password::ask()?;
            let mut randomness = Randomness { salt: [0; 16], iv: [0; 12] };
            getrandom::fill(&mut randomness.salt)
                .and_then(|()| getrandom::fill(&mut randomness.iv))
                .context("nothing was sealed: the system gives no random numbers")?;
            Ok(seal::seal(&document, &password, &randomness).into_bytes())
        }
        Format::Html | Format::Md => Ok(document),
    }
}

/// The goal whose slug, title or alias was written; without one, the only active.
fn find<'j>(journal: &'j Journal, written: Option<&str>) -> Result<&'j Goal> {
    let ids = |goals: &mut dyn Iterator<Item = &'j Goal>| {
        goals.map(|goal| format!("`{}`", goal.id)).collect::<Vec<_>>().join(", ")
    };
    let Some(written) = written else {
        if let Some(goal) = journal.only_active_goal() {
            return Ok(goal);
        }
        let mut active = journal.goals.iter().filter(|goal| goal.state == GoalState::Active);
        let known = match ids(&mut active) {
            active if !active.is_empty() => format!("active are {active}"),
            _ if journal.goals.is_empty() => "write one in `goals/`".to_owned(),
            _ => format!("known are {}", ids(&mut journal.goals.iter())),
        };
        bail!(Usage(format!("say which goal the packet is for: {known}")));
    };
    let wanted = Slug::new(written);
    let slugs = |goal: &Goal| {
        let names = goal.aliases.iter().chain([&goal.title]).map(|name| Slug::new(name));
        names.chain([goal.id.clone()]).collect::<Vec<_>>()
    };
    let named = || journal.goals.iter().find(|goal| slugs(goal).contains(&wanted));
    if let Some(goal) = journal.goal(wanted.as_str()).or_else(named) {
        return Ok(goal);
    }
    let known: Vec<Slug> = journal.goals.iter().flat_map(slugs).collect();
    let hint = match nearest(wanted.as_str(), known.iter().map(Slug::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "write one in `goals/`".to_owned(),
        None => format!("known are {}", ids(&mut journal.goals.iter())),
    };
    bail!(Usage(format!("there is no goal `{written}` in this journal: {hint}")))
}

fn window(args: &Args) -> Result<Window> {
    let (from, to) = (args.from, args.to);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        bail!(Usage(format!("no day is from {from} and up to {to}")));
    }
    Ok(Window { from, to })
}

/// What an earlier packet for the goal told.
fn read_last(file: &Path, goal: &Goal) -> Result<Frozen> {
    let shown = file.display();
    let json = fs::read(file).with_context(|| {
        format!(
            "cannot read `{shown}`; `loopbook packet --freeze` writes such a file beside its packet"
        )
    })?;
    Frozen::read(&json, goal.id.as_str()).with_context(|| {
        format!("cannot compare with `{shown}`, which should be what `loopbook packet {} --freeze` wrote", goal.id)
    })
}

/// Writes the document where it belongs, and its data beside it.
fn deliver(args: &Args, goal: &Goal, packet: &Packet, document: &[u8]) -> Result<()> {
    let page_on_terminal = args.format != Format::Md && std::io::stdout().is_terminal();
    let here = || PathBuf::from(format!("packet-{}.{}", goal.id, args.format.extension()));
    let place = args.output.clone().or_else(|| page_on_terminal.then(here));
    match &place {
        Some(place) => {
            document::write(place, document, is_packet, args.force)?;
            writeln!(std::io::stdout(), "{}", place.display())?;
        }
        None => std::io::stdout().lock().write_all(document)?,
    }
    if args.freeze {
        let beside = place.map(|place| place.with_extension("json"));
        let beside = beside.unwrap_or_else(|| PathBuf::from(format!("packet-{}.json", goal.id)));
        document::write(&beside, Frozen::of(packet).json().as_bytes(), is_packet, args.force)?;
        let bare = if args.password { ", which is not sealed: send it to nobody" } else { "" };
        writeln!(anstream::stderr(), "kept for `--since`: {}{bare}", beside.display())?;
    }
    Ok(())
}

/// Whether a file is a packet of ours, in any of its formats, or what was kept of one.
fn is_packet(begins: &[u8]) -> bool {
    let text = String::from_utf8_lossy(begins);
    text.contains(GENERATOR)
        || text.contains(seal::FORMAT)
        || browser::is_ours(begins)
        || text.trim_end().lines().next_back().is_some_and(|line| line.contains(MADE))
        || serde_json::from_slice::<Frozen>(begins).is_ok()
}
