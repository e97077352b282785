//! A program that has to end in time, and that ends with this one.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

use crate::interrupt::InterruptGuard;

/// How often it is looked whether it has ended.
const STEP: Duration = Duration::from_millis(20);

/// How it came to an end.
#[derive(Debug)]
pub(super) enum Ended {
    /// By itself.
    InTime(ExitStatus),
    /// It was stopped.
    TooLate,
    /// It was stopped, for this program was told to stop.
    Interrupted,
}

/// Runs a program to its end, or to the limit; then it is killed with all that it started. So it is
/// at Ctrl-C, of which it does not hear by itself, being in a group of its own.
pub(super) fn run(command: &mut Command, limit: Duration) -> io::Result<Ended> {
    let interrupts = InterruptGuard::new()?;
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    wait(&mut command.spawn()?, limit, &interrupts)
}

fn wait(child: &mut Child, limit: Duration, interrupts: &InterruptGuard) -> io::Result<Ended> {
    let mut waited = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::InTime(status));
        }
        let interrupted = interrupts.interrupted();
        if interrupted || waited >= limit {
            kill(child);
            child.wait()?;
            return Ok(if interrupted { Ended::Interrupted } else { Ended::TooLate });
        }
        sleep(STEP);
        waited += STEP;
    }
}

/// Kills it with its children. What has ended meanwhile can't be killed, and need not be.
#[cfg(unix)]
fn kill(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

#[cfg(not(unix))]
fn kill(child: &mut Child) {
    let id = child.id().to_string();
    let _ = Command::new("taskkill").args(["/F", "/T", "/PID", &id]).output();
    let _ = child.kill();
}
