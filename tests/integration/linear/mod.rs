//! A text that is twice as long takes at most 2.2 times as much work, whatever is in it.
//!
//! Work is the time of the processor that one thread needs, less what a journal of one word
//! needs: no clock, so that nothing else on the machine is counted. `tests/long` doubles long texts, as
//! far as 1 MB or 100,000 links a note. The short form takes short texts and ones four times as long. What
//! looks slow there may have been the machine: it is tried again with longer and longer texts, beside
//! which a disturbance is small, and only what looks slow with each of them is slow.
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

/// The time that this thread has had a processor, in nanoseconds.
fn worked() -> u64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("readable");
    stat.split(' ').next().expect("a number").parse().expect("a number")
}

/// The work for a journal of these files: reading it, building its author's site, and filtering it for a manager.
/// The manager's site is built by the same code, so only `tests/long` builds that one, too.
fn work(files: &Files) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("loopbook.yaml"), "visibility: manager\n").expect("written");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("its folders");
        fs::write(path, text).expect("written");
    }
    let today = date(2026, 11, 21);
    let site = |shared: &Shared<'_>| drop(pipeline::site(shared, today));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| {
        let before = worked();
        let read = read::read(folder.path(), None);
        if let Some(journal) = read.journal {
            site(&for_author(&journal, &read.diagnostics));
            let options = ShareOptions::new(Audience::Manager);
            let (shared, _) = share(&journal, &read.diagnostics, &options);
            drop(Analysis::of(&shared, today));
            if effort() > 1 {
                site(&shared);
            }
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

/// How the work may grow.
struct Limit {
    /// So many quarters of the length in the list of shapes.
    lengths: &'static [usize],
    /// How much more work each may be than the one before, in tenths.
    most: u64,
    /// By so many milliseconds the same work differs from one time to the next.
    noise: u64,
    /// The least work of so many rounds counts.
    rounds: usize,
}

/// Where a text outgrows the processor's cache, one step is larger. One step may hence be more than four times as much, and
/// of several each has to be too large.
const SHORT: [Limit; 3] = [
    Limit { lengths: &[1, 4], most: 50, noise: 5, rounds: 1 },
    Limit { lengths: &[4, 16], most: 70, noise: 25, rounds: 2 },
    Limit { lengths: &[16, 64], most: 70, noise: 25, rounds: 3 },
];
const LONG: [Limit; 2] = [
    Limit { lengths: &[64, 128, 256], most: 22, noise: 25, rounds: 1 },
    Limit { lengths: &[64, 128, 256], most: 22, noise: 25, rounds: 3 },
];

/// What `work` tells of growing lengths, in microseconds, where each step is larger than each of the limits allows. It is
/// given quarters of the length in the list of shapes, and of how many rounds the least counts.
fn too_much(limits: &[Limit], mut work: impl FnMut(usize, usize) -> u64) -> Option<Vec<u64>> {
    let mut slow = None;
    for limit in limits {
        let works: Vec<u64> =
            limit.lengths.iter().map(|quarters| work(*quarters, limit.rounds)).collect();
        let grows = |pair: &[u64]| pair[1] > pair[0] * limit.most / 10 + limit.noise * 1000;
        if !works.windows(2).all(grows) {
            return None;
        }
        slow = Some(works);
    }
    slow
}

#[test]
fn twice_the_text_is_at_most_a_little_more_than_twice_the_work() {
    let limits: &[Limit] = if effort() > 1 { &LONG } else { &SHORT };
    let of_one_word = least(&shapes::one("a".to_owned()), 5);
    let mut slow = String::new();
    for (name, short, make) in SHAPES.iter().filter(|(name, ..)| is_wanted(name)) {
        let found = too_much(limits, |quarters, rounds| {
            let work = least(&make((short * quarters).div_ceil(4)), rounds);
            let micros = work.saturating_sub(of_one_word) / 1000;
            if effort() > 1 {
                writeln!(std::io::stderr(), "{name}, {quarters} quarters: {micros} µs")
                    .expect("written");
            }
            micros
        });
        if let Some(micros) = found {
            writeln!(slow, "{name}: {micros:?} µs").expect("a text");
        }
    }
    assert!(slow.is_empty(), "too much work for longer texts:\n{slow}");
}

/// Searching the whole text for each thing in it takes the square of the work.
#[test]
fn the_square_of_the_work_is_found_and_a_disturbance_is_not() {
    let square = |quarters: usize| (quarters * quarters * 1000) as u64;
    let line = |quarters: usize| (quarters * 1000) as u64;
    for limits in [&SHORT[..], &LONG] {
        assert!(too_much(limits, |quarters, _| square(quarters)).is_some());
        assert!(too_much(limits, |quarters, _| line(quarters)).is_none());
        let mut time = 0;
        let disturbed = |quarters, _| {
            time += 1;
            if time == 1 { 0 } else { line(quarters) }
        };
        assert!(too_much(limits, disturbed).is_none());
    }
}
