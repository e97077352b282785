//! The author's keys for replies: files of the user who runs the program, outside of every journal, because a journal
//! is synchronised and shown to others.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::report;
use crate::packet::reply::ReplyKey;
use crate::regular_file;

/// The folder in which the system's programs keep what belongs to a user.
fn data_folder() -> Option<PathBuf> {
    let named = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let at_home = |path: &str| std::env::home_dir().map(|home| home.join(path));
    // Set by hand, it is meant on every system.
    named("XDG_DATA_HOME").or_else(|| {
        if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            at_home("Library/Application Support")
        } else {
            at_home(".local/share")
        }
    })
}

/// The folder of the keys. It must not be in the journal.
fn folder(journal: &Path) -> Result<PathBuf> {
    let data = data_folder().ok_or_else(|| {
        anyhow!("there is no folder for keys: set `XDG_DATA_HOME` to one outside of the journal")
    })?;
    let folder = data.join("loopbook").join("reply-keys");
    let is_in_journal = fs::canonicalize(journal).is_ok_and(|journal| {
        let known = folder.ancestors().find_map(|folder| fs::canonicalize(folder).ok());
        known.is_some_and(|folder| folder.starts_with(journal))
    });
    if is_in_journal {
        bail!(
            "`{}` is in the journal, and whoever gets the journal would get the key: set `XDG_DATA_HOME` to a folder \
             outside of it",
            folder.display()
        );
    }
    Ok(folder)
}

/// The key for new copies. The first time, one is made.
pub(super) fn for_new_copies(journal: &Path) -> Result<ReplyKey> {
    let folder = folder(journal)?;
    let mut known: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(files) => files.filter_map(|file| Some(file.ok()?.path())).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read `{}`", folder.display()));
        }
    };
    known.retain(|path| path.extension().is_some_and(|ending| ending == "key"));
    known.sort();
    match known.first() {
        Some(path) => read(path),
        None => make(&folder),
    }
}

/// The key of that name.
pub(super) fn named(journal: &Path, id: &str) -> Result<ReplyKey> {
    let path = folder(journal)?.join(format!("{id}.key"));
    if !path.exists() {
        bail!(
            "the reply cannot be verified: the key `{}` is not on this computer; copy it from the one on which the packet \
             was made",
            path.display()
        );
    }
    read(&path)
}

fn read(path: &Path) -> Result<ReplyKey> {
    let shown = path.display();
    let bytes = regular_file::read_text(path).with_context(|| format!("cannot read `{shown}`"))?;
    let key = String::from_utf8(bytes).ok().and_then(|text| ReplyKey::parse(&text));
    let is_own = |key: &ReplyKey| path.file_stem().is_some_and(|stem| *stem == *key.id());
    let key = key.filter(is_own).ok_or_else(|| {
        anyhow!("`{shown}` is damaged: copy it again, or remove it to make a new key")
    })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if path.metadata().is_ok_and(|own| own.permissions().mode() & 0o077 != 0) {
            let shown = report::plain(&shown.to_string());
            writeln!(
                anstream::stderr(),
                "other users of this computer can read the key for replies: `chmod 600 '{shown}'`"
            )?;
        }
    }
    Ok(key)
}

/// Makes a key that only this user can read.
fn make(folder: &Path) -> Result<ReplyKey> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .context("no key was made: the system provides no random numbers")?;
    let key = ReplyKey::new(bytes);
    let path = folder.join(format!("{}.key", key.id()));
    let failed = || format!("cannot write `{}`", path.display());
    fs::create_dir_all(folder).with_context(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).with_context(failed)?;
    }
    // Temporary files are readable by their user alone.
    let mut new = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    new.write_all(key.text().as_bytes())
        .and_then(|()| new.as_file().sync_all())
        .and_then(|()| new.persist_noclobber(&path).map(drop).map_err(|error| error.error))
        .with_context(failed)?;
    writeln!(
        anstream::stderr(),
        "made the key for replies, `{}`: keep it to yourself; without it no reply can be imported",
        report::plain(&path.display().to_string())
    )?;
    Ok(key)
}
