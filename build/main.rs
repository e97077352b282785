//! Puts the files of `themes/` into the program: each as it is written, for `loopbook theme copy`,
//! and as it is used, without what only helps those who read it.

#![allow(clippy::print_stdout)] // Cargo is told what to do in this way.

mod shrink;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=build");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let root = manifest.join("themes");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for (index, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&root).map_err(io::Error::other)?;
        let name: Vec<_> =
            name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let name = name.join("/");
        let bytes = fs::read(file)?;
        let lines = lines(&name, &bytes);
        let used = match shrunk(&name, &bytes) {
            Some(small) => {
                let used = out.join(format!("theme-file-{index}"));
                fs::write(&used, small)?;
                used
            }
            None => file.clone(),
        };
        writeln!(
            table,
            "    ThemeFile {{ path: {name:?}, source: include_bytes!({file:?}), used: include_bytes!({used:?}), lines: &{lines:?} }},"
        )
        .map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    fs::write(out.join("themes.rs"), table)
}

/// A file as the program uses it; `None` where that is the file as it is written.
fn shrunk(path: &str, bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    match path.rsplit_once('.')?.1 {
        "css" => Some(shrink::style(text)),
        "js" => Some(shrink::script(text)),
        "html" | "xml" => Some(shrink::template(text)),
        _ => None,
    }
}

/// From which lines of a template those of the used one come.
fn lines(path: &str, bytes: &[u8]) -> Vec<usize> {
    let is_template = path.ends_with(".html") || path.ends_with(".xml");
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_template);
    text.map(shrink::template_lines).unwrap_or_default()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
