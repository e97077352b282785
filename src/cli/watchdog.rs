//! Ends the program if one of the journal's own templates runs forever, and names the template.
//!
//! A thread can't be stopped from outside, so the whole program ends. Nothing is lost, because a site
//! is only written after all of its pages are rendered.

use std::collections::HashMap;
use std::io::Write as _;
use std::process::exit;
use std::thread;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, codes};
use crate::theme::limits::Rendering;

use super::report;

/// How often to check.
const INTERVAL: Duration = Duration::from_millis(100);
/// How many checks a rendering may last: 60 seconds.
const MAX_CHECKS: u32 = 600;
/// How much the program's memory may grow while one page is rendered.
const MAX_GROWTH: u64 = 2 << 30;

/// Watches until the program ends.
pub(super) fn start() {
    // If this fails, only a template that runs forever is a problem.
    let _ = thread::Builder::new().name("watchdog".to_owned()).spawn(|| {
        let mut watchdog = Watchdog::default();
        loop {
            thread::sleep(INTERVAL);
            if let Some(problem) = watchdog.check(Rendering::all(), memory()) {
                let mut err = anstream::stderr().lock();
                let _ = report::write(&mut err, &[problem], report::Format::Human);
                let _ = err.flush();
                exit(1);
            }
        }
    });
}

/// The current renderings by number: how often each was seen, and the memory when it was first seen.
#[derive(Default)]
struct Watchdog(HashMap<u64, (u32, u64)>);

impl Watchdog {
    /// Checks all renderings. `memory` is the program's memory in bytes.
    fn check(&mut self, renderings: Vec<(u64, String)>, memory: u64) -> Option<Diagnostic> {
        self.0.retain(|number, _| renderings.iter().any(|(current, _)| current == number));
        renderings.into_iter().find_map(|(number, path)| {
            let (checks, before) = self.0.entry(number).or_insert((0, memory));
            *checks += 1;
            let message = if *checks > MAX_CHECKS {
                "a page with this template takes longer than 60 seconds"
            } else if memory.saturating_sub(*before) > MAX_GROWTH {
                "a page with this template takes more than 2 GB of memory"
            } else {
                return None;
            };
            let hint = "check its loops; nothing was written, and an earlier site is unchanged";
            Some(Diagnostic::error(codes::TEMPLATE, &path, message).hint(hint))
        })
    }
}

/// The memory of this program in bytes; 0 on systems without `/proc`.
fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.as_deref().and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    // A page of memory has at least 4 KiB, so the program never ends too early.
    pages.unwrap_or(0) * 4096
}

#[cfg(test)]
mod tests {
    use super::{MAX_CHECKS, MAX_GROWTH, Watchdog};

    #[test]
    fn a_rendering_that_lasts_is_named() {
        let mut watchdog = Watchdog::default();
        let all = || vec![(1, "theme/templates/a.html".to_owned())];
        for _ in 0..MAX_CHECKS {
            assert!(watchdog.check(all(), 0).is_none());
        }
        let problem = watchdog.check(all(), 0).expect("too long");
        assert_eq!(problem.path, "theme/templates/a.html");
    }

    #[test]
    fn many_short_renderings_are_fine() {
        let mut watchdog = Watchdog::default();
        for number in 0..u64::from(3 * MAX_CHECKS) {
            let all = vec![(number, "theme/templates/a.html".to_owned())];
            assert!(watchdog.check(all, number * (MAX_GROWTH / 100)).is_none());
        }
    }

    #[test]
    fn a_rendering_that_fills_the_memory_is_named() {
        let mut watchdog = Watchdog::default();
        let all = || vec![(7, "theme/templates/b.html".to_owned())];
        assert!(watchdog.check(all(), 5).is_none());
        assert!(watchdog.check(all(), 6 + MAX_GROWTH).is_some());
    }
}
