//! A page printed by the browser that the person has: Chromium, and whatever is built on it.
//!
//! A typesetter compiled in would make pages that look like another program's, for twenty minutes
//! of build. A browser prints the page that is already designed, tagged and with an outline. It gets
//! a profile of its own and no network, and its files are gone when it is.

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

/// Longer than any packet takes; a browser that needs more waits for something.
const LIMIT: Duration = Duration::from_secs(60);

/// How to do without.
const BY_HAND: &str = "or write the packet as HTML, open it in any browser, and print it there \
                       (Ctrl-P, “Save as PDF”)";

/// What a browser is told besides what to print. All of them know what they don't need to be told.
const FLAGS: &[&str] = &[
    "--headless=new",
    // Nothing but this page, and nothing of the person's own browser.
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--password-store=basic",
    "--use-mock-keychain",
    "--disable-gpu",
    // Nothing is asked of anybody: the page asks for nothing, and the browser shall not either.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=socks5://127.0.0.1:9",
    // On paper: no address and no clock in the margins; tags and an outline. Versions differ in
    // what they do unasked, and in two of the names.
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
];

/// The maker that a PDF names. It would be the browser's user agent, which tells of the system.
const MAKER: &str = "loopbook";

/// The page as a PDF, made by `browser`, else by the first that is found. A PDF says when it was
/// made: on `day`, at midnight.
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

/// Whether a file is a PDF of a page that this program had printed.
pub(super) fn is_ours(begins: &[u8]) -> bool {
    paper::is_by(MAKER, begins)
}

/// What the browser writes, within the limit.
fn printed(html: &[u8], browser: &Path, limit: Duration) -> Result<Vec<u8>> {
    let folder =
        private_folder(find::readable(browser)).context("cannot create temporary files")?;
    let page = folder.path().join("page.html");
    private(&page, html).with_context(|| format!("cannot write `{}`", page.display()))?;
    let (said, pdf) = (folder.path().join("said.txt"), folder.path().join("page.pdf"));
    let mut command = command(browser, folder.path());
    let err = fs::File::create(&said).context("cannot create temporary files")?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(err);
    let name = browser.display();
    let ended = watchdog::run(&mut command, limit)
        .with_context(|| format!("cannot start the browser `{name}`: choose another, {BY_HAND}"))?;
    let said = || last_words(&fs::read(&said).unwrap_or_default());
    match ended {
        Ended::InTime(status) => match fs::read(&pdf) {
            Ok(pdf) if status.success() => Ok(pdf),
            _ => bail!("the browser `{name}` printed nothing ({status}){}", said()),
        },
        Ended::TooLate => bail!(
            "the browser `{name}` was stopped because it took more than {} seconds{}",
            limit.as_secs(),
            said()
        ),
        Ended::Interrupted => bail!("stopped; nothing was printed"),
    }
}

/// How the browser is called to print `page.html` in the folder to `page.pdf` beside it.
fn command(browser: &Path, folder: &Path) -> Command {
    let option = |name: &str, file: &str| {
        let mut option = std::ffi::OsString::from(name);
        option.push(folder.join(file));
        option
    };
    let mut command = Command::new(browser);
    command.args(FLAGS).arg(format!("--user-agent={MAKER}"));
    command.args([option("--user-data-dir=", "profile"), option("--print-to-pdf=", "page.pdf")]);
    if is_root() {
        // Chromium refuses to start for root with its sandbox, and in most containers there is
        // nobody else. The page holds no script, and comes from here.
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

/// A folder that nobody else can look into, and that is removed however this ends.
fn private_folder(place: Option<PathBuf>) -> std::io::Result<tempfile::TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("loopbook-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    folder.tempdir_in(place.unwrap_or_else(std::env::temp_dir))
}

/// Writes a file that its owner alone can read.
fn private(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(place)?.write_all(bytes)
}

/// The last lines of what a browser complained of, without what it always says where nobody is
/// logged in.
fn last_words(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let worth = |line: &&str| !line.trim().is_empty() && !line.contains("dbus/");
    let mut lines: Vec<&str> = said.lines().rev().filter(worth).take(5).collect();
    lines.reverse();
    lines.iter().map(|line| format!("\n  {}", super::report::plain(line.trim()))).collect()
}

#[cfg(test)]
mod tests;
