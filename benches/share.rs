//! How long it takes to make something for other readers, beside the author's own build of the same
//! journal.
//!
//!     cargo bench --bench share            1,000 and 10,000 notes
//!     cargo bench --bench share -- 100000  as many as said
//!
//! All notes are shared with the manager, so that all have to be looked through.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "it measures, and says so"
)]

mod support;

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};

const RUNS: usize = 5;

fn main() -> io::Result<()> {
    let asked: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000] } else { asked };
    println!("medians of {RUNS} runs\n");
    println!("| notes | what | ms | of the author's build | memory |");
    println!("|---|---|---|---|---|");
    for notes in sizes {
        let dir = tempfile::tempdir()?;
        let journal = dir.path().join("journal");
        support::journal(&journal, notes)?;
        let config = journal.join("loopbook.yaml");
        let text = fs::read_to_string(&config)?;
        fs::write(config, format!("{text}visibility: manager\n"))?;
        measure(notes, &journal, dir.path())?;
    }
    Ok(())
}

fn measure(notes: usize, journal: &Path, dir: &Path) -> io::Result<()> {
    let (site, page) = (dir.join("site"), dir.join("packet"));
    let own: &[&OsStr] = &["build".as_ref(), journal.as_ref(), "-o".as_ref(), site.as_ref()];
    let shared = [own, &["--audience".as_ref(), "manager".as_ref()]].concat();
    let packet: &[&OsStr] =
        &["packet".as_ref(), "senior".as_ref(), "-C".as_ref(), journal.as_ref()];
    let to: &[&OsStr] = &["-o".as_ref(), page.as_ref(), "--format".as_ref()];
    let of = |format: &'static str| [packet, to, &[format.as_ref()]].concat();
    let check = [packet, &["--check".as_ref()]].concat();
    let works = [
        ("the author's site", own.to_vec(), &site),
        ("the manager's site", shared, &site),
        ("the packet, HTML", of("html"), &page),
        ("the packet, Markdown", of("md"), &page),
        ("the packet, checked", check, &page),
    ];
    let mut times = vec![Vec::new(); works.len()];
    let mut memory = vec![0; works.len()];
    // Beside each other, so that what else the machine does falls on all.
    for _ in 0..RUNS {
        for (at, (_, args, out)) in works.iter().enumerate() {
            let (time, peak) = support::program(args, out)?;
            times[at].push(time);
            memory[at] = memory[at].max(peak);
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    for ((what, ..), (median, memory)) in works.iter().zip(medians.iter().zip(memory)) {
        let ratio = median / medians[0];
        println!("| {notes} | {what} | {median:.0} | {ratio:.2} | {} MB |", memory / 1024);
    }
    Ok(())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
