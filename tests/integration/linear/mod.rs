//! A text that is twice as long takes at most 2.2 times as much work, whatever is in it.
//!
//! Work is the time of the processor that one thread needs, less what a journal with nothing in it
//! needs: no clock, so that nothing else on the machine is counted. `tests/long` doubles long texts, as
//! far as 1 MB or 100,000 links a note; the short form takes texts four times as long, so that what is
//! read again for each thing found stands out in short ones already.
#![cfg(target_os = "linux")]

mod shapes;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::model::vocabulary::Audience;
use loopbook::share::{ShareOptions, Shared, for_author, share};
use loopbook::{pipeline, read};

use crate::support::effort::effort;
use shapes::{Files, SHAPES};

/// By so many nanoseconds the same work differs from one time to the next.
const NOISE: u64 = 25_000_000;

/// The time that this thread has had a processor, in nanoseconds.
fn worked() -> u64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("readable");
    stat.split(' ').next().expect("a number").parse().expect("a number")
}

fn site(shared: &Shared<'_>) {
    let today = date(2026, 11, 21);
    drop(Analysis::of(shared, today));
    drop(pipeline::site(shared, today));
}

/// What a journal of these files takes: to read it, and to make the sites of its author and of
/// somebody else.
fn work(files: &Files) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("loopbook.yaml"), "visibility: manager\n").expect("written");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("its folders");
        fs::write(path, text).expect("written");
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| {
        let before = worked();
        let read = read::read(folder.path(), None);
        if let Some(journal) = read.journal {
            site(&for_author(&journal, &read.diagnostics));
            let options = ShareOptions::new(Audience::Manager);
            site(&share(&journal, &read.diagnostics, &options).0);
        }
        worked() - before
    })
}

/// The least work of some rounds: a machine that does much else takes longer for the same.
fn least(files: &Files, rounds: usize) -> u64 {
    (0..rounds).map(|_| work(files)).min().unwrap_or_default()
}

/// `SHAPE` names the shapes to try, where it is not all.
fn is_wanted(name: &str) -> bool {
    std::env::var("SHAPE").map_or(true, |wanted| name.contains(&wanted))
}

/// The work for texts of growing length, less what an empty journal needs.
fn works(sizes: &[usize], make: fn(usize) -> Files, empty: u64, rounds: usize) -> Vec<u64> {
    sizes.iter().map(|size| least(&make(*size), rounds).saturating_sub(empty)).collect()
}

#[test]
fn twice_the_text_is_at_most_a_little_more_than_twice_the_work() {
    let mut empty = least(&Vec::new(), 5);
    let long = effort() > 1;
    // How often longer than in the short form the texts are, and how much more work, in tenths, each may
    // be than the one before. Where a text outgrows the processor's cache, one step is larger.
    let (sizes, most): (&[usize], u64) = if long { (&[16, 32, 64], 22) } else { (&[1, 4], 70) };
    let mut slow = String::new();
    for (name, short, make) in SHAPES.iter().filter(|(name, ..)| is_wanted(name)) {
        let sizes: Vec<usize> = sizes.iter().map(|times| short * times).collect();
        let grows =
            |works: &[u64]| works.windows(2).all(|pair| pair[1] > pair[0] * most / 10 + NOISE);
        let mut found = works(&sizes, *make, empty, 1);
        // What looks slow is tried again, and so is the empty journal: it may have been the machine.
        if grows(&found) {
            empty = empty.min(least(&Vec::new(), 3));
            found = works(&sizes, *make, empty, 3);
        }
        let micros: Vec<u64> = found.iter().map(|work| work / 1000).collect();
        let line = format!("{name}: {micros:?} µs");
        if long {
            writeln!(std::io::stderr(), "{line}").expect("written");
        }
        if grows(&found) {
            writeln!(slow, "{line}").expect("a text");
        }
    }
    assert!(slow.is_empty(), "too much work for longer texts:\n{slow}");
}
