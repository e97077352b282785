//! `loopbook init`: a journal that builds at once and says what to do next.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;

use super::ask::Asker;
use super::today::{self, TypedDay};
use super::{Usage, in_folder, new_file};
use crate::compose::NewNote;
use crate::compose::editors::{self, EditorFiles};
use crate::compose::first::{self, GoalPlan, JournalPlan};
use crate::compose::found::FoundFolder;
use crate::diagnostic::nearest;
use crate::ladder;
use crate::model::phrasing::choices;
use crate::model::vocabulary::{Stage, Word};
use crate::model::{Ladder, Slug};
use crate::read::{has_entries, read};
use crate::schema::config::config;

/// Create a journal; on a terminal, asks for missing answers
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to create it in [default: the current folder]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The same folder, as other verbs take it
    #[arg(short = 'C', long = "journal", value_name = "DIR", conflicts_with = "dir")]
    folder: Option<PathBuf>,
    /// Your name
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// The journal's title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Your manager: a first name or a role
    #[arg(long, value_name = "NAME")]
    manager: Option<String>,
    /// Your career stage: junior, mid or senior
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    stage: Option<Stage>,
    /// Your goal: a promotion, a role, a skill, a better balance
    #[arg(long, value_name = "TITLE")]
    goal: Option<String>,
    /// Your current level or role
    #[arg(long, value_name = "LEVEL", requires = "goal")]
    from: Option<String>,
    /// The level or role you want
    #[arg(long, value_name = "LEVEL", requires = "goal")]
    to: Option<String>,
    /// The date you want it by, such as 2027-06-30
    #[arg(long, value_name = "DATE", requires = "goal", value_parser = today::date, allow_hyphen_values = true)]
    by: Option<TypedDay>,
    /// The ladder for your goal, as listed by `loopbook ladder list`, or none
    #[arg(long, value_name = "NAME", requires = "goal")]
    ladder: Option<String>,
    /// Add editor support: templates for Obsidian, snippets for Visual Studio Code
    #[arg(long, value_enum, value_name = "EDITOR")]
    editor: Option<EditorArg>,
    /// Ask nothing and use the defaults
    #[arg(long, short)]
    yes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum EditorArg {
    Obsidian,
    Vscode,
    None,
}

impl EditorArg {
    fn editor(self) -> Option<EditorFiles> {
        match self {
            Self::Obsidian => Some(EditorFiles::Obsidian),
            Self::Vscode => Some(EditorFiles::Vscode),
            Self::None => None,
        }
    }
}

fn stage(word: &str) -> Result<Stage, String> {
    Stage::parse(word).ok_or_else(|| "use `junior`, `mid` or `senior`".to_owned())
}
impl Args {
    /// The folder of the new journal.
    fn dir(&self) -> &Path {
        self.dir.as_deref().or(self.folder.as_deref()).unwrap_or(Path::new("."))
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let date = today::today()?;
    let dir = args.dir();
    if dir.exists() && !dir.is_dir() {
        bail!(Usage(format!("`{}` is a file, not a folder", dir.display())));
    }
    let is_journal = dir.join("loopbook.yaml").symlink_metadata().is_ok();
    let mut files = Vec::new();
    let mut asker = if args.yes || is_journal { Asker::nobody() } else { Asker::terminal() };
    let editor = if is_journal {
        let editor = args.editor.and_then(EditorArg::editor);
        if editor.is_none() {
            let dir = dir.display();
            bail!(Usage(format!(
                "`{dir}` is already a journal; use `--editor` to add an editor's files to it"
            )));
        }
        editor
    } else {
        let plan = plan(args, date, &mut asker)?;
        files = first::files(&plan).context("cannot create the journal's files")?;
        plan.editor
    };
    let templates = found(dir).templates;
    files.extend(
        editor.into_iter().flat_map(|editor| editors::files(editor, &config(), &templates)),
    );
    make(dir, &files)?;
    if !is_journal {
        next(dir)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What was stated, and what is asked for.
fn plan(args: &Args, date: Date, asker: &mut Asker<'_>) -> Result<JournalPlan> {
    let text = |asker: &mut Asker<'_>, stated: &Option<String>, question: &str| {
        let stated = stated.clone().filter(|text| !text.trim().is_empty());
        if stated.is_some() { Ok(stated) } else { asker.text(question) }
    };
    let author = text(asker, &args.author, "your name?")?;
    let manager = text(asker, &args.manager, "your manager's first name or role? [manager]")?;
    let stage = match args.stage {
        Some(stage) => Some(stage),
        None => asker.choice("your career stage? [junior]", STAGES)?.map(|at| Stage::WORDS[at].1),
    };
    let goal = text(asker, &args.goal, "what is your goal? [later]")?;
    let goal = goal.map(|title| goal_plan(args, title, date, asker)).transpose()?;
    let editor = match args.editor {
        Some(editor) => editor.editor(),
        None => asker
            .choice("add support for which editor? [none]", EDITORS)?
            .and_then(|at| [Some(EditorFiles::Obsidian), Some(EditorFiles::Vscode), None][at]),
    };
    let title = args.title.clone().filter(|title| !title.trim().is_empty());
    let default = author.as_ref().map_or("My loops".to_owned(), |name| format!("Loops of {name}"));
    Ok(JournalPlan {
        date,
        title: title.unwrap_or(default),
        author,
        stage: stage.unwrap_or(Stage::Junior),
        manager: manager.unwrap_or_else(|| "manager".to_owned()),
        goal,
        editor,
        found: found(args.dir()),
    })
}

const STAGES: &[(&str, &str)] = &[
    ("junior", "you ask what is needed"),
    ("mid", "you suggest what is needed"),
    ("senior", "you report what you have started"),
];

const EDITORS: &[(&str, &str)] = &[
    ("obsidian", "a template for each step, and the types of properties"),
    ("vscode", "a snippet for each step, and completion in loopbook.yaml"),
    ("none", ""),
];

fn goal_plan(args: &Args, title: String, today: Date, asker: &mut Asker<'_>) -> Result<GoalPlan> {
    let shipped = ladder::shipped();
    let ladder = match &args.ladder {
        Some(written) => find(&shipped, written)?,
        None => {
            let options = shipped.iter().map(|ladder| (ladder.id.as_str(), ladder.title.as_str()));
            let options: Vec<(&str, &str)> = options.chain([("none", "")]).collect();
            let chosen = asker.choice("which ladder? [none]", &options)?;
            chosen.and_then(|at| shipped.get(at))
        }
    };
    let mut level = |stated: &Option<String>, question: &str| -> Result<Option<String>> {
        match (stated, ladder) {
            (Some(written), Some(ladder)) => {
                on_ladder(ladder, written).map(Some).map_err(|why| Usage(why).into())
            }
            (Some(written), None) => Ok(Some(written.clone())),
            (None, Some(ladder)) => {
                let question = format!("{question} ({})", levels(ladder).join(", "));
                asker.parsed(&question, |answer| on_ladder(ladder, answer))
            }
            (None, None) => asker.text(question),
        }
    };
    let from = level(&args.from, "your current level or role?")?;
    let to = level(&args.to, "which level or role do you want?")?;
    let by = match args.by {
        Some(by) => Some(by),
        None => asker.parsed("by when, as 2027-06-30? [later]", today::date)?,
    };
    let by = by.map(|by| by.next(today)).transpose()?;
    let name = ladder.and_then(|ladder| {
        ladder::SHIPPED.iter().find(|(name, _)| *name == ladder.id.as_str()).map(|(name, _)| *name)
    });
    Ok(GoalPlan { title, from, to, by, ladder: name })
}

/// A shipped ladder; none, where `none` was written.
fn find<'l>(shipped: &'l [Ladder], written: &str) -> Result<Option<&'l Ladder>> {
    let wanted = Slug::new(written);
    if wanted.as_str() == "none" {
        return Ok(None);
    }
    let known = || shipped.iter().map(|ladder| ladder.id.as_str());
    if let Some(found) = shipped.iter().find(|ladder| ladder.id == wanted) {
        return Ok(Some(found));
    }
    let hint = match nearest(wanted.as_str(), known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the ladders are `{}`", known().collect::<Vec<_>>().join("`, `")),
    };
    bail!(Usage(format!("loopbook ships no ladder `{written}`: {hint}")))
}

fn levels(ladder: &Ladder) -> Vec<&str> {
    ladder.levels.iter().map(|level| level.title.as_str()).collect()
}

/// A level as its ladder writes it.
fn on_ladder(ladder: &Ladder, written: &str) -> Result<String, String> {
    let wanted = Slug::new(written);
    let level = ladder.levels.iter().find(|level| level.id == wanted);
    level.map(|level| level.title.clone()).ok_or_else(|| {
        let levels = choices("its only level is", "its levels are", &levels(ladder));
        format!("`{written}` is not a level of `{}`: {levels}", ladder.id)
    })
}

/// What is in the folder. Where it has notes already, all of it stays the journal: with a folder of
/// entries, they would not count any more.
fn found(dir: &Path) -> FoundFolder {
    let journal = dir.is_dir().then(|| read(dir, None).journal).flatten();
    journal.map_or_else(FoundFolder::default, |journal| FoundFolder::of(&journal, has_entries(dir)))
}

/// Writes what is not there yet, and names what is.
fn make(dir: &Path, files: &[NewNote]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for file in files {
        let place = in_folder(dir, &file.path);
        if new_file::create(&place, &file.text)? {
            writeln!(out, "{}", place.display())?;
        } else {
            let place = place.display();
            writeln!(anstream::stderr(), "kept `{place}`: it already exists")?;
        }
    }
    Ok(())
}

/// What to do now.
fn next(dir: &Path) -> Result<()> {
    let here = dir == Path::new(".");
    let folder = dir.display();
    let mut err = anstream::stderr();
    writeln!(err, "\nnext:")?;
    if !here {
        writeln!(err, "  cd {folder}")?;
    }
    writeln!(err, "  loopbook build    then open site/index.html")?;
    writeln!(err, "  loopbook new      writes the note for your next step")?;
    writeln!(
        err,
        "  loopbook guide    explains the method: how to begin, and what helps on the way"
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use jiff::civil::date;

    use super::{Args, Asker, plan};
    use crate::compose::editors::EditorFiles;
    use crate::model::vocabulary::Stage;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn asked(args: &[&str], typed: &str) -> (super::JournalPlan, String) {
        let cli = Cli::parse_from(["init", "/nowhere"].iter().chain(args));
        let mut out = Vec::new();
        let today = date(2026, 11, 21);
        let plan = plan(&cli.args, today, &mut Asker::typing(typed, &mut out)).expect("a plan");
        (plan, String::from_utf8(out).expect("text"))
    }

    #[test]
    fn each_question_has_an_answer_in_the_plan() {
        let typed = "Mira\nThe CPO\nmid\nGroup PM\n2\nsenor\nsenior\ngroup\nsoon\n2027-06-30\n1\n";
        let (plan, out) = asked(&[], typed);
        assert_eq!((plan.author.as_deref(), plan.manager.as_str()), (Some("Mira"), "The CPO"));
        assert_eq!((plan.stage, plan.title.as_str()), (Stage::Mid, "Loops of Mira"));
        let goal = plan.goal.expect("a goal");
        assert_eq!((goal.title.as_str(), goal.ladder), ("Group PM", Some("product-management")));
        assert_eq!((goal.from.as_deref(), goal.to.as_deref()), (Some("senior"), Some("group")));
        assert_eq!(goal.by, Some(date(2027, 6, 30)));
        assert_eq!(plan.editor, Some(EditorFiles::Obsidian));
        assert!(
            out.contains("`senor` is not a level of `product-management`: its levels are"),
            "{out}"
        );
        assert!(out.contains("`soon` is not a date"), "{out}");
    }

    #[test]
    fn what_is_stated_is_not_asked_and_an_empty_answer_takes_the_default() {
        let args = ["--author", "Mira", "--stage", "senior", "--editor", "none"];
        let (plan, out) = asked(&args, "\n\n");
        assert_eq!((plan.manager.as_str(), plan.stage), ("manager", Stage::Senior));
        assert!(plan.goal.is_none() && plan.editor.is_none());
        assert_eq!(out.matches('?').count(), 2, "{out}");
        // Input that ends is an empty answer to all that follows.
        let (plan, _) = asked(&[], "Mira\n");
        assert_eq!((plan.manager.as_str(), plan.stage), ("manager", Stage::Junior));
    }
}
