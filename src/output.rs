//! A site in memory becomes files on disk.
//!
//! What never happens: a file that is not ours is touched; a reader meets half a file; a build that
//! fails (a full disk, Ctrl-C) leaves less than the site that was there. So all that changed is
//! written beside the site first, and put in place by renaming. Which files are ours is listed in
//! [`SITE_MANIFEST`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::Config;
use crate::model::config::SITE_MANIFEST;
use crate::model::vocabulary::{Audience, Word};
use crate::site::{Content, Site, SiteRenderer};

const MANIFEST_HEAD: &str = "# The files that loopbook wrote here, and may replace or remove.";
/// What the line begins with that says for whom they are, where that is not the author.
const MANIFEST_AUDIENCE: &str = "# For: ";
/// Where changed files wait, in the folder of the site.
const STAGE: &str = ".loopbook-stage";

/// What a build did to the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or different.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of ours that the site no longer has.
    pub removed: usize,
}

/// Why a site could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder has files, and was not made by a build.
    #[error("`{}` has files that loopbook did not write; name another folder with `-o`, or build into it with `--force`", .0.display())]
    NotOurs(PathBuf),
    /// The site has files where others stand already.
    #[error("`{}` is there already, and loopbook did not write it; move it away, or replace it with `--force`", .0.display())]
    Foreign(PathBuf),
    /// The site that is there is for readers who may see less.
    #[error("`{}` has a site for `{}`, which may be where they read it; name another folder with `-o`, or put one for `{}` there with `--force`", place.display(), was.word(), now.word())]
    Wider {
        /// Where.
        place: PathBuf,
        /// For whom the old one is.
        was: Audience,
        /// For whom the new one is.
        now: Audience,
    },
    /// Its pages would stand among the notes.
    #[error("the journal is written in `{}`: the site needs a folder of its own", .0.display())]
    AmongNotes(PathBuf),
    /// The journal is in it.
    #[error("`{}` holds the journal: the site needs a folder of its own", .0.display())]
    HoldsJournal(PathBuf),
    /// Templates fail.
    #[error("nothing was written: some pages are missing, and the old site is still whole")]
    Unmade(Vec<Diagnostic>),
    /// The file system refused.
    #[error("`{}` cannot be written: {reason}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> OutputError + '_ {
    |reason| OutputError::Io { path: path.to_path_buf(), reason }
}

/// Where the site of a journal goes: into the folder that is named, else the configured one. It
/// must not be where the notes are.
pub fn place(root: &Path, named: Option<&Path>, config: &Config) -> Result<PathBuf, OutputError> {
    let output = match named {
        Some(output) => output.to_path_buf(),
        None if root == Path::new(".") => PathBuf::from(&config.output),
        None => root.join(&config.output),
    };
    let real = real(&output);
    for source in config.source_folders() {
        let source = root.strip_prefix(".").unwrap_or(root).join(source);
        if real.starts_with(self::real(&source)) {
            return Err(OutputError::AmongNotes(source));
        }
    }
    if root.canonicalize().is_ok_and(|root| root.starts_with(&real)) {
        return Err(OutputError::HoldsJournal(output));
    }
    Ok(output)
}

/// Where a folder is, or will be, on this machine: what is not there yet is in what is.
fn real(folder: &Path) -> PathBuf {
    match (folder.canonicalize(), folder.parent(), folder.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(parent), Some(name)) if parent.as_os_str().is_empty() => {
            real(Path::new(".")).join(name)
        }
        (Err(_), Some(parent), Some(name)) => real(parent).join(name),
        (Err(_), ..) => folder.to_path_buf(),
    }
}

/// Keeps other builds from writing into the same place at the same time, until it is dropped: they
/// wait. What can't be locked (on some network folders) is written without.
fn hold(folder: &Path) -> Option<File> {
    let real = real(folder);
    let beside = File::open(real.parent()?).ok()?;
    beside.lock().ok()?;
    Some(beside)
}

/// The files of a site, each made when it is to be written, so that not all are held at once.
pub trait Source: Sync {
    /// Their paths.
    fn paths(&self) -> BTreeSet<&str>;

    /// One of them.
    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>>;

    /// For whom they are.
    fn audience(&self) -> Audience;
}

impl Source for Site {
    fn paths(&self) -> BTreeSet<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>> {
        Ok(Cow::Borrowed(&self.files[path]))
    }

    fn audience(&self) -> Audience {
        self.audience
    }
}

impl Source for SiteRenderer<'_> {
    fn paths(&self) -> BTreeSet<&str> {
        // First, while no page takes memory yet.
        self.search();
        self.routes().paths().collect()
    }

    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>> {
        self.make(path).unwrap_or(Ok(Content::Bytes(Vec::new()))).map(Cow::Owned)
    }

    fn audience(&self) -> Audience {
        self.audience()
    }
}

/// Makes files, and does something with each. All that can't be made is told, not the first alone.
fn each<T: Send>(
    source: &impl Source,
    paths: &BTreeSet<&str>,
    act: impl Fn(usize, &str, &Content) -> Result<T, OutputError> + Sync,
) -> Result<Vec<T>, OutputError> {
    let failures = Mutex::new(BTreeMap::new());
    let done: Vec<Option<T>> = paths
        .iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .enumerate()
        .map(|(number, path)| match source.make(path) {
            Ok(content) => act(number, path, &content).map(Some),
            Err(problem) => {
                let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
                // A template that fails does so on each of its pages: once is enough.
                failures.entry(problem.message.clone()).or_insert(*problem);
                Ok(None)
            }
        })
        .collect::<Result<_, _>>()?;
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    if failures.is_empty() {
        Ok(done.into_iter().flatten().collect())
    } else {
        Err(OutputError::Unmade(failures.into_values().collect()))
    }
}

/// Writes a site into a folder. Without `force` the folder has to be new, empty, or one that a
/// build made.
pub fn write(source: &impl Source, folder: &Path, force: bool) -> Result<Written, OutputError> {
    let _held = hold(folder);
    match fs::read_dir(folder) {
        // An empty folder may be a mount or a link: it is filled, not replaced.
        Ok(mut entries) => update(source, folder, force || entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(source, folder),
        Err(error) => Err(failed(folder)(error)),
    }
}

/// A whole new site: made beside its place, then put there at once.
fn create(source: &impl Source, folder: &Path) -> Result<Written, OutputError> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.with_file_name(format!(".{name}.loopbook-new"));
    remove_all(&beside)?;
    let paths = source.paths();
    let made = (|| {
        make_folders(paths.iter().map(|path| beside.join(path)))?;
        fs::create_dir_all(&beside).map_err(failed(&beside))?;
        each(source, &paths, |_, path, content| store(content, &beside.join(path)))?;
        write_manifest(&beside, paths.iter().copied(), source.audience())?;
        fs::rename(&beside, folder).map_err(failed(folder))
    })();
    if made.is_err() {
        // What went wrong is reported; that its remains also can't be removed adds nothing.
        let _ = fs::remove_dir_all(&beside);
    }
    made.map(|()| Written { written: paths.len(), ..Written::default() })
}

/// Writes the files of a site that changed since it was last written into a folder; `paths` are all
/// that it has now. `None` where no build made the folder: it has to be written whole.
pub fn patch(
    changed: &Site,
    paths: &BTreeSet<&str>,
    folder: &Path,
    force: bool,
) -> Result<Option<Written>, OutputError> {
    let _held = hold(folder);
    let Some(owned) = read_manifest(folder)? else { return Ok(None) };
    owned.admits(changed.audience, folder, force)?;
    let place = |path: &String| {
        let place = folder.join(path);
        let foreign = !owned.paths.contains(path) && place.symlink_metadata().is_ok() && !force;
        if foreign { Err(OutputError::Foreign(place)) } else { Ok((path.clone(), place)) }
    };
    let places = changed.files.keys().map(place).collect::<Result<Vec<_>, _>>()?;
    let stage = folder.join(STAGE);
    let staged = || {
        let store = |number: usize, path: &str, content: &Content| {
            let waits = stage.join(number.to_string());
            store(content, &waits).map(|()| Staged { path: path.to_owned(), waits })
        };
        each(changed, &changed.paths(), store)
    };
    let removed = put(staged, paths, changed.audience, folder, &owned)?;
    let written = places.len();
    Ok(Some(Written { written, unchanged: paths.len() - written, removed }))
}

fn update(source: &impl Source, folder: &Path, force: bool) -> Result<Written, OutputError> {
    let owned = read_manifest(folder)?;
    if owned.is_none() && !force {
        return Err(OutputError::NotOurs(folder.to_path_buf()));
    }
    let owned = owned.unwrap_or_default();
    owned.admits(source.audience(), folder, force)?;
    let paths = source.paths();
    let stage = folder.join(STAGE);
    let written = AtomicUsize::new(0);
    let staged = || {
        let differ = |number: usize, path: &str, content: &Content| {
            let place = folder.join(path);
            if same(content, &place).map_err(failed(&place))? {
                return Ok(None);
            }
            if place.symlink_metadata().is_ok() && !owned.paths.contains(path) && !force {
                return Err(OutputError::Foreign(place));
            }
            written.fetch_add(1, Ordering::Relaxed);
            let waits = stage.join(number.to_string());
            store(content, &waits).map(|()| Some(Staged { path: path.to_owned(), waits }))
        };
        Ok(each(source, &paths, differ)?.into_iter().flatten().collect())
    };
    let removed = put(staged, &paths, source.audience(), folder, &owned)?;
    let written = written.into_inner();
    Ok(Written { written, unchanged: paths.len() - written, removed })
}

/// A file that waits to be put in place.
struct Staged {
    path: String,
    waits: PathBuf,
}

/// Has files staged, puts them in place, and removes those that the site no longer has; how many.
fn put(
    staged: impl FnOnce() -> Result<Vec<Staged>, OutputError>,
    paths: &BTreeSet<&str>,
    audience: Audience,
    folder: &Path,
    owned: &Manifest,
) -> Result<usize, OutputError> {
    let stage = folder.join(STAGE);
    remove_all(&stage)?;
    fs::create_dir_all(&stage).map_err(failed(&stage))?;
    let put = staged().and_then(|staged| put_in_place(&staged, audience, folder, owned));
    let cleared = remove_all(&stage);
    put?;
    cleared?;
    let stale = owned.paths.iter().filter(|path| !paths.contains(path.as_str()));
    let stale: Vec<&String> = stale.collect();
    for path in &stale {
        remove_owned(folder, path)?;
    }
    if !stale.is_empty() || owned.paths.len() != paths.len() || owned.audience != audience {
        write_manifest(folder, paths.iter().copied(), audience)?;
    }
    Ok(stale.len())
}

fn put_in_place(
    staged: &[Staged],
    audience: Audience,
    folder: &Path,
    owned: &Manifest,
) -> Result<(), OutputError> {
    // From here on a stop can leave both old and new files: all of them are ours.
    let mut new =
        staged.iter().map(|one| &one.path).filter(|path| !owned.paths.contains(*path)).peekable();
    if new.peek().is_some() {
        let both = new.chain(&owned.paths).map(String::as_str).collect::<BTreeSet<_>>();
        write_manifest(folder, both, audience.min(owned.audience))?;
    }
    make_folders(staged.iter().map(|one| folder.join(&one.path)))?;
    for Staged { path, waits } in staged {
        let place = folder.join(path);
        fs::rename(waits, &place).map_err(failed(&place))?;
    }
    Ok(())
}

/// Makes the folders of files, each once.
fn make_folders(files: impl Iterator<Item = PathBuf>) -> Result<(), OutputError> {
    let folders: BTreeSet<PathBuf> =
        files.filter_map(|f| f.parent().map(Path::to_path_buf)).collect();
    folders.iter().try_for_each(|dir| fs::create_dir_all(dir).map_err(failed(dir)))
}

fn store(content: &Content, place: &Path) -> Result<(), OutputError> {
    let stored = match content {
        Content::Bytes(bytes) => fs::write(place, bytes),
        // `fs::copy` would also copy who may read the original.
        Content::Copy(from) => File::open(from)
            .and_then(|mut from| io::copy(&mut from, &mut File::create(place)?))
            .map(|_| ()),
    };
    stored.map_err(failed(place))
}

/// Whether a file holds that content already.
fn same(content: &Content, place: &Path) -> io::Result<bool> {
    let there = match fs::metadata(place) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    match content {
        Content::Bytes(bytes) => {
            Ok(there.len() == bytes.len() as u64 && fs::read(place)? == *bytes)
        }
        Content::Copy(from) => Ok(fs::metadata(from)?.len() == there.len()
            && same_files(File::open(from)?, File::open(place)?)?),
    }
}

fn same_files(a: File, b: File) -> io::Result<bool> {
    let (mut a, mut b) = (io::BufReader::new(a).bytes(), io::BufReader::new(b).bytes());
    loop {
        match (a.next().transpose()?, b.next().transpose()?) {
            (None, None) => return Ok(true),
            (x, y) if x != y => return Ok(false),
            _ => {}
        }
    }
}

/// What a build left in a folder.
#[derive(Default)]
struct Manifest {
    /// The files.
    paths: BTreeSet<String>,
    /// For whom.
    audience: Audience,
}

impl Manifest {
    /// Whether a site for those readers may take its place: one for who may see more could show it to
    /// who may not.
    fn admits(&self, now: Audience, folder: &Path, force: bool) -> Result<(), OutputError> {
        let was = self.audience;
        if now < was && !force {
            return Err(OutputError::Wider { place: folder.to_path_buf(), was, now });
        }
        Ok(())
    }
}

/// The files that are ours; `None` where no build made this folder. A path that leads out of the
/// folder can't be ours, whoever wrote it there.
fn read_manifest(folder: &Path) -> Result<Option<Manifest>, OutputError> {
    let place = folder.join(SITE_MANIFEST);
    let text = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&place)(error)),
    };
    let inside = |path: &&str| {
        !path.is_empty()
            && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
    };
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter(inside);
    let audience = text.lines().find_map(|line| line.strip_prefix(MANIFEST_AUDIENCE));
    Ok(Some(Manifest {
        paths: lines.map(ToOwned::to_owned).collect(),
        audience: audience.and_then(Audience::parse).unwrap_or_default(),
    }))
}

fn write_manifest<'p>(
    folder: &Path,
    paths: impl IntoIterator<Item = &'p str>,
    audience: Audience,
) -> Result<(), OutputError> {
    let mut text = format!("{MANIFEST_HEAD}\n");
    if audience != Audience::Me {
        text.push_str(&format!("{MANIFEST_AUDIENCE}{}\n", audience.word()));
    }
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    let (place, new) = (folder.join(SITE_MANIFEST), folder.join(format!("{SITE_MANIFEST}-new")));
    fs::write(&new, text).and_then(|()| fs::rename(&new, &place)).map_err(failed(&place))
}

/// Removes a file of ours, and the folders that it leaves empty.
fn remove_owned(folder: &Path, path: &str) -> Result<(), OutputError> {
    let place = folder.join(path);
    match fs::remove_file(&place) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(&place)(error)),
    }
    let above = place.ancestors().skip(1).take_while(|above| *above != folder);
    for above in above {
        // A folder that still has something in it stays.
        if fs::remove_dir(above).is_err() {
            break;
        }
    }
    Ok(())
}

fn remove_all(folder: &Path) -> Result<(), OutputError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(folder)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Content, OutputError, Site, Written, write};

    fn site(files: &[(&str, &str)]) -> Site {
        let files =
            files.iter().map(|(path, text)| ((*path).to_owned(), Content::Bytes((*text).into())));
        Site { files: files.collect(), ..Site::default() }
    }

    #[test]
    fn only_what_changed_is_written_and_only_what_is_ours_removed() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("site");
        let first = site(&[("index.html", "1"), ("a/b.html", "1"), ("a/c.html", "1")]);
        assert_eq!(
            write(&first, &out, false).expect("new"),
            Written { written: 3, ..Default::default() }
        );
        fs::write(out.join("CNAME"), "mine").expect("a file of mine");
        let second = site(&[("index.html", "1"), ("d.html", "2")]);
        let written = write(&second, &out, false).expect("again");
        assert_eq!(written, Written { written: 1, unchanged: 1, removed: 2 });
        assert!(!out.join("a").exists());
        assert_eq!(fs::read_to_string(out.join("CNAME")).expect("still mine"), "mine");
        let third = site(&[("index.html", "1"), ("CNAME", "theirs")]);
        assert!(matches!(write(&third, &out, false), Err(OutputError::Foreign(_))));
        assert_eq!(fs::read_to_string(out.join("d.html")).expect("the old site"), "2");
    }

    #[test]
    fn what_a_stopped_build_left_is_cleared_even_where_nothing_changed() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("site");
        let one = site(&[("index.html", "1")]);
        fs::create_dir(dir.path().join(".site.loopbook-new")).expect("left by the first build");
        write(&one, &out, false).expect("new");
        assert!(!dir.path().join(".site.loopbook-new").exists());
        fs::create_dir(out.join(super::STAGE)).expect("left by a later one");
        fs::write(out.join(super::STAGE).join("0"), "half").expect("a file");
        write(&one, &out, false).expect("again");
        assert!(!out.join(super::STAGE).exists());
    }

    #[test]
    fn a_folder_that_is_not_ours_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("thesis.txt"), "years").expect("a file of mine");
        let site = site(&[("index.html", "1")]);
        assert!(matches!(write(&site, dir.path(), false), Err(OutputError::NotOurs(_))));
        write(&site, dir.path(), true).expect("forced");
        assert_eq!(fs::read_to_string(dir.path().join("thesis.txt")).expect("still mine"), "years");
    }

    #[test]
    fn a_manifest_can_claim_nothing_outside() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("site");
        write(&site(&[("index.html", "1")]), &out, false).expect("new");
        fs::write(dir.path().join("thesis.txt"), "years").expect("a file of mine");
        fs::write(out.join(super::SITE_MANIFEST), "../thesis.txt\nindex.html\n")
            .expect("a manifest");
        write(&site(&[("index.html", "2")]), &out, false).expect("again");
        assert!(dir.path().join("thesis.txt").exists());
    }
}
