//! A folder of files becomes a [`Journal`].
//!
//! Files are read one by one and in parallel ([`notes`]); then names and links are resolved
//! against all of them ([`names`], [`links`]). What is wrong is collected as diagnostics; a note
//! with an error stays out, and the others are read all the same.

pub mod cache;
pub mod config;
pub mod conventions;
pub mod fields;
pub mod files;
pub mod front_matter;
pub mod inline_fields;
pub mod journal_names;
mod jrnl;
mod levels;
mod line_ends;
pub mod links;
pub mod matter;
pub mod mentions;
pub mod names;
pub mod notes;
mod notice;
pub mod packet_file;
pub mod parts;
pub mod path_name;
mod privacy;
pub mod resolve;
mod rules;
pub mod scan;
pub mod source;
pub mod split;
mod stray;
pub mod theme;
pub mod types;
mod values;
pub mod written;
pub mod written_date;

use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Diagnostic, codes, fault};
use crate::model::conventions::Conventions;
use crate::model::folders::{FolderKind, FolderNames};
use crate::model::keys::{GoalKeys, PersonKeys, TaskKeys};
use crate::model::theme::OWN;
use crate::model::{Config, Journal, Ladder, TemplateHeading, name, note_path};
use crate::regular_file;
use files::{CONFIG, File, Role, role};
use front_matter::AsWritten;
use notes::{NoteHead, NoteHeader, ParsedNote};
use source::SourceFile;

/// What was read, and what was wrong with it.
#[derive(Debug)]
pub struct Read {
    /// The journal; `None` where its configuration can't be read.
    pub journal: Option<Journal>,
    /// Whether the configuration has no error. Where it has, nothing may be built or exported: what
    /// could not be read may have said what to leave out.
    pub configured: bool,
    /// Every problem, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Read {
    fn new(journal: Option<Journal>, mut problems: Vec<Diagnostic>) -> Self {
        problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        let wrong = |problem: &Diagnostic| problem.is_error() && problem.path == CONFIG;
        let configured = !problems.iter().any(wrong);
        Self { journal, configured, diagnostics: problems }
    }
}

/// Everything that files say, before it is resolved.
#[derive(Default)]
pub struct ParsedFiles {
    /// Entries and pages, which are many and large: they are sorted and taken apart where they lie, for a list of the
    /// notes themselves would be a second copy of all of them.
    pub notes: Vec<Box<ParsedNote<NoteHead>>>,
    /// Goals.
    pub goals: Vec<ParsedNote<NoteHeader<GoalKeys<AsWritten>>>>,
    /// Tasks.
    pub tasks: Vec<ParsedNote<NoteHeader<TaskKeys>>>,
    /// People.
    pub people: Vec<ParsedNote<NoteHeader<PersonKeys>>>,
    /// Ladders.
    pub ladders: Vec<Ladder>,
    /// All other files.
    pub files: Vec<File>,
}

/// Which texts of entries and pages are parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// All of them.
    All,
    /// Those that may have keys in them, or keep their note out of the journal. The others are left empty.
    WithKeys,
}

/// Reads the journal in a folder. `output` overrides the folder of the built site, which is never
/// read.
pub fn read(root: &Path, output: Option<&Path>) -> Read {
    read_texts(root, output, Texts::All)
}

/// Reads the dates, ids and keys of a journal, and its goals, tasks and people. Of most notes it does not read the
/// text: neither their titles, links, tags, promises and what evidence leads to nor, where a tag says it, who may see them are known. Nothing
/// of it may be shown to anybody but the author.
pub fn read_keys(root: &Path) -> Read {
    read_texts(root, None, Texts::WithKeys)
}

fn read_texts(root: &Path, output: Option<&Path>, texts: Texts) -> Read {
    let mut problems = Vec::new();
    let journal = configuration(root, &mut problems).map(|config| {
        let output = output.map_or_else(|| root.join(&config.output), Path::to_path_buf);
        let files = files::walk(root, &config, &output, &mut problems).files;
        let parsed = parse_files(files, texts, Sources::Released, &config, &mut problems);
        let (journal, references) = resolve::resolve(config, parsed, texts, &mut problems);
        // Each name is freed by itself, and what comes next uses one thread.
        rayon::spawn(|| drop(references));
        journal
    });
    Read::new(journal, problems)
}

/// The most files that a folder may have which nothing says is a journal.
const MOST: usize = 20_000;

/// Whether a folder has dated notes: by their names, or else by their keys.
pub fn has_dated_notes(root: &Path) -> bool {
    let named = |path: &str| path_name::path_name(path).date.is_some();
    let files = WalkDir::new(root).max_depth(6).into_iter().filter_entry(|entry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    });
    let mut notes = 0;
    for (count, file) in files.flatten().enumerate() {
        let path = files::relative(root, file.path());
        if count > MOST {
            return false;
        }
        if file.file_type().is_file() && note_path::is_note(&path) {
            if named(&path) {
                return true;
            }
            notes += 1;
        }
    }
    notes > 0 && read(root, None).journal.is_some_and(|journal| !journal.entries.is_empty())
}

/// The configuration of the journal in a folder, with its folders of entries decided: those it
/// names, else `entries` if there is a note in it, else those of the program that wrote the folder, else the whole folder.
fn configuration(root: &Path, problems: &mut Vec<Diagnostic>) -> Option<Config> {
    configuration_beside(root, conventions::of(root), problems)
}

/// The same beside the settings of other programs, which are known.
fn configuration_beside(
    root: &Path,
    conventions: Conventions,
    problems: &mut Vec<Diagnostic>,
) -> Option<Config> {
    let mut config = match regular_file::read_text(&root.join(CONFIG)) {
        Ok(bytes) => match SourceFile::decode(CONFIG.into(), bytes) {
            Ok(source) => config::read(&source, root, problems)?,
            Err(problem) => {
                problems.push(*problem);
                return None;
            }
        },
        // A link that leads nowhere is no absence.
        Err(error)
            if error.kind() == ErrorKind::NotFound
                && root.join(CONFIG).symlink_metadata().is_err() =>
        {
            Config::default()
        }
        Err(error) => {
            problems.push(unreadable(CONFIG, &error));
            return None;
        }
    };
    if config.entries.is_none() && has_entries(root) {
        config.entries = Some(vec![ENTRIES.to_owned()]);
        config.entries_by_default = true;
    }
    config.template_headings = template_headings(root, config.theme.as_deref());
    config.conventions = conventions;
    if config.entries.is_none() && !config.conventions.sources.is_empty() {
        config.entries = Some(config.conventions.sources.clone());
    }
    name_folders(root, &mut config.folders);
    let is_read = |folder: &String| files::is_note(&format!("{folder}/a note.md"), &config);
    let notes = config.conventions.notes.clone().filter(is_read);
    if let Some(folder) = config.folders.notes.as_ref().filter(|folder| !is_read(folder)) {
        let message = format!("`folders`: loopbook does not read notes from `{folder}`");
        let problem = Diagnostic::error(codes::WRONG_VALUE, CONFIG, message);
        problems.push(problem.hint("name a folder of notes, or add it to `entries`"));
    }
    config.conventions.notes = notes;
    Some(config)
}

/// The folder of entries, if no setting names another.
const ENTRIES: &str = "entries";

/// Whether there is a note in a journal's `entries`. An empty folder of that name decides nothing: notes may lie beside it.
pub fn has_entries(root: &Path) -> bool {
    let is_shown = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let files = WalkDir::new(root.join(ENTRIES)).into_iter().filter_entry(is_shown).flatten();
    let mut notes = files.filter(|entry| entry.file_type().is_file());
    notes.any(|entry| note_path::is_note(&entry.file_name().to_string_lossy()))
}

/// The headings of the journal's own templates for notes: in `theme/`, and in the theme that its settings name.
fn template_headings(root: &Path, theme: Option<&str>) -> Vec<TemplateHeading> {
    let mut headings = Vec::new();
    for folder in [Some(OWN), theme].into_iter().flatten() {
        let notes = WalkDir::new(root.join(folder).join("notes")).max_depth(1).sort_by_file_name();
        for note in notes.into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let text = regular_file::read_text(note.path()).ok();
            let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
            headings.extend(text.iter().flat_map(|text| TemplateHeading::all(text)));
        }
    }
    headings
}

/// Finds the folders of goals, tasks, people and ladders that are written in another case.
fn name_folders(root: &Path, folders: &mut FolderNames) {
    for kind in FolderKind::ALL.into_iter().filter(|kind| !folders.has(*kind)).collect::<Vec<_>>() {
        if root.join(kind.name()).is_dir() {
            continue;
        }
        let entries = root.read_dir().into_iter().flatten().flatten();
        let names = entries.filter(|entry| entry.file_type().is_ok_and(|found| found.is_dir()));
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        if let Some(name) = names.filter(|name| name.eq_ignore_ascii_case(kind.name())).min() {
            folders.set(kind, &name);
        }
    }
}

/// What one file gave.
#[derive(Clone)]
enum ParsedFile {
    Note(Box<ParsedNote<NoteHead>>),
    /// The entries of one text.
    Entries(Vec<ParsedNote<NoteHead>>),
    Goal(Box<ParsedNote<NoteHeader<GoalKeys<AsWritten>>>>),
    Task(Box<ParsedNote<NoteHeader<TaskKeys>>>),
    Person(Box<ParsedNote<NoteHeader<PersonKeys>>>),
    Ladder(Ladder),
    File(File),
}

/// Whether the texts of files are held after they were parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sources {
    Held,
    Released,
}

fn parse_files(
    files: Vec<File>,
    texts: Texts,
    sources: Sources,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> ParsedFiles {
    let parts: Vec<(Option<ParsedFile>, Vec<Diagnostic>)> = files
        .into_par_iter()
        .map(|file| {
            let mut problems = Vec::new();
            let on_disk = file.on_disk.clone();
            let mut part = parse_file(file, None, texts, config, &mut problems);
            if let Some(part) = part.as_mut().filter(|_| sources == Sources::Released) {
                part.release(&on_disk);
            }
            (part, problems)
        })
        .collect();
    let kept = parts.into_iter().filter_map(|(part, mut found)| {
        problems.append(&mut found);
        part
    });
    kept.collect()
}

impl ParsedFile {
    /// Gives back the memory of the file's text.
    fn release(&mut self, on_disk: &Path) {
        match self {
            Self::Note(note) => note.source.release(on_disk),
            Self::Goal(note) => note.source.release(on_disk),
            Self::Task(note) => note.source.release(on_disk),
            Self::Person(note) => note.source.release(on_disk),
            // The text of an entry is a part of the file's.
            Self::Entries(_) | Self::Ladder(_) | Self::File(_) => {}
        }
    }
}

impl FromIterator<ParsedFile> for ParsedFiles {
    fn from_iter<I: IntoIterator<Item = ParsedFile>>(parts: I) -> Self {
        let mut parsed = Self::default();
        for part in parts {
            match part {
                ParsedFile::Note(note) => parsed.notes.push(note),
                ParsedFile::Entries(notes) => parsed.notes.extend(notes.into_iter().map(Box::new)),
                ParsedFile::Goal(goal) => parsed.goals.push(*goal),
                ParsedFile::Task(task) => parsed.tasks.push(*task),
                ParsedFile::Person(person) => parsed.people.push(*person),
                ParsedFile::Ladder(ladder) => parsed.ladders.push(ladder),
                ParsedFile::File(file) => parsed.files.push(file),
            }
        }
        parsed
    }
}

/// What a file gives, from what was read of it, or else by reading it.
fn parse_file(
    file: File,
    read: Option<std::io::Result<Vec<u8>>>,
    texts: Texts,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<ParsedFile> {
    let role = role(&file.path, config);
    if role == Role::Other {
        return Some(ParsedFile::File(file));
    }
    let path = file.path.clone();
    let parsed = fault::contain(&path, || parse_note(file, role, read, texts, config, problems));
    parsed.unwrap_or_else(|problem| {
        problems.push(*problem);
        None
    })
}

fn parse_note(
    file: File,
    role: Role,
    read: Option<std::io::Result<Vec<u8>>>,
    texts: Texts,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<ParsedFile> {
    let File { path, on_disk, is_drawing: _ } = file;
    let source = match read.unwrap_or_else(|| regular_file::read_text(&on_disk)) {
        Ok(bytes) => {
            SourceFile::decode(path, bytes).map_err(|problem| problems.push(*problem)).ok()?
        }
        Err(error) => {
            problems.push(unreadable(&path, &error));
            return None;
        }
    };
    match role {
        Role::Note if is_drawing(&source.text) => {
            Some(ParsedFile::File(File { path: source.path, on_disk, is_drawing: true }))
        }
        Role::Note => notes::note(source, texts, config, problems)
            .map(|note| ParsedFile::Note(Box::new(note))),
        Role::Text => Some(ParsedFile::Entries(notes::jrnl_text(&source, config, problems))),
        Role::Goal => {
            notes::goal(source, config, problems).map(|goal| ParsedFile::Goal(Box::new(goal)))
        }
        Role::Task => notes::thing(source, TaskKeys::NAMES, name::title, config, problems)
            .map(|task| ParsedFile::Task(Box::new(task))),
        Role::Person => {
            notes::thing(source, PersonKeys::NAMES, name::person_title, config, problems)
                .map(|person| ParsedFile::Person(Box::new(person)))
        }
        Role::Ladder => notes::ladder(&source, problems).map(ParsedFile::Ladder),
        Role::Other => None,
    }
}

/// Whether a file is the data of a drawing, which Excalidraw keeps as Markdown in Obsidian: it is no note, but
/// links can lead to it.
fn is_drawing(text: &str) -> bool {
    const KEY: &str = "excalidraw-plugin";
    if !text.contains(KEY) {
        return false;
    }
    let matter = split::split(text).ok().and_then(|split| split.matter);
    let fields = matter.map(|own| matter::fields(&text[own.range], own.format, matter::MAX_BYTES));
    let Some(Ok(fields)) = fields else { return false };
    fields.iter().any(|(name, _, node)| name == KEY && !node.is_null())
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(codes::UNREADABLE, path, format!("cannot be read: {error}")).hint(match error
        .kind()
    {
        ErrorKind::FileTooLarge => "split it into several files",
        ErrorKind::InvalidInput | ErrorKind::IsADirectory => "put a file of text there",
        _ => "check the file's permissions",
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::read;
    use crate::diagnostic::{Diagnostic, codes};

    #[test]
    fn a_fault_of_the_program_keeps_one_file_out() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["2026-01-05-fine.md", "2026-01-06-panics-in-tests.md"] {
            fs::write(folder.path().join(name), "text\n").expect("written");
        }
        let read = read(folder.path(), None);
        let [problem] = &read.diagnostics[..] else { panic!("one problem: {read:#?}") };
        assert_eq!(problem.code, codes::INTERNAL);
        assert_eq!(problem.path, "2026-01-06-panics-in-tests.md");
        let entries = read.journal.expect("a journal").entries;
        assert_eq!(entries.len(), 1);
    }

    #[test]
    fn a_note_that_no_day_names_is_called_by_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("2026/02")).expect("folders");
        for (path, title, id) in [
            ("2023-02-29.md", "2023-02-29", "2023-02-29"),
            ("2025-W53.md", "2025-W53", "2025-w53"),
            ("20260230.md", "20260230", "20260230"),
            ("2026/02/31.md", "2026/02/31", "2026-02-31"),
            ("2026-02-30-a-plan.md", "A plan", "a-plan"),
            ("%%x%%.md", "Untitled note", "note"),
            ("—.md", "—", "bda050585a00f0f6"),
        ] {
            fs::write(folder.path().join(path), "text\n").expect("written");
            let read = read(folder.path(), None);
            let journal = read.journal.expect("a journal");
            let [page] = &journal.pages[..] else { panic!("one page: {path}") };
            assert_eq!((page.title.as_str(), page.id.as_str()), (title, id), "{path}");
            let of_name = |problem: &&Diagnostic| problem.code == codes::NO_SUCH_DAY;
            let is_shaped = path.starts_with('2');
            assert_eq!(read.diagnostics.iter().filter(of_name).count(), usize::from(is_shaped));
            fs::remove_file(folder.path().join(path)).expect("removed");
        }
    }

    #[test]
    fn a_folder_without_a_day_is_told_of_at_a_note_of_it() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["Zeit.md", "Note.md"] {
            fs::write(folder.path().join(name), "text\n").expect("written");
        }
        let read = read(folder.path(), None);
        let [problem] = &read.diagnostics[..] else { panic!("one problem: {read:#?}") };
        assert_eq!((problem.code, problem.path.as_str()), (codes::NO_DATE, "Note.md"));
    }
}
