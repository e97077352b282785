//! Ctrl-C, where something has to be put in order before the program ends: a terminal that does not
//! show what is typed, a browser, what was written for it.

use std::io;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// While it lives, Ctrl-C ends nothing by itself: [`InterruptGuard::came`] tells of it. One at a time.
pub struct InterruptGuard(&'static Flags);

#[derive(Default)]
struct Flags {
    /// Signals mean what they always do.
    free: Arc<AtomicBool>,
    /// One came while they did not.
    came: Arc<AtomicBool>,
}

/// Handlers can't be taken back, so there is one set for good.
static FLAGS: OnceLock<Flags> = OnceLock::new();

impl InterruptGuard {
    /// From now on.
    pub fn new() -> io::Result<Self> {
        let flags = match FLAGS.get() {
            Some(flags) => flags,
            None => {
                let flags = Flags::default();
                handle(&flags)?;
                FLAGS.get_or_init(|| flags)
            }
        };
        flags.came.store(false, Ordering::Relaxed);
        flags.free.store(false, Ordering::Relaxed);
        Ok(Self(flags))
    }

    /// Whether the program was told to end.
    pub fn came(&self) -> bool {
        self.0.came.load(Ordering::Relaxed)
    }
}

impl Drop for InterruptGuard {
    fn drop(&mut self) {
        self.0.free.store(true, Ordering::Relaxed);
    }
}

#[cfg(unix)]
fn handle(flags: &Flags) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_default};
    for signal in [SIGINT, SIGTERM] {
        register_conditional_default(signal, Arc::clone(&flags.free))?;
        register(signal, Arc::clone(&flags.came))?;
    }
    Ok(())
}

/// Elsewhere what is started hears Ctrl-C too, and the terminal is not this program's to mend.
#[cfg(not(unix))]
fn handle(_: &Flags) -> io::Result<()> {
    Ok(())
}
