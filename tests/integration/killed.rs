//! Builds that are killed while they replace a site, at random moments: afterwards there is the old
//! site or the new one; and where two folders can't be exchanged, no link of a page that can be
//! reached is dead.
//!
//! `KILL_NOTES` is how many notes the journal has, `KILL_PROGRAM` another build of the program.
#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use crate::support::effort::effort;

/// How many builds are killed for each kind of folder.
fn kills() -> usize {
    12 * effort() as usize
}

fn program() -> Command {
    let program = std::env::var_os("KILL_PROGRAM");
    let mut command =
        Command::new(program.unwrap_or_else(|| env!("CARGO_BIN_EXE_loopbook").into()));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A journal in one of two versions: other words everywhere, and other notes, some of them gone.
fn journal(root: &Path, version: usize, notes: usize) {
    fs::create_dir_all(root.join("entries")).expect("folders");
    fs::write(root.join("loopbook.yaml"), format!("title: Version {version}\n")).expect("written");
    for number in 0..notes {
        let of_both = number % 3 != 0;
        let name = if of_both { format!("{number}") } else { format!("{number}-of-{version}") };
        let day = number % 28 + 1;
        let note = root.join(format!("entries/2026-01-{day:02}-note-{name}.md"));
        let words = if number % 2 == 0 { format!("Version {version}. ") } else { String::new() };
        let text = format!("---\ntags: [tag-{name}]\n---\n{words}Some words about {name}.\n");
        fs::write(note, text).expect("written");
    }
}

fn build(journal: &Path, out: &Path) -> Command {
    let mut command = program();
    command.args(["build", "--today", "2026-11-21", "-o"]).arg(out).arg(journal);
    command
}

fn built(journal: &Path, out: &Path) {
    let done = build(journal, out).output().expect("it starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

type Tree = BTreeMap<String, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let files = WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let own = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).expect("below").to_str().expect("text");
        (path.to_owned(), fs::read(entry.path()).expect("readable"))
    };
    files.map(own).collect()
}

/// Where the links of a page lead to in the site.
fn links(page: &str, text: &str) -> Vec<String> {
    let values = [" href=\"", " src=\""].iter().flat_map(|name| text.split(*name).skip(1));
    let values = values.filter_map(|rest| rest.split('"').next());
    let local = values.filter(|url| !url.contains(':') && !url.starts_with('#'));
    let folder: Vec<&str> = page.split('/').collect();
    local
        .map(|url| {
            let url = url.split(['#', '?']).next().unwrap_or(url);
            let mut parts = folder[..folder.len() - 1].to_vec();
            for part in url.split('/') {
                match part {
                    ".." => _ = parts.pop(),
                    "." | "" => {}
                    part => parts.push(part),
                }
            }
            parts.join("/")
        })
        .filter(|path| !path.is_empty())
        .collect()
}

/// The dead links of the pages that can be reached from the first one.
fn dead_links(site: &Tree) -> Vec<String> {
    let mut dead = Vec::new();
    let mut known: BTreeSet<String> = ["index.html".to_owned()].into();
    let mut open: Vec<String> = known.iter().cloned().collect();
    while let Some(page) = open.pop() {
        let Some(bytes) = site.get(&page) else { continue };
        for link in links(&page, &String::from_utf8_lossy(bytes)) {
            if !site.contains_key(&link) {
                dead.push(format!("{page} links to {link}"));
            } else if link.ends_with(".html") && known.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    dead
}

/// Numbers without a pattern, the same ones each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

/// What became of the sites.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    killed: usize,
    ended: usize,
    old: usize,
    new: usize,
    mixed: usize,
    dead: usize,
    damaged: usize,
    /// The folders that the last killed builds left beside the site, until the next build clears them.
    left: usize,
}

struct Campaign {
    dir: tempfile::TempDir,
    /// The site of each version.
    sites: [Tree; 2],
    foreign: bool,
}

impl Campaign {
    fn new(foreign: bool) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let notes =
            std::env::var("KILL_NOTES").map_or(60, |notes| notes.parse().expect("a number"));
        let sites = [0, 1].map(|version| {
            let (root, out) =
                (dir.path().join(format!("journal-{version}")), dir.path().join("reference"));
            journal(&root, version, notes);
            built(&root, &out);
            let site = tree(&out);
            fs::remove_dir_all(&out).expect("removed");
            assert_eq!(dead_links(&site), Vec::<String>::new());
            site
        });
        Self { dir, sites, foreign }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("out/site")
    }

    fn build(&self, version: usize) -> Command {
        build(&self.dir.path().join(format!("journal-{version}")), &self.out())
    }

    /// The site that is there, without the foreign file.
    fn now(&self) -> Tree {
        let mut site = tree(&self.out());
        if self.foreign {
            assert_eq!(site.remove("mine/notes.txt").as_deref(), Some(&b"mine"[..]));
        }
        site.retain(|path, _| !path.starts_with(".loopbook-"));
        site
    }

    /// Kills a build: at some moment of its time, or soon after it begins to touch the site.
    fn kill(&self, version: usize, time: Duration, random: &mut Random) -> bool {
        let mut child = self.build(version).spawn().expect("it starts");
        let manifest = self.out().join(".loopbook");
        let number =
            || fs::metadata(&manifest).ok().map(|m| std::os::unix::fs::MetadataExt::ino(&m));
        let (before, begun) = (number(), now());
        if random.below(2) == 0 {
            sleep(Duration::from_micros(random.below(time.as_micros() as u64 * 11 / 10)));
        } else {
            while number() == before && begun.elapsed() < time * 2 {
                std::hint::spin_loop();
            }
            sleep(Duration::from_micros(random.below(20_000)));
        }
        let ended = child.try_wait().expect("a child").is_some();
        // It may have ended just now.
        let _ = child.kill();
        child.wait().expect("a child");
        !ended
    }

    /// Kills so many builds; says what became of the sites before it looks at what they left, so that
    /// the figures are there where that fails.
    fn run(&self, kind: &str, kills: usize) -> Count {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut count = Count::default();
        let out = self.out();
        fs::create_dir_all(out.parent().expect("a parent")).expect("a folder");
        assert!(self.build(0).status().expect("it starts").success());
        if self.foreign {
            fs::create_dir(out.join("mine")).expect("a folder of mine");
            fs::write(out.join("mine/notes.txt"), "mine").expect("a file of mine");
        }
        let mut times: Vec<Duration> = (0..3).map(|round| self.time((round + 1) % 2)).collect();
        times.sort();
        let mut version = 0;
        while count.killed < kills && count.ended < kills * 4 {
            version = 1 - version;
            if !self.kill(version, times[1], &mut random) {
                count.ended += 1;
                assert_eq!(self.now(), self.sites[version]);
                continue;
            }
            count.killed += 1;
            let site = self.now();
            match self.sites.iter().position(|whole| *whole == site) {
                Some(there) if there == version => count.new += 1,
                Some(_) => count.old += 1,
                None => count.mixed += 1,
            }
            count.dead += usize::from(!dead_links(&site).is_empty());
            let whole = |(path, bytes): (&String, &Vec<u8>)| {
                path == ".loopbook" || self.sites.iter().any(|site| site.get(path) == Some(bytes))
            };
            count.damaged += usize::from(!site.iter().all(whole));
        }
        count.left = self.beside().len() - 1;
        told(kind, &count);
        // The next build is right whatever it began with, and leaves nothing of the others.
        assert!(self.build(1).status().expect("it starts").success());
        assert_eq!(self.now(), self.sites[1]);
        assert_eq!(self.beside(), ["site"]);
        count
    }

    /// The folders that stand where the site does.
    fn beside(&self) -> Vec<std::ffi::OsString> {
        let out = self.out();
        let there = fs::read_dir(out.parent().expect("a parent")).expect("readable");
        there.map(|entry| entry.expect("an entry").file_name()).collect()
    }

    fn time(&self, version: usize) -> Duration {
        let begun = now();
        assert!(self.build(version).status().expect("it starts").success());
        begun.elapsed()
    }
}

fn told(kind: &str, count: &Count) {
    writeln!(std::io::stderr(), "{kind}: {count:?}").expect("written");
}

#[expect(clippy::disallowed_methods, reason = "it says when to kill, and goes into nothing")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let count = Campaign::new(false).run("exchanged", kills());
    let wrong = (count.mixed, count.dead, count.damaged);
    // Only these systems have what it needs.
    if cfg!(any(target_os = "linux", target_vendor = "apple")) {
        assert_eq!(wrong, (0, 0, 0), "{count:?}");
    }
}

#[test]
fn a_killed_build_leaves_no_dead_link_where_a_file_is_foreign() {
    let count = Campaign::new(true).run("one by one", kills());
    assert_eq!((count.dead, count.damaged), (0, 0), "{count:?}");
}
