//! Reading files that somebody else may exchange for a pipe, a device or a huge file: whatever is
//! opened here is a regular file, and opening it never waits.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// A file of text is at most this long: 64 MB.
pub const LONGEST_TEXT: u64 = 64 << 20;

/// Opens a regular file, or what a link leads to.
pub fn open(path: &Path) -> Result<File> {
    open_measured(path).map(|(file, _)| file)
}

/// The same, and how long it is: with room for that, a file is read at once and not in pieces.
fn open_measured(path: &Path) -> Result<(File, usize)> {
    let mut options = OpenOptions::new();
    options.read(true);
    // A pipe that nobody writes to would wait forever.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    // To open a device may already do something, so it is looked at first; and what was opened may be
    // another file by then.
    must_be_regular(&path.metadata()?)?;
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    must_be_regular(&metadata)?;
    Ok((file, metadata.len().min(LONGEST_TEXT) as usize))
}

fn must_be_regular(metadata: &Metadata) -> Result<()> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(Error::new(ErrorKind::IsADirectory, "it is a folder"))
    } else {
        Err(Error::new(ErrorKind::InvalidInput, "it is not a regular file"))
    }
}

/// The whole of a regular file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = open(path)?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The whole of a file of text.
pub fn read_text(path: &Path) -> Result<Vec<u8>> {
    let (file, length) = open_measured(path)?;
    let mut bytes = Vec::with_capacity(length);
    file.take(LONGEST_TEXT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_TEXT {
        return Err(Error::new(ErrorKind::FileTooLarge, "it is longer than 64 MB"));
    }
    Ok(bytes)
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::{open, read, read_text};

    #[test]
    fn only_regular_files_are_opened() {
        assert!(read(Path::new("Cargo.toml")).is_ok());
        assert!(read_text(Path::new("Cargo.toml")).is_ok());
        for path in ["/dev/zero", "/dev/null", "src"] {
            assert!(open(Path::new(path)).is_err(), "{path}");
        }
    }

    #[test]
    fn a_pipe_without_a_writer_is_refused_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("`mkfifo`");
        assert!(made.success());
        let error = open(&pipe).expect_err("no regular file");
        assert_eq!(error.to_string(), "it is not a regular file");
    }

    #[test]
    fn a_link_to_a_regular_file_is_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&file, "text").expect("written");
        std::os::unix::fs::symlink(&file, &link).expect("linked");
        assert_eq!(read(&link).expect("read"), b"text");
    }
}
