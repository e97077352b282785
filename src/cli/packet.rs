//! `loopbook packet`: makes one document with the case for a goal.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Error, Result, bail};
use jiff::civil::Date;

use super::change;
use super::document::Replaceable;
use super::new_file;
use super::packet_check;
use super::packet_form::{Form, FormArgs};
use super::reply_copy::CopyReader;
use super::report::{self, Format as Told};
use super::today::{self, TodayArg, TypedDay};
use super::{
    JournalOption, Usage, audience, browser, check_command, completions, document, exit_code,
    read_journal, refused, tell_left_out,
};
use crate::analyse::Analysis;
use crate::audit::{AuditInput, audit};
use crate::diagnostic::{Diagnostic, nearest};
use crate::edit::beyond;
use crate::model::folders::FolderKind;
use crate::model::note_path::without_ending;
use crate::model::packet_file::PacketFile;
use crate::model::phrasing::{choices, counted};
use crate::model::vocabulary::{Audience, GoalState};
use crate::model::{Entry, Goal, Journal, Slug};
use crate::packet::advice::advice;
use crate::packet::docx;
use crate::packet::draft::draft;
use crate::packet::html::{self, GENERATOR};
use crate::packet::md::MADE;
use crate::packet::reply::page::FORM;
use crate::packet::seal;
use crate::packet::{Baseline, Packet, Recipient, Window};
use crate::pipeline;
use crate::read::packet_file::{packet_file, packet_path};
use crate::share::omission::{Omission, OmissionReason};
use crate::share::{PacketOptions, ShareOptions, for_author, share};
use crate::theme::Theme;

/// Make one document with the case for a goal, for the people who decide
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The goal: its title or the name of its file [default: the only active goal]
    #[arg(value_name = "GOAL", add = completions::goals())]
    goal: Option<String>,
    #[command(flatten)]
    journal: JournalOption,
    #[command(flatten)]
    form: FormArgs,
    /// Who the document is written to; a manager also gets the plan, what is asked of them, and open gaps
    #[arg(long = "for", value_name = "RECIPIENT", value_enum, default_value_t)]
    recipient: RecipientArg,
    /// Audience; leaves out everything this reader may not see [default: manager; `public` for a packet that is written to
    /// a direct report]
    #[arg(long, value_name = "READER", value_parser = audience())]
    audience: Option<Audience>,
    /// Use no notes before this day
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    from: Option<TypedDay>,
    /// Use no notes after this day [default: today]
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    to: Option<TypedDay>,
    /// The output file; `-` is standard output [default: standard output; on a terminal, a file in
    /// this folder, except for Markdown]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Make no packet: list what its reader will see, what is left out and why, and what weakens it
    #[arg(long, conflicts_with_all = ["output", "freeze"])]
    check: bool,
    /// Write the packet as a file of your own to write in, `packets/GOAL.md`; if it exists, show what the notes have
    /// beyond it
    #[arg(long, conflicts_with_all = ["output", "freeze", "check", "since", "format", "password"])]
    draft: bool,
    /// Save the packet's data as JSON beside it, for `--since`
    #[arg(long)]
    freeze: bool,
    /// Mark what is new since the packet whose data `--freeze` saved
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// Give this reader's copy a form to answer with; `reply import` reads the answers
    #[arg(long, value_name = "NAME", add = completions::people(), conflicts_with_all = ["check", "draft"])]
    reply_to: Option<String>,
    #[command(flatten)]
    today: TodayArg,
    /// Replace an existing file even if it is not a packet
    #[arg(long)]
    force: bool,
}

/// Whom a packet is written to.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum RecipientArg {
    /// Those who decide
    #[default]
    Committee,
    /// Your manager
    Manager,
}

impl RecipientArg {
    fn recipient(self) -> Recipient {
        match self {
            Self::Committee => Recipient::Committee,
            Self::Manager => Recipient::Manager,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let form = args.form.of(args.output.as_deref(), args.reply_to.is_some())?;
    let folder = args.journal.folder()?;
    let day = args.today.day()?;
    let mut loaded = read_journal(&folder);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why = "no packet was made: `loopbook.yaml` has errors, so loopbook cannot tell what to leave out";
        return Err(refused(&loaded.diagnostics, why));
    };
    let goal = match find(journal, args.goal.as_deref(), day) {
        Ok(goal) => goal,
        Err(error) => {
            let goals = |problem: &&Diagnostic| {
                journal.config.folders.kind_of(&problem.path) == Some(FolderKind::Goals)
            };
            let unread = loaded.diagnostics.iter().filter(goals);
            return Err(unread_goal(unread, args.goal.as_deref(), error));
        }
    };
    let is_goals_file = |problem: &&Diagnostic| {
        let is_goal = journal.config.folders.kind_of(&problem.path) == Some(FolderKind::Goals);
        problem.is_error() && is_goal && slug_of(&problem.path) == goal.id
    };
    if loaded.diagnostics.iter().any(|problem| is_goals_file(&problem)) {
        return Err(refused(&loaded.diagnostics, "no packet was made: the goal's file has errors"));
    }
    let reader =
        args.reply_to.as_deref().map(|typed| copy_reader(journal, day, typed)).transpose()?;
    let window = window(args, day, goal)?;
    let audience = args.audience.unwrap_or_else(|| default_audience(goal, args.recipient));
    let file = if args.draft { None } else { written(&folder, goal, audience)? };
    let last = args.since.as_deref().map(|file| read_last(file, goal, audience)).transpose()?;
    let packet =
        PacketOptions::for_goal(journal, goal, window.from, Some(window.to.unwrap_or(day)))?;
    let options = ShareOptions { packet: Some(packet), ..ShareOptions::new(audience).on(day) };
    let (shared, report) = share(journal, &loaded.diagnostics, &options);
    if shared.entries.is_empty() {
        nothing_shared(&options, goal)?;
    }
    if args.recipient.recipient() == Recipient::Manager {
        warn_of_report(journal, goal, &options, &report.entries)?;
    }
    let mut problems = Vec::new();
    // What the packet tells is as of its last day.
    let last_day = window.to.unwrap_or(day);
    let analysis = Analysis::of(&shared, last_day);
    let packet = pipeline::packet(
        &analysis,
        &goal.id,
        &window,
        last.as_ref(),
        args.recipient.recipient(),
        file.as_ref(),
    );
    let theme = Theme::load(&shared, &mut problems);
    if args.draft {
        let drafted = packet.zip(theme).and_then(|(packet, theme)| {
            let text = draft(&packet, &theme).map_err(|problem| problems.push(*problem)).ok()?;
            Some((packet, text))
        });
        report::write(&mut anstream::stderr(), &problems, Told::Human)?;
        let Some((packet, text)) = drafted else {
            bail!("no draft was written: the theme has errors");
        };
        write_draft(&folder, goal, &text)?;
        tell_left_out(&mut anstream::stderr(), options.audience, &report.omissions)?;
        for words in advice(&packet, journal, goal, file.as_ref(), day) {
            writeln!(anstream::stderr(), "to do: {words}")?;
        }
        return Ok(exit_code(&loaded.diagnostics, false));
    }
    let made = packet.zip(theme).and_then(|(packet, theme)| {
        let document = form.document(&packet, &theme);
        let document = document.map_err(|problem| problems.push(*problem)).ok()?;
        Some((packet, theme, document))
    });
    report::write(&mut anstream::stderr(), &problems, Told::Human)?;
    let Some((packet, theme, mut document)) = made else {
        bail!("no packet was made: the theme has errors");
    };
    if let Some(reader) = &reader {
        let page = reader.form(&folder, journal, goal, &packet, &document)?;
        document = html::html_with_reply(&packet, &theme, &page)
            .map_err(|problem| refused(&[*problem], "no packet was made: the theme has errors"))?;
        if !String::from_utf8_lossy(&document).contains(FORM) {
            bail!(
                "no packet was made: `packet.html` of the theme has no form for answers, `packet_reply`"
            );
        }
    }
    if args.check {
        let author_options = ShareOptions { audience: Audience::Me, ..options.clone() };
        let (unfiltered, _) = share(journal, &[], &author_options);
        let input = AuditInput {
            journal,
            own: &Analysis::of(&unfiltered, last_day),
            shared: &analysis,
            report: &report,
            goal: &goal.id,
            packet: &packet,
            file: file.as_ref().map(|file| file.path.as_str()),
        };
        let mut audit = audit(&input);
        let unread = loaded.diagnostics.iter().filter(|problem| problem.is_error());
        audit.omissions.extend(
            unread.map(|problem| Omission::note(&problem.path, OmissionReason::Unreadable)),
        );
        let todo = advice(&packet, journal, goal, file.as_ref(), day);
        packet_check::write(&mut anstream::stdout().lock(), &audit, &todo, audience)?;
    } else {
        let document = form.finished(document, day)?;
        let replaceable =
            Replaceable { is_ours: is_packet, force: args.force, root: &folder, journal };
        deliver(args, &form, goal, reader.as_ref(), &packet, &document, &replaceable)?;
        tell_left_out(&mut anstream::stderr(), options.audience, &report.omissions)?;
        for words in advice(&packet, journal, goal, file.as_ref(), day) {
            writeln!(anstream::stderr(), "to do: {words}")?;
        }
    }
    let check = check_command(args.journal.journal.as_deref());
    report::point_out(&loaded.diagnostics, &check)?;
    loaded.diagnostics.append(&mut problems);
    Ok(exit_code(&loaded.diagnostics, false))
}

/// What may be in a packet, if its author does not say. One that is written to a direct report has what the report may see, as
/// their sheet for a 1:1 has: what anybody may.
fn default_audience(goal: &Goal, recipient: RecipientArg) -> Audience {
    match recipient {
        RecipientArg::Manager if goal.owner.report().is_some() => Audience::Public,
        _ => Audience::Manager,
    }
}

/// Warns that a packet for a direct report has notes that they may not see: a packet is made of what its audience may see,
/// and this one is handed to the person whose goal it is.
fn warn_of_report(
    journal: &Journal,
    goal: &Goal,
    options: &ShareOptions,
    seen: &[usize],
) -> Result<()> {
    let Some(report) = goal.owner.report().filter(|_| options.audience != Audience::Public) else {
        return Ok(());
    };
    let public = ShareOptions { audience: Audience::Public, ..options.clone() };
    let (_, known) = share(journal, &[], &public);
    let is_about = |entry: &Entry| {
        entry.goals.contains(&goal.id)
            || entry.owner.report() == Some(report)
            || entry.with.contains(report)
    };
    let hidden = seen.iter().filter(|at| !known.entries.contains(at));
    let hidden = hidden.map(|at| &journal.entries[*at]).filter(|entry| is_about(entry));
    let mut paths: Vec<&str> = hidden.map(|entry| entry.path.as_str()).collect();
    paths.dedup();
    if paths.is_empty() {
        return Ok(());
    }
    let name = journal.person(report.as_str()).map_or(report.as_str(), |person| &person.title);
    let mut err = anstream::stderr().lock();
    writeln!(
        err,
        "warning: this packet is for {name}, and it may say what {name} may not see, from these notes; \
         without `--audience`, it has none of them"
    )?;
    for path in paths {
        writeln!(err, "  {}", report::plain(path))?;
    }
    Ok(())
}

/// Whose copy it is to be.
fn copy_reader(journal: &Journal, day: Date, typed: &str) -> Result<CopyReader> {
    let whole = for_author(journal, &[]);
    CopyReader::named(journal, &Analysis::of(&whole, day).timeline, typed)
}

/// The packet that the author wrote for a goal, if that reader may have it.
fn written(folder: &Path, goal: &Goal, audience: Audience) -> Result<Option<PacketFile>> {
    let file = packet_file(folder, &goal.id).map_err(|problems| {
        refused(&problems, "no packet was made: the file that you wrote for it has errors")
    })?;
    let Some(file) = file else { return Ok(None) };
    if !file.may_be_read_by(audience) {
        bail!(Usage(format!(
            "`{}` was written for `{}`, so it may say what `{}` may not see: use `--audience {}`, or read it through \
             and change its `audience`",
            file.path,
            file.audience.word(),
            audience.word(),
            file.audience.word()
        )));
    }
    Ok(Some(file))
}

/// Writes a draft, or shows what it has beyond the file that exists.
fn write_draft(folder: &Path, goal: &Goal, text: &str) -> Result<()> {
    let path = packet_path(&goal.id);
    let on_disk = folder.join(&path);
    if new_file::create(&on_disk, text)? {
        writeln!(std::io::stdout(), "{}", on_disk.display())?;
        return Ok(());
    }
    let (_, written) = change::read(&on_disk)?;
    let mut out = anstream::stdout().lock();
    for line in beyond(&path, &written.as_read(), text).lines() {
        writeln!(out, "{}", report::plain(line))?;
    }
    writeln!(
        anstream::stderr(),
        "`{path}` exists and was not changed; lines with `+` are what your notes have beyond it"
    )?;
    Ok(())
}

/// The slug of a file's name.
fn slug_of(path: &str) -> Slug {
    Slug::new(without_ending(path.rsplit('/').next().unwrap_or(path)))
}

/// The error for a goal that was not found. The goal may be in a file with errors. `unread` are the
/// problems of the files of goals.
fn unread_goal<'d>(
    unread: impl Iterator<Item = &'d Diagnostic>,
    written: Option<&str>,
    error: Error,
) -> Error {
    let unread = unread.filter(|problem| problem.is_error());
    let is_meant = |problem: &&Diagnostic| {
        written.is_some_and(|written| Slug::new(written) == slug_of(&problem.path))
    };
    let unread: Vec<Diagnostic> = unread.cloned().collect();
    if unread.iter().any(|problem| is_meant(&problem)) {
        return refused(&unread, "no packet was made: the goal's file has errors");
    }
    // A file with errors has no title, so the goal may be in any of them.
    match unread.first() {
        Some(first) => {
            Usage(format!("{error}; it may be `{}`, which has errors", first.path)).into()
        }
        None => error,
    }
}

/// Finds a goal by its id, title or alias. Without a name, it is the only active goal.
fn find<'j>(journal: &'j Journal, written: Option<&str>, today: Date) -> Result<&'j Goal> {
    let ids = |goals: &mut dyn Iterator<Item = &'j Goal>| {
        goals.map(|goal| format!("`{}`", goal.id)).collect::<Vec<_>>()
    };
    let all = || choices("the only goal is", "the goals are", &ids(&mut journal.goals.iter()));
    let Some(written) = written else {
        if let Some(goal) = journal.only_active_goal() {
            return Ok(goal);
        }
        let mut active =
            journal.goals.iter().filter(|goal| goal.state_on(today) == GoalState::Active);
        let known = match ids(&mut active) {
            active if !active.is_empty() => {
                choices("the active goal is", "the active goals are", &active)
            }
            _ if journal.goals.is_empty() => "create a file for one in `goals/`".to_owned(),
            _ => all(),
        };
        bail!(Usage(format!("name the packet's goal: {known}")));
    };
    let wanted = Slug::new(written);
    let slugs = |goal: &Goal| {
        let names = goal.aliases.iter().chain([&goal.title]).map(|name| Slug::new(name));
        names.chain([goal.id.clone()]).collect::<Vec<_>>()
    };
    if let Some(goal) = journal.goal(wanted.as_str()) {
        return Ok(goal);
    }
    let mut named = journal.goals.iter().filter(|goal| slugs(goal).contains(&wanted));
    match (named.next(), named.next()) {
        (Some(goal), None) => return Ok(goal),
        (Some(first), Some(second)) => {
            let ids = ids(&mut [first, second].into_iter().chain(named)).join(", ");
            bail!(Usage(format!("several goals are called `{written}`: choose one of {ids}")));
        }
        (None, _) => {}
    }
    let names: Vec<Slug> = journal.goals.iter().flat_map(slugs).collect();
    let hint = match nearest(wanted.as_str(), names.iter().map(Slug::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "create a file for one in `goals/`".to_owned(),
        None => all(),
    };
    bail!(Usage(format!("there is no goal `{written}` in this journal: {hint}")))
}

/// Tells the author of a packet that is empty because nothing is shared.
fn nothing_shared(options: &ShareOptions, goal: &Goal) -> Result<()> {
    let could = options.packet.as_ref().map_or(0, PacketOptions::usable_count);
    let reader = options.audience.word();
    if could > 0 && options.audience != Audience::Me {
        let notes = counted(could, "note");
        writeln!(
            anstream::stderr(),
            "{notes} could speak for this goal; none is shared with `{reader}`\n\
             write `visibility: {reader}` in the notes that may be shared, or set `visibility` in \
             `loopbook.yaml` for all that state none; `loopbook packet {} --check` then lists what \
             your reader sees",
            goal.id
        )?;
    }
    Ok(())
}

/// The range of dates whose notes are used. It ends today at the latest, and on the day on which the goal was
/// reached: what came later changed nothing for it.
fn window(args: &Args, today: Date, goal: &Goal) -> Result<Window> {
    let reached = goal.reached_on.filter(|_| goal.state_on(today) == GoalState::Reached);
    let from = args.from.map(|from| from.latest(today)).transpose()?;
    let to = args.to.map(|to| to.latest(today)).transpose()?.map(|to| to.min(today));
    let to = match reached.filter(|day| *day < to.unwrap_or(today)) {
        Some(day) => Some(day),
        None => to,
    };
    let last = to.unwrap_or(today);
    if let Some(from) = from.filter(|from| *from > last) {
        bail!(Usage(format!("`--from` {from} is after the last day, {last}")));
    }
    Ok(Window { from, to, made: Some(today) })
}

/// Reads the data of an earlier packet for the goal.
fn read_last(file: &Path, goal: &Goal, audience: Audience) -> Result<Baseline> {
    let shown = file.display();
    let json = fs::read(file).with_context(|| {
        format!(
            "cannot read `{shown}`; `loopbook packet --freeze` writes such a file beside its packet"
        )
    })?;
    Baseline::read(&json, goal.id.as_str(), audience).with_context(|| {
        format!(
            "cannot compare with `{shown}`; use a file that `loopbook packet {} --freeze` wrote",
            goal.id
        )
    })
}

/// Writes the document, and with `--freeze` its data beside it.
fn deliver(
    args: &Args,
    form: &Form<'_>,
    goal: &Goal,
    reader: Option<&CopyReader>,
    packet: &Packet,
    document: &[u8],
    replaceable: &Replaceable<'_>,
) -> Result<()> {
    let on_terminal = std::io::stdout().is_terminal();
    let reader = reader.map(|reader| &reader.id);
    let default =
        || form.file_name(goal, packet.audience, reader).filter(|_| on_terminal).map(PathBuf::from);
    let on_stdout = args.output.as_deref() == Some(Path::new("-"));
    let path = args.output.clone().or_else(default).filter(|_| !on_stdout);
    match &path {
        Some(path) => {
            document::write(path, document, replaceable)?;
            writeln!(std::io::stdout(), "{}", path.display())?;
        }
        None => std::io::stdout().lock().write_all(document)?,
    }
    if args.freeze {
        let plain_name = PathBuf::from(format!("packet-{}.json", goal.id));
        let beside = match path {
            // The data is not encrypted, so its name must not look like that of the sealed page.
            Some(path) if form.is_sealed() => path.with_file_name(plain_name),
            Some(path) => path.with_extension("json"),
            None => plain_name,
        };
        document::write(&beside, Baseline::of(packet).json().as_bytes(), replaceable)?;
        let open = if form.is_sealed() { "; it is not sealed, so do not send it" } else { "" };
        writeln!(anstream::stderr(), "saved for `--since`: {}{open}", beside.display())?;
    }
    Ok(())
}

/// Whether a file is a packet in any format, or the data of one, by its beginning.
fn is_packet(beginning: &[u8]) -> bool {
    let text = String::from_utf8_lossy(beginning);
    let is_page = text.trim_start().get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<!doc"));
    let last_line = text.trim_end().lines().next_back();
    // A note may quote a packet, but a packet never has front matter.
    (is_page && (text.contains(GENERATOR) || text.contains(seal::FORMAT)))
        || browser::is_ours(beginning)
        || docx::is_ours(beginning)
        || (!text.starts_with("---") && last_line.is_some_and(|line| line.contains(MADE)))
        || serde_json::from_slice::<Baseline>(beginning).is_ok()
}
