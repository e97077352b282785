//! Ends the program when one of the journal's own templates does not end, and names its file.
//!
//! A thread that renders can't be stopped from outside, so the program is. Nothing is lost: a site
//! is written after all of its pages are rendered.

use std::collections::HashMap;
use std::io::Write as _;
use std::process::exit;
use std::thread;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, codes};
use crate::theme::limits::Rendering;

use super::report;

/// How often the renderings are looked at.
const INTERVAL: Duration = Duration::from_millis(100);
/// How many looks a rendering may last: 60 seconds.
const MAX_LOOKS: u32 = 600;
/// How much memory the program may take on while one page is rendered.
const MAX_GROWTH: u64 = 2 << 30;

/// Watches until the program ends.
pub(super) fn start() {
    // Without a thread there is no watch, which only matters for a template that never ends.
    let _ = thread::Builder::new().name("watchdog".to_owned()).spawn(|| {
        let mut watchdog = Watchdog::default();
        loop {
            thread::sleep(INTERVAL);
            if let Some(problem) = watchdog.look(Rendering::all(), memory()) {
                let mut err = anstream::stderr().lock();
                let _ = report::write(&mut err, &[problem], report::Format::Human);
                let _ = err.flush();
                exit(1);
            }
        }
    });
}

/// The renderings seen so far, by number: how often, and the program's memory at first.
#[derive(Default)]
struct Watchdog(HashMap<u64, (u32, u64)>);

impl Watchdog {
    /// Takes a look at what is being rendered, and at the memory that the program has, in bytes.
    fn look(&mut self, renderings: Vec<(u64, String)>, memory: u64) -> Option<Diagnostic> {
        self.0.retain(|number, _| renderings.iter().any(|(own, _)| own == number));
        renderings.into_iter().find_map(|(number, path)| {
            let (looks, before) = self.0.entry(number).or_insert((0, memory));
            *looks += 1;
            let what = if *looks > MAX_LOOKS {
                "a page with this template takes longer than 60 seconds"
            } else if memory.saturating_sub(*before) > MAX_GROWTH {
                "a page with this template takes more than 2 GB of memory"
            } else {
                return None;
            };
            let hint = "check its loops; nothing was written, and an earlier site stays as it was";
            Some(Diagnostic::error(codes::TEMPLATE, &path, what).hint(hint))
        })
    }
}

/// The memory of this program in bytes; 0 where the system does not say it in a file.
fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.as_deref().and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    // 4 KiB is the least that a page of memory has, so the limit is never hit too early.
    pages.unwrap_or(0) * 4096
}

#[cfg(test)]
mod tests {
    use super::{MAX_GROWTH, MAX_LOOKS, Watchdog};

    #[test]
    fn a_rendering_that_lasts_is_named() {
        let mut watchdog = Watchdog::default();
        let all = || vec![(1, "theme/templates/a.html".to_owned())];
        for _ in 0..MAX_LOOKS {
            assert!(watchdog.look(all(), 0).is_none());
        }
        let problem = watchdog.look(all(), 0).expect("too long");
        assert_eq!(problem.path, "theme/templates/a.html");
    }

    #[test]
    fn many_short_renderings_are_fine() {
        let mut watchdog = Watchdog::default();
        for number in 0..u64::from(3 * MAX_LOOKS) {
            let all = vec![(number, "theme/templates/a.html".to_owned())];
            assert!(watchdog.look(all, number * (MAX_GROWTH / 100)).is_none());
        }
    }

    #[test]
    fn a_rendering_that_fills_the_memory_is_named() {
        let mut watchdog = Watchdog::default();
        let all = || vec![(7, "theme/templates/b.html".to_owned())];
        assert!(watchdog.look(all(), 5).is_none());
        assert!(watchdog.look(all(), 6 + MAX_GROWTH).is_some());
    }
}
