//! Ctrl-C while something has to be finished first: a site that is being put in place, a terminal
//! that does not show what is typed, a browser and the files that were written for it.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// While one exists, Ctrl-C and SIGTERM do not end the program: [`Self::interrupted`] tells of them.
pub struct InterruptGuard(&'static Signals);

#[derive(Default)]
struct Signals {
    /// No guard exists: signals have their usual effect.
    unguarded: Arc<AtomicBool>,
    /// The signal that came while a guard existed, or 0.
    received: Arc<AtomicUsize>,
    guards: Mutex<usize>,
}

/// Handlers can't be removed, so they are installed once and stay.
static SIGNALS: OnceLock<Signals> = OnceLock::new();

impl InterruptGuard {
    /// Guards until it is dropped.
    pub fn new() -> io::Result<Self> {
        let signals = match SIGNALS.get() {
            Some(signals) => signals,
            None => {
                let signals = Signals::default();
                install(&signals)?;
                SIGNALS.get_or_init(|| signals)
            }
        };
        let mut guards = signals.count();
        if *guards == 0 {
            signals.received.store(0, Ordering::SeqCst);
            signals.unguarded.store(false, Ordering::SeqCst);
        }
        *guards += 1;
        drop(guards);
        Ok(Self(signals))
    }

    /// Whether the program was told to end.
    pub fn interrupted(&self) -> bool {
        self.0.received.load(Ordering::SeqCst) != 0
    }

    /// Stops guarding; a signal that came meanwhile has its usual effect now.
    pub fn release(self) {
        let signals = self.0;
        drop(self);
        if *signals.count() == 0 {
            end_by(signals.received.swap(0, Ordering::SeqCst));
        }
    }
}

impl Drop for InterruptGuard {
    fn drop(&mut self) {
        let mut guards = self.0.count();
        *guards -= 1;
        if *guards == 0 {
            self.0.unguarded.store(true, Ordering::SeqCst);
        }
    }
}

impl Signals {
    fn count(&self) -> MutexGuard<'_, usize> {
        self.guards.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
fn install(signals: &Signals) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register_conditional_default, register_usize};
    for (signal, number) in [(SIGINT, SIGINT as usize), (SIGTERM, SIGTERM as usize)] {
        register_conditional_default(signal, Arc::clone(&signals.unguarded))?;
        register_usize(signal, Arc::clone(&signals.received), number)?;
    }
    Ok(())
}

#[cfg(unix)]
fn end_by(signal: usize) {
    if let Ok(signal) = i32::try_from(signal)
        && signal != 0
    {
        // It does not come back, unless the system refuses, and then the work goes on.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
}

/// A file that grows past the limit of the process (`ulimit -f`) is an error like a full disk, and
/// not the end of the program.
#[cfg(unix)]
pub fn survive_file_size_limit() -> io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default()).map(|_| ())
}

/// Elsewhere child processes hear Ctrl-C too, and the terminal restores itself.
#[cfg(not(unix))]
fn install(_: &Signals) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn end_by(_: usize) {}

/// Only Unix has such a signal.
#[cfg(not(unix))]
pub fn survive_file_size_limit() -> io::Result<()> {
    Ok(())
}
