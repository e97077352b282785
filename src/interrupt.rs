//! Defers Ctrl-C while something has to be finished first: a site that is being replaced, a terminal
//! that hides what is typed, or a browser with its temporary files.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// While a guard exists, Ctrl-C and SIGTERM do not end the program. [`Self::interrupted`] tells
/// whether one of them came.
pub struct InterruptGuard(&'static Signals);

#[derive(Default)]
struct Signals {
    /// Whether no guard exists, so that signals have their usual effect.
    unguarded: Arc<AtomicBool>,
    /// The number of the signal that came while a guard existed, or 0.
    received: Arc<AtomicUsize>,
    guards: Mutex<usize>,
}

/// Handlers can't be removed, so they are installed once and stay.
static SIGNALS: OnceLock<Signals> = OnceLock::new();

impl InterruptGuard {
    /// Starts guarding. Dropping the guard stops it and discards the signal.
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

    /// Whether a signal came that would have ended the program.
    pub fn interrupted(&self) -> bool {
        self.0.received.load(Ordering::SeqCst) != 0
    }

    /// Stops guarding. A signal that came meanwhile has its usual effect now.
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
        // This ends the program. If the system refuses, the program just continues.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
}

/// Makes writing past the process's file size limit (`ulimit -f`) an error, as on a full disk. By
/// default it would end the program.
#[cfg(unix)]
pub fn survive_file_size_limit() -> io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default()).map(|_| ())
}

/// On other systems, child processes get Ctrl-C too, and the terminal restores itself.
#[cfg(not(unix))]
fn install(_: &Signals) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn end_by(_: usize) {}

/// Only Unix has this signal.
#[cfg(not(unix))]
pub fn survive_file_size_limit() -> io::Result<()> {
    Ok(())
}
