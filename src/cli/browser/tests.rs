use super::{command, last_errors};

#[test]
fn nothing_is_asked_of_the_network_and_the_profile_is_fresh() {
    let folder = std::path::Path::new("/a place/#1");
    let command = command("chromium".as_ref(), folder);
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    for wanted in [
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--disable-background-networking",
        "--user-data-dir=/a place/#1/profile",
        "--print-to-pdf=/a place/#1/page.pdf",
        "--no-pdf-header-footer",
    ] {
        assert!(arguments.iter().any(|argument| argument == wanted), "{wanted}: {arguments:?}");
    }
    assert_eq!(arguments.last().map(AsRef::as_ref), Some("/a place/#1/page.html"));
    let unboxed = arguments.iter().any(|argument| argument == "--no-sandbox");
    assert_eq!(unboxed, super::is_root());
}

#[test]
fn of_what_a_browser_says_the_last_lines_are_told_and_no_noise() {
    let said = b"1\n2\n\n[1:2:ERROR:dbus/bus.cc:405] Failed\n3\n4\n5\n6 \x1b[31m\n[dbus/object]\n";
    let told = last_errors(said);
    assert!(told.starts_with("\n  2\n  3\n  4\n  5\n  6 "), "{told:?}");
    assert!(!told.contains('\u{1b}') && !told.contains("dbus"));
    assert_eq!(last_errors(b""), "");
}

#[cfg(unix)]
mod stand_in {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::thread::sleep;
    use std::time::Duration;

    use jiff::civil::date;
    use tempfile::TempDir;

    use super::super::{LIMIT, print_to_pdf, printed};

    /// A program that stands in for a browser: it is called as one, and does what `script` says,
    /// where `$pdf` is where to print, `$html` what, and `$log` a file that stays.
    fn browser(script: &str) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("browser");
        let take = "for a; do case $a in --print-to-pdf=*) pdf=${a#*=};; esac; html=$a; done";
        let log = folder.path().join("log");
        let text = format!("#!/bin/sh\nlog='{}'\n{take}\n{script}\n", log.display());
        // Another program writes it: what this one has open to write while another thread starts
        // something can't be started.
        let write = r#"printf %s "$2" >"$1" && chmod 700 "$1""#;
        let written = Command::new("sh").args(["-c", write, "sh"]).arg(&place).arg(text).status();
        assert!(written.expect("a shell").success());
        (folder, place)
    }

    fn failure(script: &str) -> String {
        let (_folder, browser) = browser(script);
        let error = print_to_pdf(b"<p>A case", Some(&browser), date(2026, 11, 21));
        format!("{:#}", error.expect_err("a failure"))
    }

    fn logged(folder: &TempDir) -> String {
        fs::read_to_string(folder.path().join("log")).expect("a log").trim().to_owned()
    }

    #[test]
    fn it_prints_a_page_that_only_its_owner_can_read_and_leaves_nothing() {
        let see = r#"for p in "$html" "${html%/*}"; do ls -ld "$p" | cut -c1-10; done >"$log""#;
        let print = r#"(printf '%%PDF-1.4\n'; cat "$html"; printf '\n%%%%EOF\n') >"$pdf""#;
        let (folder, place) = browser(&format!("{see}\necho \"$html\" >>\"$log\"\n{print}"));
        let pdf = print_to_pdf(b"<p>A case", Some(&place), date(2026, 11, 21)).expect("a PDF");
        assert_eq!(String::from_utf8_lossy(&pdf), "%PDF-1.4\n<p>A case\n%%EOF\n");
        let log = logged(&folder);
        let html = log.strip_prefix("-rw-------\ndrwx------\n");
        let html = Path::new(html.unwrap_or_else(|| panic!("not private: {log}")));
        assert!(!html.exists() && !html.parent().expect("a folder").exists());
    }

    #[test]
    fn a_crash_is_told_with_its_last_words() {
        let said = failure("echo it hurts >&2; exit 3");
        assert!(said.contains("printed nothing (exit status: 3)\n  it hurts"), "{said}");
        let said = failure("kill -SEGV $$");
        assert!(said.contains("printed nothing (signal: 11 (SIGSEGV)"), "{said}");
        let said = failure("echo 'page load failed' >&2");
        assert!(said.contains("printed nothing (exit status: 0)\n  page load failed"), "{said}");
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        for script in [r#"echo garbage >"$pdf""#, r#"echo %PDF-1.4 >"$pdf""#, r#": >"$pdf""#] {
            let said = failure(script);
            assert!(said.contains("printed no PDF") && said.contains("Ctrl-P"), "{said}");
        }
    }

    #[test]
    fn one_that_is_not_there_is_told() {
        let missing = Path::new("/no/such/browser");
        let error = print_to_pdf(b"", Some(missing), date(2026, 11, 21)).expect_err("a failure");
        let said = format!("{error:#}");
        assert!(said.starts_with("cannot start the browser `/no/such/browser`"), "{said}");
        assert!(said.contains("Ctrl-P"), "{said}");
    }

    #[test]
    fn one_that_hangs_is_stopped_with_all_that_it_started() {
        let hang = "sleep 300 & echo $! >\"$log\"\necho \"$html\" >>\"$log\"\necho slow >&2\nwait";
        let (folder, place) = browser(hang);
        let limit = Duration::from_secs(1);
        assert!(limit < LIMIT);
        let error = printed(b"<p>A case", &place, limit).expect_err("a failure");
        let said = format!("{error:#}");
        assert!(said.contains("took more than 1 seconds\n  slow"), "{said}");
        let log = logged(&folder);
        let (child, html) = log.split_once('\n').expect("two lines");
        assert!(!Path::new(html).exists());
        let is_there = || {
            // A child that nobody waited for is there as a zombie, until init has.
            let state = fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            !state.is_empty() && !state.contains(") Z ")
        };
        for _ in 0..100 {
            if !is_there() {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        panic!("its child {child} is still there");
    }
}
