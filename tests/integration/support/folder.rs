//! Journals on disk, for as long as a test takes.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// A folder with these files, made in this order.
pub(crate) fn folder(files: &[(impl AsRef<Path>, impl AsRef<[u8]>)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("its folders");
        fs::write(path, bytes).expect("a file");
    }
    folder
}
