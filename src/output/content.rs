//! One file: whether it is right already, and how it is written.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::{OutputError, failed};
use crate::regular_file;
use crate::site::Content;

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> OutputError + '_ {
    |reason| OutputError::Unreadable { path: path.to_path_buf(), reason }
}

/// Writes a file at `waits`; it will be at `place`, which messages name.
pub(super) fn store(content: &Content, waits: &Path, place: &Path) -> Result<(), OutputError> {
    match content {
        Content::Bytes(bytes) => fs::write(waits, bytes).map_err(failed(place)),
        // `fs::copy` would also copy the permissions of the original.
        Content::Copy(from) => {
            let mut original = regular_file::open(from).map_err(unreadable(from))?;
            let mut copy = File::create(waits).map_err(failed(place))?;
            io::copy(&mut original, &mut copy).map(|_| ()).map_err(failed(place))
        }
    }
}

/// Whether a file holds that content already.
pub(super) fn is_same(content: &Content, place: &Path) -> Result<bool, OutputError> {
    let there = match fs::metadata(place) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(false),
        Err(error) if is_absent(&error) => return Ok(false),
        Err(error) => return Err(unreadable(place)(error)),
    };
    match content {
        Content::Bytes(bytes) => {
            let same_length = there.len() == bytes.len() as u64;
            Ok(same_length && fs::read(place).map_err(unreadable(place))? == *bytes)
        }
        Content::Copy(from) => {
            let original = regular_file::open(from).map_err(unreadable(from))?;
            let length = original.metadata().map_err(unreadable(from))?.len();
            if length != there.len() {
                return Ok(false);
            }
            let copy = regular_file::open(place).map_err(unreadable(place))?;
            same_bytes(original, copy).map_err(unreadable(from))
        }
    }
}

/// Whether there is nothing: a folder above it may be missing, or be a file.
pub(super) fn is_absent(error: &io::Error) -> bool {
    // A name that is too long is no name of anything here.
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

/// Gives a file a second place: by a link where the file system has them, else by a copy that keeps
/// its time.
pub(super) fn link(place: &Path, second: &Path) -> Result<(), OutputError> {
    if fs::hard_link(place, second).is_ok() {
        return Ok(());
    }
    let copied = fs::copy(place, second).and_then(|_| {
        let modified = fs::metadata(place)?.modified()?;
        File::options().write(true).open(second)?.set_modified(modified)
    });
    copied.map_err(failed(place))
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
