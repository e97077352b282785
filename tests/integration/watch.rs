//! A journal is watched on a real file system, and edited as programs and people do it.

#![expect(clippy::disallowed_methods, reason = "what is told has to come in time")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::date;
use loopbook::share::for_author;
use loopbook::watch::{Message, folders};
use loopbook::{output, pipeline, read};
use notify::{ErrorKind, RecursiveMode, Watcher};

use crate::support::watched::{Told, Watched};

const NOTE: &str = "entries/2026-01-05-first.md";
const PAGE: &str = "entries/2026-01-05-first.html";
const JOURNAL: &[(&str, &str)] = &[
    ("loopbook.yaml", "title: A journal\n"),
    (NOTE, "---\nstep: ask\n---\nOld words.\n"),
    ("entries/2026-01-06-second.md", "The second.\n"),
    ("theme/static/assets/custom.css", ":root { --accent: red; }\n"),
];

/// Saves as most editors do: into a new file, which then takes the place of the old one. Its name is one that is never
/// read: on a busy machine the journal may be read between the two, and would hold another file then.
fn save_by_rename(watched: &Watched, path: &str, text: &str) {
    let place = watched.root.join(path);
    let beside = place.with_file_name("save.tmp");
    fs::write(&beside, text).expect("written");
    fs::rename(beside, place).expect("renamed");
}

/// Whether what is on disk is what a clean build writes, once the builds that are under way have ended: a page that a
/// test waits for is there before the others are.
fn is_clean(watched: &Watched) {
    let loaded = read::read(&watched.root, None);
    let journal = loaded.journal.expect("a journal");
    let (site, _) = pipeline::site(&for_author(&journal, &loaded.diagnostics), date(2026, 11, 21));
    let elsewhere = tempfile::tempdir().expect("a folder");
    output::write(&site, elsewhere.path(), false).expect("written");
    let wanted = files(elsewhere.path());
    loop {
        let found = files(&watched.root.join("site"));
        if found == wanted {
            return;
        }
        if watched.next_in_time().is_none() {
            let differ = |path: &&String| found.get(*path) != wanted.get(*path);
            let paths: BTreeSet<&String> =
                found.keys().chain(wanted.keys()).filter(differ).collect();
            panic!("these differ: {paths:?}");
        }
    }
}

/// The files below a folder; what goes away meanwhile is none.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.filter_map(|entry| {
        let path = entry.path().strip_prefix(folder).expect("below it").display().to_string();
        Some((path, fs::read(entry.path()).ok()?))
    });
    named.collect()
}

#[test]
fn a_note_saved_by_renaming_is_built_each_time() {
    let watched = Watched::new(JOURNAL);
    for words in ["New words.\n", "Newer words.\n", "Newest words.\n"] {
        save_by_rename(&watched, NOTE, words);
        assert_eq!(watched.built(), [NOTE]);
        assert!(watched.site(PAGE).contains(words.trim()));
    }
    is_clean(&watched);
}

#[test]
fn a_configuration_saved_by_renaming_is_followed_each_time() {
    let watched = Watched::new(JOURNAL);
    for title in ["Another", "A third"] {
        save_by_rename(&watched, "loopbook.yaml", &format!("title: {title}\n"));
        assert_eq!(watched.built(), ["loopbook.yaml"]);
        assert!(watched.site(PAGE).contains(title));
    }
    is_clean(&watched);
}

#[test]
fn a_theme_saved_by_renaming_is_followed_each_time() {
    let watched = Watched::new(JOURNAL);
    for colour in ["green", "blue"] {
        save_by_rename(&watched, "theme/static/assets/custom.css", colour);
        let (changed, written) = watched.wrote();
        assert_eq!(changed, ["theme/static/assets/custom.css"]);
        assert_eq!(written.written, 1);
        assert_eq!(watched.site("assets/custom.css"), colour);
    }
    is_clean(&watched);
}

#[test]
fn what_programs_leave_beside_a_file_makes_no_build() {
    let watched = Watched::new(JOURNAL);
    for folder in ["entries", "theme/static/assets"] {
        for name in [
            "4913",
            ".a.md.swp",
            ".a.md.swx",
            "2026-01-05-first.md~",
            "#a.md#",
            "2026-01-05-first.md___jb_tmp___",
            "2026-01-05-first.md___jb_old___",
            ".syncthing.2026-01-05-first.md.tmp",
            "~syncthing~2026-01-05-first.md.tmp",
        ] {
            watched.save(&format!("{folder}/{name}"), "Not a note.\n");
        }
    }
    watched.quiet();
}

#[cfg(unix)]
#[test]
fn what_was_not_read_is_missed_when_it_goes() {
    use std::os::unix::fs::symlink;
    let watched = Watched::new(JOURNAL);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let note = elsewhere.path().join("2026-01-07-a.md");
    fs::write(&note, "Words.\n").expect("written");
    let conflict = "entries/2026-01-05-first.sync-conflict-20260106-101112-ABCDEFG.md";
    for path in ["entries/linked.md", "entries/linked", conflict] {
        for moved in [false, true] {
            let place = watched.root.join(path);
            match path {
                "entries/linked" => symlink(elsewhere.path(), &place).expect("a link"),
                "entries/linked.md" => symlink(&note, &place).expect("a link"),
                _ => watched.save(path, "Other words.\n"),
            }
            assert_eq!(watched.built(), [path]);
            if moved {
                let outside = elsewhere.path().join("moved");
                fs::rename(&place, &outside).expect("moved");
                fs::remove_file(outside).expect("removed");
            } else {
                fs::remove_file(&place).expect("removed");
            }
            assert_eq!(watched.built(), [path], "moved: {moved}");
        }
    }
}

#[test]
fn what_somebody_changed_in_the_site_is_mended_with_the_next_save() {
    let watched = Watched::new(JOURNAL);
    let site = watched.root.join("site");
    fs::write(site.join(PAGE), "by hand").expect("written");
    fs::write(site.join("index.html"), "").expect("written");
    fs::remove_file(site.join("404.html")).expect("removed");
    fs::remove_dir_all(site.join("assets")).expect("removed");
    watched.save("entries/2026-01-06-second.md", "Other words.\n");
    assert_eq!(watched.built(), ["entries/2026-01-06-second.md"]);
    is_clean(&watched);
}

#[cfg(unix)]
#[test]
fn a_lock_of_emacs_makes_no_build_and_no_warning() {
    let watched = Watched::new(JOURNAL);
    for lock in ["entries/.#2026-01-05-first.md", "theme/static/assets/.#custom.css"] {
        std::os::unix::fs::symlink("ana@desk.4242:1", watched.root.join(lock)).expect("a link");
    }
    watched.quiet();
}

#[test]
fn many_saves_in_a_second_are_few_builds_and_the_last_wins() {
    let watched = Watched::new(JOURNAL);
    let begun = Instant::now();
    let (mut last, mut pauses) = (begun, 0);
    for number in 1..=50 {
        thread::sleep((begun + number * Duration::from_millis(20)).duration_since(Instant::now()));
        watched.save(NOTE, &format!("Save {number}.\n"));
        // A machine that is busy makes pauses, and a pause ends a batch.
        pauses += usize::from(last.elapsed() > Duration::from_millis(40));
        last = Instant::now();
    }
    let builds = watched.until(|watched| watched.site(PAGE).contains("Save 50."));
    assert!(builds.len() <= 3.max(pauses + 1), "{} builds, {pauses} pauses", builds.len());
    watched.quiet();
}

#[test]
fn a_save_during_a_build_is_built_and_nothing_is_forgotten() {
    let (entered, builds) = channel();
    let watched = Watched::with(JOURNAL, |options| {
        options.today = Box::new(move || {
            let _ = entered.send(());
            date(2026, 11, 21)
        });
    });
    watched.built();
    builds.try_iter().count();
    for round in 0..5_u64 {
        watched.save("loopbook.yaml", &format!("title: Title {round}\n"));
        builds.recv_timeout(Duration::from_secs(30)).expect("the day is asked for");
        // From here on it is being built.
        thread::sleep(Duration::from_millis(round * 7));
        watched.save(NOTE, &format!("Words {round}.\n"));
        let told = watched.until(|watched| {
            let page = watched.site(PAGE);
            page.contains(&format!("Title {round}")) && page.contains(&format!("Words {round}."))
        });
        let told: BTreeSet<String> = told.into_iter().flatten().collect();
        assert_eq!(told, BTreeSet::from([NOTE.to_owned(), "loopbook.yaml".to_owned()]));
        builds.try_iter().count();
    }
    watched.quiet();
    is_clean(&watched);
}

#[test]
fn a_journal_that_changes_all_the_time_is_written_nevertheless() {
    let words = "Many words. ".repeat(100);
    let notes: Vec<(String, String)> = (0..60)
        .map(|number| (format!("entries/2026-01-05-note-{number}.md"), words.clone()))
        .collect();
    let files: Vec<(&str, &str)> = notes.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let watched = Watched::new(&files);
    let begun = Instant::now();
    let mut number = 0;
    while watched.so_far().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "never written");
        number += 1;
        watched.save("loopbook.yaml", &format!("title: Title {number}\n"));
        thread::sleep(Duration::from_millis(60));
    }
    watched.until(|watched| watched.site("index.html").contains(&format!("Title {number}")));
}

#[test]
fn a_note_that_is_deleted_has_no_page() {
    let watched = Watched::new(JOURNAL);
    fs::remove_file(watched.root.join(NOTE)).expect("removed");
    let (changed, written) = watched.wrote();
    assert_eq!(changed, [NOTE]);
    assert!(written.removed > 0);
    assert!(!watched.root.join("site").join(PAGE).exists());
    is_clean(&watched);
}

#[test]
fn a_folder_that_is_renamed_is_watched_under_its_new_name() {
    let watched = Watched::new(JOURNAL);
    watched.save("entries/2026/deep/2026-02-01-deep.md", "Deep.\n");
    assert_eq!(watched.built(), ["entries/2026/deep/2026-02-01-deep.md"]);
    fs::rename(watched.root.join("entries/2026"), watched.root.join("entries/old")).expect("moved");
    let (old, new) =
        ("entries/2026/deep/2026-02-01-deep.md", "entries/old/deep/2026-02-01-deep.md");
    assert_eq!(watched.built(), [old, new]);
    watched.save(new, "Deeper.\n");
    assert_eq!(watched.built(), [new]);
    assert!(watched.site("entries/2026-02-01-deep.html").contains("Deeper."));
    is_clean(&watched);
}

#[test]
fn a_folder_in_the_place_of_another_is_watched() {
    let watched = Watched::new(JOURNAL);
    // Away and back, with another one in between: what was watched is not what is there.
    fs::rename(watched.root.join("entries"), watched.root.join("before")).expect("moved");
    watched.save(NOTE, "Another first.\n");
    let builds = watched.until(|watched| watched.site(PAGE).contains("Another first."));
    assert!(!builds.is_empty());
    watched.save(NOTE, "Yet another.\n");
    watched.until(|watched| watched.site(PAGE).contains("Yet another."));
    fs::remove_dir_all(watched.root.join("entries")).expect("removed");
    watched.save(NOTE, "Made anew.\n");
    watched.until(|watched| watched.site(PAGE).contains("Made anew."));
    watched.save(NOTE, "And saved.\n");
    watched.until(|watched| watched.site(PAGE).contains("And saved."));
    is_clean(&watched);
}

#[test]
fn a_new_folder_that_is_filled_at_once_is_read_whole() {
    let watched = Watched::new(JOURNAL);
    let path = |number: u32| format!("entries/a/b{number}/c/2026-03-05-note-{number}.md");
    for number in 0..20 {
        watched.save(&path(number), "New.\n");
    }
    let page = |number: u32| format!("entries/2026-03-05-note-{number}.html");
    watched.until(|watched| (0..20).all(|number| !watched.site(&page(number)).is_empty()));
    watched.save(&path(7), "Changed.\n");
    watched.until(|watched| watched.site(&page(7)).contains("Changed."));
    watched.quiet();
    is_clean(&watched);
}

#[test]
fn a_note_with_an_error_is_left_out_until_it_is_mended() {
    let watched = Watched::new(JOURNAL);
    watched.save(NOTE, "---\nstep: [\n---\nWords.\n");
    let Told::Built(changed, _, errors) = watched.next() else { panic!("a build") };
    assert_eq!(changed.iter().collect::<Vec<_>>(), [NOTE]);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with(NOTE), "{errors:?}");
    assert!(watched.site(PAGE).is_empty(), "it might have said that it is private");
    watched.save(NOTE, "---\nstep: ask\n---\nMended.\n");
    let Told::Built(.., errors) = watched.next() else { panic!("a build") };
    assert!(errors.is_empty(), "{errors:?}");
    assert!(watched.site(PAGE).contains("Mended."));
    is_clean(&watched);
}

#[test]
fn a_configuration_with_an_error_keeps_the_last_good_site() {
    let watched = Watched::new(JOURNAL);
    let before = watched.site("index.html");
    // What can't be read at all, and what can be read and is wrong.
    for wrong in ["title: [\n", "nonsense: yes\n"] {
        watched.save("loopbook.yaml", wrong);
        let Told::Refused(errors) = watched.next() else { panic!("nothing is built") };
        assert!(errors[0].starts_with("loopbook.yaml"), "{errors:?}");
        watched.save("theme/static/assets/custom.css", &format!("/* {} */", wrong.len()));
        assert_eq!(watched.site("index.html"), before);
        watched.save("loopbook.yaml", "title: A journal\n");
        watched
            .until(|watched| watched.site("assets/custom.css").contains(&wrong.len().to_string()));
    }
    watched.quiet();
    is_clean(&watched);
}

#[test]
fn a_journal_that_can_not_be_read_at_first_is_built_when_it_can() {
    for wrong in ["title: [\n", "nonsense: yes\n"] {
        let watched = Watched::with(&[("loopbook.yaml", wrong), (NOTE, "Words.\n")], |_| {});
        assert!(matches!(watched.next(), Told::Refused(_)));
        watched.save("loopbook.yaml", "title: A journal\n");
        assert!(watched.built().is_empty(), "it is the first build");
        is_clean(&watched);
    }
}

#[test]
fn a_template_with_an_error_keeps_the_last_good_site() {
    let watched = Watched::new(JOURNAL);
    let template = "theme/templates/404.html";
    let good =
        "{% extends \"theme/notebook/404.html\" %}{% block title %}Mended{% endblock title %}";
    for wrong in ["{% block", "{{ nothing_of_that_name }}"] {
        let before = watched.site("404.html");
        watched.save(template, wrong);
        let Told::Refused(errors) = watched.next() else { panic!("nothing is built") };
        assert!(errors[0].starts_with(template), "{errors:?}");
        assert_eq!(watched.site("404.html"), before);
        watched.save(template, good);
        watched.until(|watched| watched.site("404.html").contains("Mended"));
    }
    is_clean(&watched);
}

#[test]
fn a_file_that_was_emptied_is_read_when_it_is_filled_or_stays_empty() {
    let watched = Watched::new(JOURNAL);
    watched.save(NOTE, "");
    watched.save(NOTE, "Filled.\n");
    watched.until(|watched| watched.site(PAGE).contains("Filled."));
    watched.save(NOTE, "");
    assert_eq!(watched.built(), [NOTE]);
    is_clean(&watched);
}

#[test]
fn a_site_within_the_journal_is_no_part_of_it() {
    let watched = Watched::new(&[("2026-01-05-first.md", "Words.\n")]);
    for round in 0..3 {
        watched.save("2026-01-05-first.md", &format!("Words {round}.\n"));
        assert_eq!(watched.built(), ["2026-01-05-first.md"]);
    }
    watched.save("loopbook.yaml", "output: deep/in/it\n");
    assert_eq!(watched.built(), ["loopbook.yaml"]);
    assert!(watched.root.join("deep/in/it/index.html").is_file());
    watched.save("2026-01-05-first.md", "Once more.\n");
    assert_eq!(watched.built(), ["2026-01-05-first.md"]);
    assert!(watched.so_far().is_empty());
}

#[test]
fn a_site_that_somebody_removed_is_written_whole() {
    let watched = Watched::new(JOURNAL);
    fs::remove_dir_all(watched.root.join("site")).expect("removed");
    watched.save(NOTE, "New words.\n");
    assert_eq!(watched.built(), [NOTE]);
    is_clean(&watched);
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_out_of_the_journal_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("2026-01-07-secret.md"), "Not mine.\n").expect("written");
    let watched = Watched::new(JOURNAL);
    symlink(watched.root.join("entries"), watched.root.join("entries/round")).expect("a link");
    symlink(outside.path(), watched.root.join("entries/out")).expect("a link");
    watched.until(|watched| {
        let health = watched.site("health.html");
        health.contains("entries/round") && health.contains("entries/out")
    });
    fs::write(outside.path().join("2026-01-08-other.md"), "Not mine.\n").expect("written");
    watched.quiet();
    assert!(!files(&watched.root.join("site")).keys().any(|path| path.contains("secret")));
    is_clean(&watched);
}

#[test]
fn ten_thousand_events_are_at_most_two_builds() {
    let watched = Watched::new(JOURNAL);
    // Another branch: few notes, and many files beside them. Each is made, written and closed.
    for number in 0..3_400 {
        watched.save(&format!("entries/files/{}/{number}.txt", number % 40), "A file.\n");
    }
    for number in 0..40 {
        watched.save(&format!("entries/2026-04-05-branch-{number}.md"), "A note.\n");
    }
    let page = "entries/2026-04-05-branch-39.html";
    let builds = watched.until(|watched| !watched.site(page).is_empty());
    assert!(builds.len() <= 2, "{} builds", builds.len());
    watched.quiet();
    is_clean(&watched);
}

#[test]
fn a_new_time_alone_makes_no_build() {
    let watched = Watched::new(JOURNAL);
    for (path, text) in JOURNAL {
        // The same bytes, written anew, and then only another time.
        watched.save(path, text);
        let file = fs::File::options().append(true).open(watched.root.join(path)).expect("a file");
        file.set_modified(std::time::UNIX_EPOCH).expect("another time");
    }
    watched.quiet();
}

/// Watches as the system does, until there are too many folders.
struct Limited {
    watcher: Box<dyn Watcher>,
    left: Arc<AtomicUsize>,
}

impl Watcher for Limited {
    fn new<F: notify::EventHandler>(_: F, _: notify::Config) -> notify::Result<Self> {
        unreachable!("it is made around another one")
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        let left =
            self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        match left {
            Ok(_) => self.watcher.watch(path, mode),
            Err(_) => Err(notify::Error::new(ErrorKind::MaxFilesWatch)),
        }
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.watcher.unwatch(path)
    }

    fn kind() -> notify::WatcherKind {
        notify::WatcherKind::NullWatcher
    }
}

/// A journal that may watch so many folders.
fn limited(limit: usize) -> Watched {
    let left = Arc::new(AtomicUsize::new(limit));
    Watched::with(JOURNAL, |options| {
        options.watcher = Box::new(move |messages| {
            let watcher = folders::system(messages)?;
            Ok(Box::new(Limited { watcher, left: left.clone() }))
        });
    })
}

#[test]
fn where_the_system_watches_no_more_folders_they_are_looked_at() {
    let watched = limited(2);
    let Told::Polling(why) = watched.next() else { panic!("it is said") };
    assert!(why.contains("watch"), "{why}");
    watched.built();
    watched.save(NOTE, "New words.\n");
    assert_eq!(watched.built(), [NOTE]);
    // Later too: a folder more than there may be.
    let watched = limited(5);
    watched.built();
    watched.save("entries/more/2026-05-05-more.md", "More.\n");
    let (mut said, mut built) = (false, BTreeSet::new());
    while !said || built.is_empty() {
        match watched.next() {
            Told::Polling(_) => said = true,
            Told::Built(changed, ..) => built.extend(changed),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(built.len(), 1);
    watched.save("entries/more/2026-05-05-more.md", "Still more.\n");
    assert_eq!(watched.built(), ["entries/more/2026-05-05-more.md"]);
    is_clean(&watched);
}

#[test]
fn a_journal_can_be_looked_at_from_time_to_time_instead() {
    let watched = Watched::with(JOURNAL, |options| {
        options.poll = true;
        options.watcher = Box::new(|_| unreachable!("nothing is watched"));
    });
    watched.built();
    save_by_rename(&watched, NOTE, "New words.\n");
    assert_eq!(watched.built(), [NOTE]);
    watched.save("entries/new/2026-05-05-more.md", "More.\n");
    assert_eq!(watched.built(), ["entries/new/2026-05-05-more.md"]);
    fs::remove_dir_all(watched.root.join("entries/new")).expect("removed");
    assert_eq!(watched.built(), ["entries/new/2026-05-05-more.md"]);
    is_clean(&watched);
}

#[test]
fn where_events_were_lost_everything_is_looked_at() {
    let watched = limited_to_silence();
    watched.save(NOTE, "New words.\n");
    watched.save("entries/new/2026-05-05-more.md", "More.\n");
    watched.sender.send(Message::EventsLost).expect("somebody listens");
    assert_eq!(watched.built(), [NOTE, "entries/new/2026-05-05-more.md"]);
    let rescan = notify::Event::new(notify::EventKind::Other).set_flag(notify::event::Flag::Rescan);
    watched.save(NOTE, "Newer words.\n");
    watched.sender.send(Message::Changed(rescan)).expect("somebody listens");
    assert_eq!(watched.built(), [NOTE]);
    is_clean(&watched);
}

/// A journal whose system tells of nothing.
fn limited_to_silence() -> Watched {
    let watched = Watched::with(JOURNAL, |options| {
        options.watcher = Box::new(|_| Ok(Box::new(notify::NullWatcher)));
    });
    watched.built();
    watched
}

#[test]
fn another_day_is_another_site_of_the_same_journal() {
    let days = Arc::new(AtomicUsize::new(0));
    let later = days.clone();
    let watched = Watched::with(JOURNAL, |options| {
        options.today = Box::new(move || {
            if later.load(Ordering::Relaxed) == 0 { date(2026, 11, 21) } else { date(2026, 12, 24) }
        });
    });
    watched.built();
    let before = watched.site("index.html");
    days.store(1, Ordering::Relaxed);
    watched.sender.send(Message::EventsLost).expect("somebody listens");
    assert!(watched.built().is_empty(), "no file of the journal changed");
    assert_ne!(watched.site("index.html"), before);
}

#[test]
fn a_journal_that_is_gone_ends_it_and_does_not_come_back() {
    for gone in [
        |root: &Path| fs::remove_dir_all(root),
        |root: &Path| fs::rename(root, root.with_file_name("elsewhere")),
    ] {
        let watched = Watched::new(JOURNAL);
        gone(&watched.root).expect("gone");
        let told = std::iter::repeat_with(|| watched.next());
        let ended = told.filter_map(|told| match told {
            Told::Ended(why) => Some(why),
            _ => None,
        });
        let why = ended.take(1).collect::<String>();
        assert!(why.ends_with("was removed; the site is unchanged"), "{why}");
        assert!(!watched.root.exists());
    }
}

#[test]
fn a_journal_that_was_away_for_a_moment_is_watched_on() {
    let watched = Watched::new(JOURNAL);
    let away = watched.root.with_file_name("away");
    fs::rename(&watched.root, &away).expect("moved");
    fs::rename(&away, &watched.root).expect("moved back");
    watched.save(NOTE, "New words.\n");
    watched.until(|watched| watched.site(PAGE).contains("New words."));
    watched.save(NOTE, "Newer words.\n");
    watched.until(|watched| watched.site(PAGE).contains("Newer words."));
    is_clean(&watched);
}
