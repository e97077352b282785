//! What is kept fresh for another reader is what a clean build gives them, and what is served tells
//! nothing of what is hidden.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use jiff::civil::{Date, date};
use loopbook::model::vocabulary::Audience;
use loopbook::share::{ShareOptions, share};
use loopbook::watch::steps::Steps;
use loopbook::watch::{News, Options, folders, server};
use loopbook::{output, pipeline, read};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::program::{differ, files, told};
use super::words::{Reader, words};
use crate::support::effort::cases;
use crate::support::folder::folder;
use crate::support::watched::{Told, Watched};

const TODAY: Date = date(2026, 11, 21);

const PATHS: &[&str] = &[
    "entries/2026-01-05-first.md",
    "entries/2026-01-06-second.md",
    "entries/deep/2026-01-07-third.md",
    "entries/page.md",
    "goals/goal.md",
    "tasks/task.md",
    "people/lead.md",
];

const TEXTS: &[&str] = &[
    "",
    "zyqmeprivate [[first]] ![](shot.png)\n",
    "---\nvisibility: public\n---\nzyqallwords [[second]] [[page|zyqallalias]] ![](shot.png) [a](/static/a.txt)\n",
    "---\nvisibility: manager\nenergy: 2\nzyqmekey: zyqmevalue\n---\nzyqmgrwords [[first]] ![[third]]\n\n> [!private]\n> zyqmecallout [[third]]\n",
    "---\nvisibility: public\nstep: ask\ntask: task\ngoal: goal\nwith: lead\nwishes: zyqmewish\n---\n# zyqalltitle [[third]]\n",
    "---\nvisibility: public\nstep: deliver\ntask: [task, other]\nimpact: zyqallimpact [[second]]\nshows: craft\nquote: zyqmequote\n---\n%%zyqnilcomment%%\n",
    "---\nvisibility: public\ndraft: yes\n---\nzyqmedraft\n",
    "---\nstep: ask\ntask: task\ngoal: goal\nwith: lead\n---\nzyqmeasked\n",
    "---\ntitle: zyqanytitle\naliases: [third]\nneeds: [craft]\nshare_as: zyqanyname\n---\nzyqmefile [[first]]\n",
    "---\nvisibility: zyqmewrong\n---\nzyqmeerror\n",
    "---\ntitle: [zyqmebroken\n",
];

#[derive(Clone, Debug)]
enum Edit {
    Write(&'static str, &'static str),
    Delete(&'static str),
    Rename(&'static str, &'static str),
    /// The picture, the file of `static/` and the configuration, as one of three.
    Other(u8),
}

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let edit = prop_oneof![
        8 => (select(PATHS), select(TEXTS)).prop_map(|(path, text)| Edit::Write(path, text)),
        1 => select(PATHS).prop_map(Edit::Delete),
        1 => (select(PATHS), select(PATHS)).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0..6_u8).prop_map(Edit::Other),
    ];
    vec(vec(edit, 1..4), 1..7)
}

fn apply(root: &Path, edit: &Edit) -> Vec<PathBuf> {
    let write = |path: &str, bytes: &[u8]| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(&path, bytes).expect("written");
        vec![path]
    };
    match *edit {
        Edit::Write(path, text) => write(path, text.as_bytes()),
        Edit::Delete(path) => {
            let _ = fs::remove_file(root.join(path));
            vec![root.join(path)]
        }
        Edit::Rename(from, to) => {
            let paths = vec![root.join(from), root.join(to)];
            if paths[0].exists() {
                fs::create_dir_all(paths[1].parent().expect("a folder")).expect("folders");
                fs::rename(&paths[0], &paths[1]).expect("renamed");
            }
            paths
        }
        Edit::Other(0) => write("entries/shot.png", &super::picture("shot.png")),
        Edit::Other(1) => write("entries/shot.png", &super::picture("palette.png")),
        Edit::Other(2) => write("static/a.txt", b"zyqanystatic"),
        Edit::Other(3) => write("loopbook.yaml", b"title: One\nmanager: lead\ncalendar: yes\n"),
        Edit::Other(4) => write("loopbook.yaml", b"title: Two\nvisibility: public\n"),
        Edit::Other(_) => write("static/zyqsilunused.txt", b"zyqsilunused"),
    }
}

fn options(root: &Path, audience: Audience) -> Options {
    Options {
        root: root.to_path_buf(),
        output: None,
        force: false,
        audience,
        poll: true,
        watcher: Box::new(folders::system),
        today: Box::new(|| TODAY),
        editor: None,
    }
}

/// What a clean build writes for a reader.
fn clean(root: &Path, audience: Audience) -> super::Given {
    let loaded = read::read(root, None);
    let journal = loaded.journal.as_ref().expect("a journal");
    let (shared, _) = share(journal, &loaded.diagnostics, &ShareOptions::new(audience));
    let (site, problems) = pipeline::site(&shared, TODAY);
    assert!(problems.is_empty(), "{problems:#?}");
    let elsewhere = tempfile::tempdir().expect("a folder");
    output::write(&site, elsewhere.path(), false).expect("written");
    files(elsewhere.path())
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn a_site_kept_fresh_for_a_reader_is_a_clean_one(
        batches in edits(),
        named in any::<bool>(),
        reader in select(&Reader::OTHERS[..]),
    ) {
        let audience = reader.audience();
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        apply(root, &Edit::Other(0));
        apply(root, &Edit::Other(2));
        let options = options(root, audience);
        let tell = |news: News<'_>| assert!(matches!(news, News::Built { .. }), "{news:?}");
        let mut steps = Steps::new(&options, &tell);
        steps.rebuild(None).expect("a journal");
        for batch in &batches {
            let paths: BTreeSet<PathBuf> = batch.iter().flat_map(|edit| apply(root, edit)).collect();
            // A file that was emptied is waited for once.
            for _ in 0..2 {
                steps.rebuild(named.then(|| paths.clone())).expect("a journal");
            }
            let found = files(&root.join("site"));
            // What all may see by the configuration is not what the words say.
            let all = fs::read_to_string(root.join("loopbook.yaml")).is_ok_and(|text| text.contains("public"));
            let leaks: Vec<_> = told(&found).into_iter().filter(|(word, _)| !all && !reader.may_see(word)).map(|(word, _)| word).collect();
            prop_assert!(leaks.is_empty(), "after {batch:?}: {leaks:?}");
            let differ = differ(&found, &clean(root, audience));
            prop_assert!(differ.is_empty(), "after {batch:?}: {differ}");
        }
    }
}

#[test]
fn nothing_of_the_authors_own_site_is_left_where_another_is_built() {
    let folder = folder(&super::journal());
    let site = folder.path().join("site");
    let place = site.to_str().expect("a path");
    for reader in [Reader::Me, Reader::Manager, Reader::Public, Reader::Me, Reader::Public] {
        let audience = format!("--audience={}", reader.word());
        let arguments =
            ["build", "journal", "-o", place, &audience, "--today=2026-03-10", "--force"];
        super::program::run(folder.path(), &arguments);
        let found = files(&site);
        let leaks: Vec<_> = told(&found).into_keys().filter(|word| !reader.may_see(word)).collect();
        assert!(leaks.is_empty(), "{reader:?} sees {leaks:?}");
        let afresh = super::program::given(folder.path(), reader);
        let afresh = afresh.into_iter().filter(|(name, _)| name != "(export)").collect();
        let differ = differ(&found, &afresh);
        assert!(differ.is_empty(), "{reader:?}: {differ}");
    }
}

/// A journal that is served to others.
struct Served {
    watched: Watched,
    address: SocketAddr,
}

impl Served {
    fn new(files: &[(&str, &str)], reader: Reader) -> Self {
        let watched = Watched::with(files, |options| options.audience = reader.audience());
        watched.built();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (sender, readers) = (watched.sender.clone(), watched.readers.clone());
        thread::spawn(move || server::run(listener, sender, readers));
        Self { watched, address }
    }

    fn connect(&self, path: &str, after: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("somebody listens");
        let host = self.address;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{after}\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        let mut stream = self.connect(path, "Connection: close\r\n");
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

/// What is sent until nothing more is.
fn heard(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a limit");
    let mut heard = Vec::new();
    let mut part = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut part) {
        heard.extend_from_slice(&part[..length]);
    }
    heard
}

const PUBLIC: &str = "---\nvisibility: public\n---\nzyqallwords [[second]]\n";

#[test]
fn errors_in_hidden_notes_are_not_told_to_who_is_served() {
    let wrong = "---\nraw_html: zyqmewrong\n---\nzyqmetext\n";
    let notes =
        [("entries/2026-01-05-first.md", PUBLIC), ("entries/2026-01-06-zyqmename.md", wrong)];
    let served = Served::new(&notes, Reader::Public);
    let mut events = served.connect("/_loopbook/events?page=index.html", "");
    let mut told = heard(&mut events);
    served.watched.save("entries/2026-01-06-zyqmename.md", "zyqmefixed\n");
    told.extend(heard(&mut events));
    served.watched.save("entries/2026-01-07-zyqmeother.md", "---\ntitle: [zyqmebroken\n");
    served.watched.save("loopbook.yaml", "zyqmeunknown: zyqmevalue\n");
    told.extend(heard(&mut events));
    let told = String::from_utf8_lossy(&told).into_owned();
    assert!(told.contains("problems"), "it hears of something: {told}");
    assert!(words(told.as_bytes()).is_empty(), "{told}");
    for path in ["/", "/health.html", "/search/index.js", "/nothing", "/.loopbook"] {
        let answer = served.get(path);
        let leaks: Vec<_> = words(answer.as_bytes())
            .into_iter()
            .filter(|word| !Reader::Public.may_see(word))
            .collect();
        assert!(leaks.is_empty(), "{path}: {leaks:?}");
    }
}

#[test]
fn a_note_that_is_hidden_while_another_has_an_error_is_served_no_longer() {
    let notes = [
        ("entries/2026-01-05-first.md", PUBLIC),
        ("entries/2026-01-06-second.md", "---\nvisibility: public\n---\nzyqallother\n"),
    ];
    let served = Served::new(&notes, Reader::Public);
    let page = "/entries/2026-01-06-second.html";
    assert!(served.get(page).contains("zyqallother"));
    served.watched.save("entries/2026-01-07-third.md", "---\nstep: dance\n---\n");
    served.watched.built();
    served.watched.save("entries/2026-01-06-second.md", "zyqmenow\n");
    served.watched.built();
    let answer = served.get(page);
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(!answer.contains("zyqallother"), "{answer}");
}

#[test]
fn a_note_that_may_say_that_it_is_private_is_served_no_longer() {
    let notes = [("entries/2026-01-05-first.md", PUBLIC)];
    let served = Served::new(&notes, Reader::Public);
    let page = "/entries/2026-01-05-first.html";
    assert!(served.get(page).contains("zyqallwords"));
    served.watched.save(
        "entries/2026-01-05-first.md",
        "---\nvisibility: public\nprivate: perhaps\n---\nzyqallwords\n",
    );
    served.watched.built();
    let answer = served.get(page);
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}

#[test]
fn a_note_that_is_hidden_while_nothing_can_be_built_is_served_no_longer() {
    let notes = [("entries/2026-01-05-first.md", PUBLIC)];
    let page = "/entries/2026-01-05-first.html";
    for reader in [Reader::Public, Reader::Me] {
        let served = Served::new(&notes, reader);
        assert!(served.get(page).contains("zyqallwords"));
        served.watched.save("theme/templates/404.html", "{% block");
        assert!(matches!(served.watched.next(), Told::Refused(_)));
        served.watched.save("entries/2026-01-05-first.md", "zyqmenow\n");
        assert!(matches!(served.watched.next(), Told::Refused(_)));
        let answer = served.get(page);
        // The author's own pages stay as they were.
        let is_served = reader.audience() == Audience::Me;
        assert_eq!(answer.contains("zyqallwords"), is_served, "{answer}");
        fs::remove_file(served.watched.root.join("theme/templates/404.html")).expect("removed");
        served.watched.built();
        assert_eq!(served.get(page).contains("zyqmenow"), is_served);
    }
}
