//! The program, run as a person runs it where there is no terminal.

use std::process::{Command, Stdio};

/// What a run came to.
pub(crate) struct Done {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The program, without arguments.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loopbook"));
    command.stdin(Stdio::null()).env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Runs it.
pub(crate) fn run(command: &mut Command) -> Done {
    let done = command.output().expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Done {
        code: done.status.code().expect("an exit code"),
        out: text(done.stdout),
        err: text(done.stderr),
    }
}
