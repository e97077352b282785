//! Which files of a folder belong to the journal.

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use glob::Pattern;
use walkdir::{DirEntry, WalkDir};

use super::path_name::path_name;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Config;
use crate::model::config::SITE_MANIFEST;
use crate::model::folders::FolderKind;
use crate::model::note_path::is_note as is_markdown;
use crate::model::packet_file::PACKETS;
use crate::model::phrasing::counted;
use crate::model::theme::OWN;

/// A file of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the journal, with `/` between its parts.
    pub path: String,
    /// Where it is on this machine.
    pub on_disk: PathBuf,
    /// Whether it is a drawing that its program keeps as a note.
    pub is_drawing: bool,
}

/// What a journal is made of.
#[derive(Debug, Default)]
pub struct JournalFiles {
    /// Its files, by path.
    pub files: Vec<File>,
    /// The folders that hold them, and that may hold more.
    pub folders: BTreeSet<PathBuf>,
}

/// What a file is to the journal, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A note.
    Note,
    /// A text of many entries, as jrnl writes it.
    Text,
    /// A goal.
    Goal,
    /// A task.
    Task,
    /// A person.
    Person,
    /// A ladder.
    Ladder,
    /// Anything that a note may refer to.
    Other,
}

/// The file that makes a folder a journal; it may be absent.
pub const CONFIG: &str = "loopbook.yaml";

/// Folders that hold no notes: what programs install, and templates for notes.
const SKIPPED: &[&str] = &["node_modules", "templates", "_templates", "Templates"];

/// Finds the files below a folder. `output` is the folder of the built site.
pub fn walk(
    root: &Path,
    config: &Config,
    output: &Path,
    problems: &mut Vec<Diagnostic>,
) -> JournalFiles {
    let output = output.canonicalize().ok();
    let rules = FileRules::new(config);
    let walk = WalkDir::new(root).min_depth(1).sort_by_file_name();
    let is_wanted = |entry: &DirEntry, path: &str| {
        let is_folder = entry.file_type().is_dir();
        let is_output = || {
            let own = entry.path().canonicalize();
            entry.path().join(SITE_MANIFEST).exists()
                || output.as_deref().is_some_and(|out| own.is_ok_and(|own| own == out))
        };
        rules.count(path, is_folder) && (rules.copies_all_of(path) || !(is_folder && is_output()))
    };
    let mut found = JournalFiles::default();
    found.folders.insert(root.to_path_buf());
    let settings = config.conventions.settings.iter().filter(|folder| !folder.is_empty());
    found.folders.extend(settings.map(|folder| root.join(folder)).filter(|folder| folder.is_dir()));
    let mut walk = walk.into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(root, path));
                let reason =
                    error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                problems.push(
                    Diagnostic::error(codes::UNREADABLE, path, format!("cannot be read: {reason}"))
                        .hint("check the file's permissions"),
                );
                continue;
            }
        };
        let path = relative(root, entry.path());
        if !is_wanted(&entry, &path) {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() && path == CONFIG {
            // It was read already, wherever it is.
        } else if entry.path_is_symlink() {
            problems.push(
                Diagnostic::warning(codes::SYMLINK, path, "symbolic links are not followed")
                    .hint("move the file or folder it points to into the journal"),
            );
        } else if sync_conflict(&path) {
            problems.push(
                Diagnostic::warning(
                    codes::SYNC_CONFLICT,
                    path,
                    "this is a conflict copy from a sync program",
                )
                .hint("move what it adds into the original file, then delete it"),
            );
        } else if entry.file_type().is_file() {
            found.files.push(File { path, on_disk: entry.into_path(), is_drawing: false });
        } else if entry.file_type().is_dir() {
            found.folders.insert(entry.into_path());
        } else if path != CONFIG {
            let message = "named pipes, sockets and devices are not read";
            problems.push(
                Diagnostic::warning(codes::SPECIAL_FILE, path, message)
                    .hint("move it out of the journal, or name it in `ignore`"),
            );
        }
    }
    problems.extend(beside_entries(&found.files, config));
    found
}

/// Notes with a day beside the folder of entries that no setting names: nobody decided that they are not read.
fn beside_entries(files: &[File], config: &Config) -> Option<Diagnostic> {
    if !config.entries_by_default {
        return None;
    }
    let whole = Config { entries: None, ..config.clone() };
    let is_beside = |file: &&File| {
        !in_entries(&file.path, config)
            && is_markdown(&file.path)
            && role(&file.path, config) == Role::Other
            && role(&file.path, &whole) == Role::Note
            && path_name(&file.path).date.is_some()
    };
    let mut beside = files.iter().filter(is_beside);
    let first = beside.next()?;
    let message = match beside.count() {
        0 => "this note is beside `entries/`, so it is not read".to_owned(),
        more => format!(
            "this note is beside `entries/`, so it is not read, and so {} {} with a day in their names",
            if more == 1 { "is" } else { "are" },
            counted(more, "more note")
        ),
    };
    let problem = Diagnostic::warning(codes::BESIDE_ENTRIES, &first.path, message);
    Some(problem.hint(
        "move it into `entries/`, or write `entries: .` into `loopbook.yaml` to read the whole folder",
    ))
}

/// What a file is, by its path.
pub fn role(path: &str, config: &Config) -> Role {
    let markdown = is_markdown(path);
    let note = || if in_entries(path, config) { Role::Note } else { Role::Other };
    match config.folders.kind_of(path) {
        Some(FolderKind::Ladders) if is_yaml(path) => Role::Ladder,
        // Where a daily note lies beside tasks, it is no task without a name.
        Some(FolderKind::Goals | FolderKind::Tasks | FolderKind::People)
            if markdown && path_name(path).name.trim().is_empty() =>
        {
            note()
        }
        Some(FolderKind::Goals) if markdown => Role::Goal,
        Some(FolderKind::Tasks) if markdown => Role::Task,
        Some(FolderKind::People) if markdown => Role::Person,
        _ if path.starts_with("static/") || below(path, OWN) || below(path, PACKETS) => Role::Other,
        _ if config.theme.as_ref().is_some_and(|folder| below(path, folder)) => Role::Other,
        _ if markdown => note(),
        _ if is_named_text(path, config) => Role::Text,
        _ => Role::Other,
    }
}

/// Whether a text is named among the folders of entries.
fn is_named_text(path: &str, config: &Config) -> bool {
    let named = |name: &String| name.trim_start_matches("./") == path;
    path.ends_with(".txt") && config.entries.iter().flatten().any(named)
}

fn is_yaml(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["yaml", "yml"].iter().any(|yaml| extension.eq_ignore_ascii_case(yaml))
}

/// Which files and folders count, by their names.
struct FileRules<'c> {
    config: &'c Config,
    ignored: Vec<Pattern>,
}

impl<'c> FileRules<'c> {
    fn new(config: &'c Config) -> Self {
        let pattern = |name: &String| Pattern::new(name.trim_matches('/')).ok();
        Self { config, ignored: config.ignore.iter().filter_map(pattern).collect() }
    }

    /// Whether what is there is copied as it is, so that it may be hidden or be called anything.
    fn copies_all_of(&self, path: &str) -> bool {
        let theme = self.config.theme.as_ref();
        path.starts_with("static/")
            || below(path, OWN)
            || theme.is_some_and(|folder| below(path, folder))
    }

    /// Whether templates are there, or what another program writes or needs.
    fn skips(&self, path: &str) -> bool {
        let Config { folders, conventions, .. } = self.config;
        let mut skipped = conventions.skipped.iter().chain(&folders.templates);
        skipped.any(|skipped| skipped == path)
    }

    /// Whether a file or a folder counts, if the folder that it is in does.
    fn count(&self, path: &str, is_folder: bool) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        if temporary(name) {
            return false;
        }
        if self.copies_all_of(path) {
            return !matches!(name, ".git" | ".DS_Store");
        }
        let skipped = is_folder && SKIPPED.contains(&name) || self.skips(path);
        let ignored = || self.ignored.iter().any(|i| i.matches(path) || i.matches(name));
        !name.starts_with('.') && !skipped && !ignored()
    }
}

/// Whether a file at a path would be read as a note.
pub fn is_note(path: &str, config: &Config) -> bool {
    let rules = FileRules::new(config);
    let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    role(path, config) == Role::Note
        && !below(path, &config.output)
        && folders.all(|folder| rules.count(folder, true))
        && rules.count(path, false)
}

/// Whether a path is that of a folder, or of something in it.
pub fn below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder.trim_matches('/'))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn in_entries(path: &str, config: &Config) -> bool {
    let Some(folders) = &config.entries else { return true };
    folders.iter().any(|folder| {
        let folder = folder.trim_matches('/').trim_start_matches("./");
        folder == "."
            || folder.is_empty()
            || path.strip_prefix(folder).is_some_and(|p| p.starts_with('/'))
    })
}

/// The path of a file in the journal, with `/` between its parts.
pub fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    // Thousands of files are asked for, and nearly every path reads as it should.
    if let Some(text) = path.to_str()
        && MAIN_SEPARATOR == '/'
        && !["//", "/."].iter().any(|part| text.contains(part))
        && !text.starts_with('.')
        && !text.ends_with('/')
    {
        return text.to_owned();
    }
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What editors and sync programs leave beside a file while they write it.
pub fn temporary(name: &str) -> bool {
    let endings =
        ["~", ".swp", ".swx", ".swo", ".tmp", ".temp", ".part", "___jb_tmp___", "___jb_old___"];
    endings.iter().any(|ending| name.ends_with(ending))
        || (name.starts_with('#') && name.ends_with('#'))
        // Emacs' lock is a link to nowhere.
        || name.starts_with(".#")
        || name == "4913"
        || name.starts_with("~$")
        // A site that is being built.
        || name.starts_with(".loopbook-")
}

fn sync_conflict(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    [".sync-conflict-", "conflicted copy", "'s conflicting copy", "(conflict "]
        .iter()
        .any(|mark| name.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::{Role, is_note, role, sync_conflict, temporary};
    use crate::model::Config;

    #[test]
    fn a_file_is_what_its_folder_says() {
        let mut config = Config::default();
        assert_eq!(role("anywhere/a.md", &config), Role::Note);
        config.entries = Some(vec!["entries".into(), "log/".into()]);
        for (path, expected) in [
            ("entries/2026/a.md", Role::Note),
            ("log/a.MD", Role::Note),
            ("log/a.markdown", Role::Note),
            ("people/a.markdown", Role::Person),
            ("entries/a.png", Role::Other),
            ("entries-old/a.md", Role::Other),
            ("README.md", Role::Other),
            ("goals/a.md", Role::Goal),
            ("ladders/a.yml", Role::Ladder),
            ("theme/a.md", Role::Other),
            ("packets/a.md", Role::Other),
        ] {
            assert_eq!(role(path, &config), expected, "{path}");
        }
    }

    #[test]
    fn a_note_is_read_where_nothing_says_otherwise() {
        let config = Config { ignore: vec!["old*".into(), "a/b".into()], ..Config::default() };
        for (path, read) in [
            ("2026-01-05-a.md", true),
            ("log/2026-01-05-a.md", true),
            ("a/2026-01-05-a.md", true),
            ("a/b/2026-01-05-a.md", false),
            ("log/older/2026-01-05-a.md", false),
            ("log/.trash/2026-01-05-a.md", false),
            ("templates/2026-01-05-a.md", false),
            ("site/2026-01-05-a.md", false),
            ("goals/2026-01-05-a.md", false),
        ] {
            assert_eq!(is_note(path, &config), read, "{path}");
        }
    }

    #[test]
    fn what_programs_leave_behind_is_no_note() {
        assert!(
            [".a.swp", "a.md~", "4913", "#a.md#", ".#a.md", "a.md___jb_tmp___"]
                .iter()
                .all(|n| temporary(n))
        );
        assert!(!temporary("a.md"));
        assert!(sync_conflict("entries/a.sync-conflict-20260101-120000-ABC.md"));
        assert!(sync_conflict("a (conflicted copy 2026-01-01).md"));
        assert!(!sync_conflict("a conflict with finance.md"));
    }
}
