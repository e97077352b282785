//! Prints a page with the user's browser: Chromium or a browser based on it.
//!
//! The browser prints the existing HTML page, with tags and an outline. A typesetting library would
//! need a second design and twenty minutes more to compile. The browser gets a new profile and no
//! network, and its files are removed afterwards.

mod find;
mod paper;
mod watchdog;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use watchdog::Ended;

use crate::interrupt::InterruptGuard;

/// The time limit. No packet takes that long, so a browser that does is stuck.
const LIMIT: Duration = Duration::from_secs(60);

/// A hint for errors: how to print without this module.
const BY_HAND: &str = "or write the packet as HTML, open it in any browser, and print it there \
                       (Ctrl-P, “Save as PDF”)";

/// The browser's options. Browsers ignore options that they don't know.
const FLAGS: &[&str] = &[
    "--headless=new",
    // Open nothing but this page, and don't touch the user's own profile.
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--password-store=basic",
    "--use-mock-keychain",
    "--disable-gpu",
    // No network. The page needs none, and the browser must not use it either.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=socks5://127.0.0.1:9",
    // No address or time in the margins, but tags and an outline. Defaults and two of the names differ
    // between versions.
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
];

/// The creator that the PDF names. By default it is the browser's user agent, which describes the
/// user's system.
const CREATOR: &str = "loopbook";

/// Prints a page to a PDF with `browser`, else with the first browser found. The PDF's time of creation
/// is midnight on `day`.
pub(super) fn print_to_pdf(html: &[u8], browser: Option<&Path>, day: Date) -> Result<Vec<u8>> {
    let browser = find::browser(browser)?;
    let pdf = printed(html, &browser, LIMIT)?;
    paper::checked(pdf, day).with_context(|| {
        format!(
            "`{}` printed no PDF: choose another browser with `--browser`, {BY_HAND}",
            browser.display()
        )
    })
}

/// Whether a file is a PDF that loopbook made, by its beginning.
pub(super) fn is_ours(beginning: &[u8]) -> bool {
    paper::is_by(CREATOR, beginning)
}

/// Runs the browser, and returns what it wrote.
fn printed(html: &[u8], browser: &Path, limit: Duration) -> Result<Vec<u8>> {
    // Until the folder is gone, for the page in it is private: a second Ctrl-C would leave it.
    let _interrupts = InterruptGuard::new().context("cannot defer Ctrl-C")?;
    let folder =
        private_folder(find::readable(browser)).context("cannot create temporary files")?;
    let page = folder.path().join("page.html");
    write_private(&page, html).with_context(|| format!("cannot write `{}`", page.display()))?;
    let (log, pdf) = (folder.path().join("log.txt"), folder.path().join("page.pdf"));
    let mut command = command(browser, folder.path());
    let err = fs::File::create(&log).context("cannot create temporary files")?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(err);
    let name = browser.display();
    let ended = watchdog::run(&mut command, limit)
        .with_context(|| format!("cannot start the browser `{name}`: choose another, {BY_HAND}"))?;
    let errors = || last_errors(&fs::read(&log).unwrap_or_default());
    match ended {
        Ended::InTime(status) => match fs::read(&pdf) {
            Ok(pdf) if status.success() => Ok(pdf),
            _ => bail!("the browser `{name}` printed nothing ({status}){}", errors()),
        },
        Ended::TooLate => bail!(
            "the browser `{name}` was stopped because it took more than {} seconds{}",
            limit.as_secs(),
            errors()
        ),
        Ended::Interrupted => bail!("stopped; nothing was printed"),
    }
}

/// The command that prints `page.html` in the folder to `page.pdf` beside it.
fn command(browser: &Path, folder: &Path) -> Command {
    let option = |name: &str, file: &str| {
        let mut option = std::ffi::OsString::from(name);
        option.push(folder.join(file));
        option
    };
    let mut command = Command::new(browser);
    command.args(FLAGS).arg(format!("--user-agent={CREATOR}"));
    command.args([option("--user-data-dir=", "profile"), option("--print-to-pdf=", "page.pdf")]);
    if is_root() {
        // Chromium does not start as root with its sandbox, and most containers have only root. The page
        // has no scripts and comes from this program.
        command.arg("--no-sandbox");
    }
    command.arg(folder.join("page.html"));
    command
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// A temporary folder that nobody else can read. Dropping it removes it.
fn private_folder(parent: Option<PathBuf>) -> std::io::Result<tempfile::TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("loopbook-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    folder.tempdir_in(parent.unwrap_or_else(std::env::temp_dir))
}

/// Writes a file that only its owner can read.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

/// The last lines of a browser's errors, without those that it always prints if nobody is logged in.
fn last_errors(log: &[u8]) -> String {
    let log = String::from_utf8_lossy(log);
    let is_useful = |line: &&str| !line.trim().is_empty() && !line.contains("dbus/");
    let mut lines: Vec<&str> = log.lines().rev().filter(is_useful).take(5).collect();
    lines.reverse();
    lines.iter().map(|line| format!("\n  {}", super::report::plain(line.trim()))).collect()
}

#[cfg(test)]
mod tests;
