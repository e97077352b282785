//! Runs a program with a time limit, and kills it on Ctrl-C.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

use crate::interrupt::InterruptGuard;

/// How often to check whether the program has ended.
const STEP: Duration = Duration::from_millis(20);

/// How a program ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// It ended by itself.
    InTime(ExitStatus),
    /// It was killed because it took too long.
    TooLate,
    /// It was killed because of Ctrl-C.
    Interrupted,
}

/// Runs a program. At the limit and on Ctrl-C, kills it with its children. It does not get Ctrl-C itself,
/// because it runs in its own process group.
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

/// Kills a program with its children. Fails if they ended meanwhile.
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
