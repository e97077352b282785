//! Compares and writes single files.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::{OutputError, failed};
use crate::regular_file;
use crate::site::Content;

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> OutputError + '_ {
    |reason| OutputError::Unreadable { path: path.to_path_buf(), reason }
}

/// Writes a file to `staged`. Messages name `target`, where the file will be in the end.
pub(super) fn store(content: &Content, staged: &Path, target: &Path) -> Result<(), OutputError> {
    match content {
        Content::Bytes(bytes) => fs::write(staged, bytes).map_err(failed(target)),
        // `fs::copy` would also copy the permissions of the original.
        Content::Copy(from) => {
            let mut original = regular_file::open(from).map_err(unreadable(from))?;
            let mut copy = File::create(staged).map_err(failed(target))?;
            io::copy(&mut original, &mut copy).map(|_| ()).map_err(failed(target))
        }
    }
}

/// Whether a file already has this content.
pub(super) fn is_same(content: &Content, path: &Path) -> Result<bool, OutputError> {
    let existing = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(false),
        Err(error) if is_absent(&error) => return Ok(false),
        Err(error) => return Err(unreadable(path)(error)),
    };
    match content {
        Content::Bytes(bytes) => {
            let same_length = existing.len() == bytes.len() as u64;
            Ok(same_length && fs::read(path).map_err(unreadable(path))? == *bytes)
        }
        Content::Copy(from) => {
            let original = regular_file::open(from).map_err(unreadable(from))?;
            let length = original.metadata().map_err(unreadable(from))?.len();
            if length != existing.len() {
                return Ok(false);
            }
            let copy = regular_file::open(path).map_err(unreadable(path))?;
            same_bytes(original, copy).map_err(unreadable(from))
        }
    }
}

/// Whether an error means that a file does not exist. One of its folders may be missing, or be a file.
pub(super) fn is_absent(error: &io::Error) -> bool {
    // No file can have a name that is too long.
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename
    )
}

fn same_bytes(a: File, b: File) -> io::Result<bool> {
    let (mut a, mut b) = (BufReader::new(a), BufReader::new(b));
    loop {
        let (left, right) = (a.fill_buf()?, b.fill_buf()?);
        let length = left.len().min(right.len());
        if length == 0 {
            return Ok(left.is_empty() && right.is_empty());
        }
        if left[..length] != right[..length] {
            return Ok(false);
        }
        a.consume(length);
        b.consume(length);
    }
}

/// Makes `copy` a hard link to `original`. If the file system has no hard links, makes a copy with
/// the same time of modification.
pub(super) fn link(original: &Path, copy: &Path) -> Result<(), OutputError> {
    if fs::hard_link(original, copy).is_ok() {
        return Ok(());
    }
    let copied = fs::copy(original, copy).and_then(|_| {
        let modified = fs::metadata(original)?.modified()?;
        File::options().write(true).open(copy)?.set_modified(modified)
    });
    copied.map_err(failed(original))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Content, is_same};

    #[test]
    fn files_are_the_same_by_their_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
        let long = vec![7_u8; 100_000];
        let mut other = long.clone();
        other[99_999] = 8;
        fs::write(&a, &long).expect("written");
        fs::write(&b, &long).expect("written");
        assert!(is_same(&Content::Copy(a.clone()), &b).expect("read"));
        fs::write(&b, &other).expect("written");
        assert!(!is_same(&Content::Copy(a), &b).expect("read"));
        assert!(is_same(&Content::Bytes(other), &b).expect("read"));
        assert!(!is_same(&Content::Bytes(long), &folder.path().join("none")).expect("absent"));
        assert!(is_same(&Content::Copy(folder.path().join("none")), &b).is_err());
    }
}
