//! Waiting for what no event tells: the state of another process, or of the system.

use std::thread;
use std::time::{Duration, Instant};

/// How long something may take that has to happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Looks until something is there.
#[expect(clippy::disallowed_methods, reason = "a limit")]
pub(crate) fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "not in time: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
