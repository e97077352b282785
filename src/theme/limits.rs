//! Limits on a person's own templates: how long a page may be, and a record of what is being
//! rendered, so that the command line can name a template that does not end.
//!
//! A template is a program. One that loops over a loop over a loop, or doubles a text forty times,
//! would fill the disk or the memory before it failed by itself.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The longest page, in bytes.
pub const MAX_PAGE_BYTES: usize = 64 << 20;

/// A page while it is rendered. Writing more than [`MAX_PAGE_BYTES`] is an error.
#[derive(Default)]
pub struct PageBuffer {
    bytes: Vec<u8>,
    /// Whether writing failed because the page was too long.
    pub is_full: bool,
}

impl PageBuffer {
    /// An empty page, with room for one of the usual length.
    pub fn new() -> Self {
        Self { bytes: Vec::with_capacity(8 * 1024), is_full: false }
    }

    /// The page. Every page is held until all are rendered, so its spare room is given back.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.shrink_to_fit();
        self.bytes
    }
}

impl io::Write for PageBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_PAGE_BYTES {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    // A page is written in hundreds of pieces, none of which is ever taken in part.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(|_| ())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The renderings of own templates that have begun and not ended: a number for each, and the file.
static IN_PROGRESS: Mutex<BTreeMap<u64, String>> = Mutex::new(BTreeMap::new());

fn in_progress() -> MutexGuard<'static, BTreeMap<u64, String>> {
    IN_PROGRESS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A rendering that is in progress until this value is dropped.
pub struct Rendering(u64);

impl Rendering {
    /// Records that a template begins to be rendered. `path` is its file in the journal.
    pub fn begin(path: &str) -> Self {
        // No number is given twice, so one that is seen again is the same rendering.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        in_progress().insert(number, path.to_owned());
        Self(number)
    }

    /// All that are in progress: a number that names each as long as it lasts, and its file.
    pub fn all() -> Vec<(u64, String)> {
        in_progress().iter().map(|(number, path)| (*number, path.clone())).collect()
    }
}

impl Drop for Rendering {
    fn drop(&mut self) {
        in_progress().remove(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::{MAX_PAGE_BYTES, PageBuffer, Rendering};

    #[test]
    fn a_page_ends_at_its_limit() {
        let mut page = PageBuffer::new();
        let block = vec![b'x'; MAX_PAGE_BYTES];
        page.write_all(&block).expect("as long as a page may be");
        assert!(page.write_all(b"y").is_err() && page.is_full);
        assert_eq!(page.into_bytes().len(), MAX_PAGE_BYTES);
    }

    #[test]
    fn a_rendering_is_known_until_it_ends() {
        let known = |path: &str| Rendering::all().iter().any(|(_, own)| own == path);
        let rendering = Rendering::begin("theme/templates/only-here.html");
        assert!(known("theme/templates/only-here.html"));
        drop(rendering);
        assert!(!known("theme/templates/only-here.html"));
    }
}
