//! Finds a browser that can print.

use std::env::{self, consts::EXE_SUFFIX};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::BY_HAND;

/// Names of browsers in `PATH`, in order of preference.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
    "brave",
    "vivaldi",
    "vivaldi-stable",
];

/// Names of browsers on macOS, in `/Applications` or `~/Applications`.
const BUNDLES: &[&str] =
    &["Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser", "Vivaldi"];

/// Paths of browsers on Windows, in a folder for programs.
const PROGRAMS: &[&str] = &[
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"BraveSoftware\Brave-Browser\Application\brave.exe",
    r"Vivaldi\Application\vivaldi.exe",
];

/// Environment variables with folders for programs on Windows.
const PROGRAM_FOLDERS: &[&str] = &["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];

/// Names of browsers that Flatpak installed.
const FLATPAKS: &[&str] = &[
    "org.chromium.Chromium",
    "com.google.Chrome",
    "com.microsoft.Edge",
    "com.brave.Browser",
    "com.vivaldi.Vivaldi",
];

/// The browser named on the command line, else in `LOOPBOOK_BROWSER`, else the first one found.
pub(super) fn browser(named: Option<&Path>) -> Result<PathBuf> {
    let stated = || env::var_os("LOOPBOOK_BROWSER").filter(|name| !name.is_empty());
    if let Some(named) = named.map(Path::to_path_buf).or_else(|| stated().map(PathBuf::from)) {
        return Ok(executable(named));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    first(in_path(&path).into_iter().chain(usual_paths()))
}

/// The first candidate that exists.
fn first(mut candidates: impl Iterator<Item = PathBuf>) -> Result<PathBuf> {
    match candidates.find(|path| path.is_file()) {
        Some(browser) => Ok(browser),
        None => bail!(
            "cannot find a browser to print with: there is no `{}` in PATH or in the usual \
             places; name one with `--browser` or LOOPBOOK_BROWSER, {BY_HAND}",
            NAMES.join("`, `")
        ),
    }
}

/// The program inside a bundle of macOS, because users see the bundle; any other path as it is.
fn executable(named: PathBuf) -> PathBuf {
    match named.file_stem() {
        Some(stem) if named.is_dir() => named.join("Contents/MacOS").join(stem),
        _ => named,
    }
}

/// Candidates in `PATH`, in order of preference.
fn in_path(path: &std::ffi::OsStr) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(path).collect();
    let files = NAMES.iter().map(|name| format!("{name}{EXE_SUFFIX}"));
    files
        .flat_map(|file| folders.iter().map(move |folder| folder.join(&file)).collect::<Vec<_>>())
        .collect()
}

/// Candidates in this system's usual folders, for browsers that are not in `PATH`.
fn usual_paths() -> Vec<PathBuf> {
    let home = env::home_dir();
    let in_roots = |path: &str| {
        let in_home = home.as_ref().map(|home| home.join(path));
        in_home.into_iter().chain([Path::new("/").join(path)]).collect::<Vec<_>>()
    };
    if cfg!(windows) {
        let folders = PROGRAM_FOLDERS.iter().filter_map(env::var_os).map(PathBuf::from);
        return folders
            .flat_map(|folder| PROGRAMS.iter().map(move |path| folder.join(path)))
            .collect();
    }
    if cfg!(target_os = "macos") {
        let bundle = |name: &&str| format!("Applications/{name}.app/Contents/MacOS/{name}");
        return BUNDLES.iter().flat_map(|name| in_roots(&bundle(name))).collect();
    }
    let flatpaks = ["var/lib/flatpak/exports/bin", ".local/share/flatpak/exports/bin"];
    let exported =
        FLATPAKS.iter().flat_map(|name| flatpaks.map(|folder| format!("{folder}/{name}")));
    let snap = PathBuf::from("/snap/bin/chromium");
    [snap].into_iter().chain(exported.flat_map(|path| in_roots(&path))).collect()
}

/// A folder that the browser can read; `None` if it can read temporary files. Browsers from Snap and
/// Flatpak run in a sandbox with another `/tmp`.
pub(super) fn readable(browser: &Path) -> Option<PathBuf> {
    sandbox_folder(browser, &env::home_dir()?).filter(|folder| folder.is_dir())
}

/// The folder that a sandbox of Snap or Flatpak shares with the system.
fn sandbox_folder(browser: &Path, home: &Path) -> Option<PathBuf> {
    let name = browser.file_name()?;
    let real = browser.canonicalize().unwrap_or_else(|_| browser.to_path_buf());
    let within = |part: &str| browser.iter().chain(real.iter()).any(|found| found == part);
    if within("flatpak") {
        return Some(home.join(".var/app").join(name).join("cache"));
    }
    within("snap").then(|| home.join("snap").join(name).join("common"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::Path;

    use super::{executable, first, in_path, sandbox_folder, usual_paths};

    #[test]
    fn the_most_wanted_comes_first_wherever_it_is() {
        let path = std::env::join_paths(["/a", "/b"]).expect("a path");
        let found = in_path(&path);
        let at = |place: String| found.iter().position(|found| found == Path::new(&place));
        let exe = std::env::consts::EXE_SUFFIX;
        assert!(at(format!("/b/chromium{exe}")) < at(format!("/a/google-chrome{exe}")));
        assert!(at(format!("/a/chromium{exe}")) < at(format!("/b/chromium{exe}")));
        assert!(at(format!("/b/vivaldi{exe}")).is_some());
        assert!(in_path(OsStr::new("")).iter().all(|place| !place.is_absolute()));
        assert!(usual_paths().len() >= 5);
    }

    #[test]
    fn where_there_is_none_it_says_what_was_looked_for_and_how_to_do_without() {
        let said = first(["/no/such/chromium".into()].into_iter()).expect_err("none").to_string();
        for words in ["`chromium`, `chromium-browser`", "`vivaldi`", "LOOPBOOK_BROWSER", "Ctrl-P"] {
            assert!(said.contains(words), "{said}");
        }
    }

    #[test]
    fn a_box_reads_what_it_shares() {
        let home = Path::new("/home/ines");
        for (browser, place) in [
            ("/snap/bin/chromium", Some("/home/ines/snap/chromium/common")),
            (
                "/var/lib/flatpak/exports/bin/com.brave.Browser",
                Some("/home/ines/.var/app/com.brave.Browser/cache"),
            ),
            ("/no/bin/chromium", None),
            ("chromium", None),
        ] {
            assert_eq!(sandbox_folder(Path::new(browser), home).as_deref(), place.map(Path::new));
        }
    }

    #[test]
    fn a_bundle_is_a_folder_with_a_program_inside() {
        let folder = tempfile::tempdir().expect("a folder");
        let bundle = folder.path().join("A Browser.app");
        std::fs::create_dir(&bundle).expect("a folder");
        assert_eq!(executable(bundle.clone()), bundle.join("Contents/MacOS/A Browser"));
        assert_eq!(executable("chromium".into()), Path::new("chromium"));
    }
}
