//! The program: parses arguments, runs, and gives an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    loopbook::cli::main()
}
