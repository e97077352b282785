//! Replies to packets: what a reader of a copy sends back, signed here as another program than the page's script would.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use base64ct::{Base64, Base64Unpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use loopbook::model::document::Kind;
use loopbook::model::vocabulary::{Answer, Kind as EntryKind, Visibility};
use loopbook::model::{Entry, Journal};
use loopbook::read;
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;

use crate::support::folder::folder;

const TODAY: &str = "2026-11-21";

/// A journal that shares its notes by default, and a folder for its author's keys.
struct Author {
    folder: TempDir,
}

impl Author {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(more: &[(&str, &str)]) -> Self {
        let goal = "---\nneeds: [craft, scope]\nwith: cpo\n---\nThe case.\n\n## Craft\n\nBetter.\n";
        let files = [
            ("journal/loopbook.yaml", "author: Mira\nmanager: cpo\nvisibility: manager\n"),
            ("journal/goals/senior.md", goal),
            ("journal/goals/other.md", "---\nstate: paused\nneeds: [craft]\n---\nAnother.\n"),
            ("journal/people/cpo.md", "---\ntitle: Zyqsecretname\nshare_as: the CPO\n---\n"),
            (
                "journal/entries/2026-11-02-done.md",
                "---\nstep: deliver\ntask: a\nimpact: less\nshows: craft\n---\n",
            ),
        ];
        Self { folder: folder(&[&files[..], more].concat()) }
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loopbook"));
        command.args(arguments).arg("-C").arg(self.journal()).stdin(Stdio::null());
        command.env("NO_COLOR", "1").env("XDG_DATA_HOME", self.folder.path().join("data"));
        command.env("SOURCE_DATE_EPOCH", "1795219200");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program")
    }

    /// A copy of the packet for a goal, for the CPO.
    fn copy(&self, goal: &str) -> Copy {
        self.copy_for(goal, "cpo")
    }

    fn copy_for(&self, goal: &str, reader: &str) -> Copy {
        let done = self.run(&["packet", goal, "--today", TODAY, "--reply-to", reader]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let page = text(&done.stdout);
        let (_, data) = page.split_once(r#"id="reply-data">"#).expect("its data");
        let (data, _) = data.split_once("</script>").expect("its end");
        Copy { data: serde_json::from_str(data).expect("JSON"), page }
    }

    /// Imports a text, and gives what is said.
    fn import(&self, received: &str) -> Imported {
        let file = self.folder.path().join("message.txt");
        fs::write(&file, received).expect("written");
        let done = self.run(&["reply", "import", file.to_str().expect("a path")]);
        let path = text(&done.stdout).trim().to_owned();
        Imported { path: (!path.is_empty()).then(|| path.into()), said: text(&done.stderr) }
    }

    fn read(&self) -> Journal {
        let loaded = read::read(&self.journal(), None);
        assert_eq!(loaded.diagnostics, [], "no problem");
        loaded.journal.expect("a journal")
    }

    /// The only note that was made of a reply.
    fn note(&self) -> Entry {
        let mut notes = self.read().entries.into_iter().filter(|entry| entry.reply.is_some());
        let note = notes.next().expect("a note");
        assert!(notes.next().is_none(), "one note");
        note
    }

    fn key(&self) -> PathBuf {
        let folder = self.folder.path().join("data/loopbook/reply-keys");
        let mut files =
            fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
        let key = files.next().expect("a key");
        assert!(files.next().is_none(), "one key");
        key
    }
}

struct Imported {
    path: Option<PathBuf>,
    said: String,
}

impl Imported {
    fn refused(self, why: &str) {
        assert!(self.path.is_none() && self.said.contains(why), "{:?}: {}", self.path, self.said);
    }

    fn made(self) -> String {
        let path = self.path.unwrap_or_else(|| panic!("no note: {}", self.said));
        fs::read_to_string(path).expect("the note")
    }
}

struct Copy {
    data: Value,
    page: String,
}

impl Copy {
    fn text(&self, name: &str) -> &str {
        self.data[name].as_str().expect("a text")
    }

    /// The lines of a reply with these answers.
    fn lines(&self, answers: &Value) -> Vec<String> {
        let first = format!("loopbook-reply-1 {} {}", self.text("key"), self.text("id"));
        let signed = format!("{first}\n{}\n{answers}", self.text("form"));
        let secret = Base64::decode_vec(self.text("secret")).expect("base64");
        let code = Hmac::<Sha256>::new_from_slice(&secret).expect("a key").chain_update(&signed);
        let code = Base64::encode_string(&code.finalize().into_bytes());
        signed.split('\n').map(ToOwned::to_owned).chain([code]).collect()
    }

    fn reply(&self, answers: &Value) -> String {
        armored(&self.lines(answers).join("\n"))
    }
}

fn armored(text: &str) -> String {
    let base64 = Base64Unpadded::encode_string(text.as_bytes());
    format!("-----BEGIN LOOPBOOK REPLY-----\n{base64}\n-----END LOOPBOOK REPLY-----\n")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn answers(change: impl Fn(&mut Value)) -> Value {
    let mut answers = json!({
        "confirms": ["craft"], "missing": "zyqmissing", "recommends": "yes",
        "recommendation": "zyqwords", "quote": true,
    });
    change(&mut answers);
    answers
}

#[test]
fn a_reply_becomes_one_private_note() {
    let author = Author::new();
    let imported = author.import(&author.copy("senior").reply(&answers(|_| {})));
    assert!(imported.said.contains("they confirm: Craft"), "{}", imported.said);
    assert!(imported.said.contains("you may quote them: yes"), "{}", imported.said);
    let made = imported.made();
    let id = author.note().reply.clone().expect("an id");
    let expected = r#"---
title: "What the CPO answered"
kind: feedback
visibility: private
with: "cpo"
goal: "senior"
recommends: yes
recommendation: "zyqwords"
still_missing: "zyqmissing"
quote_from: "cpo"
quote_ok: yes
reply: "ID"
---

> [!private]
> Answers to the packet of 2026-11-21 for senior, made with the copy of the CPO.
>
> They ticked these as confirmed. That counts once you name them under `confirmed_by` in the notes on the work:
>
> - Craft
"#;
    assert_eq!(made.replace(&id, "ID"), expected);
    let note = author.note();
    assert_eq!((note.kind, note.visibility), (EntryKind::Feedback, Visibility::Private));
    assert_eq!(note.recommends, Some(Answer::Yes));
    assert!(note.confirmed_by.is_empty() && note.shows.is_empty(), "nothing counts yet");
    assert!(note.quote_ok);
}

#[test]
fn quote_ok_is_there_only_if_it_was_ticked() {
    let author = Author::new();
    let reply = author.copy("senior").reply(&answers(|own| own["quote"] = false.into()));
    assert!(!author.import(&reply).made().contains("quote_ok"));
    assert!(!author.note().quote_ok);
}

#[test]
fn a_changed_reply_is_refused() {
    let author = Author::new();
    let reply = author.copy("senior").reply(&answers(|_| {}));
    let middle = reply.len() / 2;
    for at in [31, 60, middle, middle + 1, reply.len() - 40] {
        let mut changed = reply.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        author.import(&text(&changed)).refused("was not imported");
    }
    assert!(author.read().entries.iter().all(|entry| entry.reply.is_none()));
    author.import(&reply).made();
}

/// Whoever has two copies has both secrets, and can still not say of one what was asked in the other.
#[test]
fn a_reply_for_another_packet_is_refused() {
    let author = Author::new();
    let [one, other] = ["senior", "other"].map(|goal| author.copy(goal));
    let [mut one, other] = [one, other].map(|copy| copy.lines(&answers(|_| {})));
    one[1].clone_from(&other[1]);
    author.import(&armored(&one.join("\n"))).refused("answers another packet");
    // A journal without that goal.
    let elsewhere = Author::new();
    let key = author.key();
    elsewhere.copy("senior");
    fs::copy(&key, elsewhere.key().with_file_name(key.file_name().expect("a name")))
        .expect("copied");
    fs::remove_file(elsewhere.journal().join("goals/other.md")).expect("removed");
    elsewhere.import(&armored(&other.join("\n"))).refused("which this journal does not have");
}

/// A copy names its goal, and what is signed cannot be changed when the goal is renamed.
#[test]
fn a_reply_for_a_goal_that_was_renamed_says_how_to_import_it() {
    let author = Author::new();
    let reply = author.copy("other").reply(&answers(|_| {}));
    let rename = |old, new| {
        let done = author.run(&["rename", "goal", old, new, "--yes"]);
        assert!(done.status.success(), "{}", text(&done.stderr));
    };
    rename("other", "lead");
    author.import(&reply).refused("if the goal was renamed, give it that name again");
    rename("lead", "other");
    author.import(&reply).made();
}

#[test]
fn a_reply_that_was_imported_before_is_refused_wherever_its_note_is() {
    let author = Author::new();
    let copy = author.copy("senior");
    let reply = copy.reply(&answers(|_| {}));
    let path = author.import(&reply).path.expect("a note");
    author.import(&reply).refused("was imported before");
    // Other answers of the same copy too.
    let again = copy.reply(&answers(|own| own["missing"] = "nothing".into()));
    author.import(&again).refused("was imported before");
    let moved = author.journal().join("entries/2026-11-20-moved.md");
    fs::rename(&path, &moved).expect("moved");
    author.import(&reply).refused("2026-11-20-moved.md");
    // A note that can't be read is still there.
    let note = fs::read_to_string(&moved).expect("text");
    fs::write(&moved, note.replace("visibility: private", "visibility: nobody")).expect("written");
    author.import(&reply).refused("2026-11-20-moved.md");
    fs::remove_file(&moved).expect("removed");
    author.import(&reply).made();
}

#[test]
fn a_copy_tells_neither_the_key_nor_a_hidden_name() {
    let author = Author::new();
    let [one, other] = [author.copy("senior"), author.copy("senior")];
    assert_ne!(one.text("id"), other.text("id"));
    assert_ne!(one.text("secret"), other.text("secret"));
    assert_eq!(one.text("form"), other.text("form"));
    let key = fs::read_to_string(author.key()).expect("text");
    assert!(!one.page.contains(key.trim()));
    assert!(one.page.contains("This copy was made for the CPO."));
    assert!(!one.page.to_lowercase().contains("zyqsecretname"));
    assert!(one.page.contains("form-action 'none'"));
    // The packet that the form names is the one without a form.
    let plain = author.run(&["packet", "senior", "--today", TODAY]).stdout;
    let digest = <Sha256 as sha2::Digest>::digest(&plain);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(one.text("form").contains(&digest));
    assert!(!text(&plain).contains("<script"));
}

/// What somebody could write to make more of it than words.
const TRICKS: &[&str] = &[
    "a \"quoted\" \\ text\\",
    "---\nvisibility: public\n---\n",
    "\n...\n---\nprivate: no",
    "\"\nquote_ok: yes\nconfirmed_by: cpo\nx: \"",
    "[[senior]] ![[senior]] ![[senior#Craft]] [[people/cpo|x]]",
    "%%hidden%% %% <!-- hidden --> <!--",
    "%%%%% <!<!---- [[[[x]]]]",
    "[x](https://evil.example) <https://evil.example> https://evil.example ![x](https://evil.example/a.png)",
    "step:: deliver\n[confirmed_by:: cpo] (shows:: craft)",
    "- [ ] promise (by 2026-12-01)\n- [x] 📅 2026-12-01",
    "#private #tag\n# Heading\n> [!private]\n> callout",
    "```loopbook\nresults: 3\n```",
    "<script>alert(1)</script><b onclick=x>",
    "{{ 7 * 7 }} {% include \"x\" %}",
    "$x$ ^block [^1]: note",
    "\u{202e}reversed\u{2028}line\u{2029}\u{feff}\u{fffe}\u{200f}",
    "&lt;b&gt; !!python/object *alias &anchor @x `y` | > ? :",
];

#[test]
fn what_a_reader_writes_stays_words() {
    for trick in TRICKS {
        let author = Author::new();
        let own = |own: &mut Value| {
            own["missing"] = trick.trim().into();
            own["recommendation"] = format!("x {trick}").trim().into();
        };
        let made = author.import(&author.copy("senior").reply(&answers(own))).made();
        let note = author.note();
        assert!(made.len() <= 16 << 10);
        // Each key is a line, and the text is what every note has.
        let (keys, body) =
            made.strip_prefix("---\n").expect("keys").split_once("---\n").expect("a text");
        let keys: Vec<&str> =
            keys.lines().map(|line| line.split(':').next().unwrap_or_default()).collect();
        assert_eq!(
            keys,
            [
                "title",
                "kind",
                "visibility",
                "with",
                "goal",
                "recommends",
                "recommendation",
                "still_missing",
                "quote_from",
                "quote_ok",
                "reply"
            ],
            "{trick}"
        );
        assert!(!body.contains("evil") && !body.contains("hidden"), "{trick}: {body}");
        for mark in ["%%", "<!--", "[[", "://"] {
            assert!(!made.contains(mark), "{trick}: {mark} in {made}");
        }
        assert!(made.chars().all(|c| c == '\n' || !c.is_control()), "{trick}");
        assert_eq!((note.visibility, note.extra.len()), (Visibility::Private, 0), "{trick}");
        assert!(note.confirmed_by.is_empty() && note.shows.is_empty(), "{trick}");
        assert!(note.body.promises.is_empty() && note.body.tags.is_empty(), "{trick}");
        let links =
            note.body.whole().filter(|id| matches!(note.body.node(*id).kind, Kind::Link(_)));
        assert_eq!(links.count(), 0, "{trick}");
        // Their words are there, apart from blanks within marks.
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(bare(note.still_missing.as_deref().unwrap_or_default()), bare(trick), "{trick}");
        let words = format!("x{trick}");
        assert_eq!(
            bare(note.recommendation.as_deref().unwrap_or_default()),
            bare(&words),
            "{trick}"
        );
    }
}

#[test]
fn the_longest_answers_fit_and_longer_ones_are_refused() {
    let author = Author::new();
    let long = |length: usize| {
        answers(|own| {
            own["missing"] = "\"".repeat(length / 2).into();
            own["recommendation"] = "\\".repeat(length - length / 2).into();
        })
    };
    author.import(&author.copy("senior").reply(&long(6001))).refused("was not imported");
    assert!(author.import(&author.copy("senior").reply(&long(6000))).made().len() <= 16 << 10);
    let huge = format!("{}\n{}", "x".repeat(1 << 20), author.copy("senior").reply(&long(10)));
    author.import(&huge).made();
}

#[test]
fn what_no_form_asks_is_refused_even_if_signed() {
    let author = Author::new();
    for change in [
        |own: &mut Value| own["confirms"] = json!(["scopee"]),
        |own: &mut Value| own["visibility"] = "public".into(),
        |own: &mut Value| own["missing"] = "\u{1b}[2J".into(),
        |own: &mut Value| own["recommends"] = "no\nvisibility: public".into(),
        |own: &mut Value| own["quote"] = "yes".into(),
    ] {
        author.import(&author.copy("senior").reply(&answers(change))).refused("was not imported");
    }
}

/// All that others get, in every format.
fn given(author: &Author) -> String {
    let mut all = String::new();
    for audience in ["manager", "public"] {
        for recipient in ["committee", "manager"] {
            for format in ["html", "md"] {
                let done = author.run(&[
                    "packet",
                    "senior",
                    "--today",
                    TODAY,
                    "--format",
                    format,
                    "--for",
                    recipient,
                    "--audience",
                    audience,
                ]);
                assert!(done.status.success());
                all.push_str(&text(&done.stdout));
            }
        }
        let site = author.folder.path().join("site");
        let journal = author.journal();
        let mut build = Command::new(env!("CARGO_BIN_EXE_loopbook"));
        build.arg("build").arg(&journal).args(["--today", TODAY, "--audience", audience, "-o"]);
        assert!(build.arg(&site).output().expect("the program").status.success());
        for file in walkdir::WalkDir::new(&site).into_iter().filter_map(Result::ok) {
            all.push_str(&file.path().to_string_lossy());
            if file.file_type().is_file() {
                all.push_str(&text(&fs::read(file.path()).expect("a file")));
            }
        }
        fs::remove_dir_all(&site).expect("removed");
    }
    all
}

#[test]
fn others_get_of_a_reply_what_was_consented_to_and_shared() {
    for (quote, shared) in [(false, false), (true, false), (false, true), (true, true)] {
        let author = Author::new();
        let reply = author.copy("senior").reply(&answers(|own| own["quote"] = quote.into()));
        let path = author.import(&reply).path.expect("a note");
        if shared {
            let path = path.to_str().expect("a path");
            let done = author.run(&["share", path, "--with", "manager", "--yes"]);
            assert!(done.status.success(), "{}", text(&done.stderr));
        }
        let given = given(&author);
        let id = author.note().reply.clone().expect("an id");
        for word in ["zyqmissing", "zyqsecretname", "Ticked", "ticked", &id] {
            assert!(!given.contains(word), "{quote} {shared}: {word}");
        }
        let is_told = quote && shared;
        assert_eq!(given.contains("zyqwords"), is_told, "{quote} {shared}");
        assert_eq!(given.contains("Supported by"), is_told, "{quote} {shared}");
    }
}

#[test]
fn only_its_user_can_read_the_key() {
    let author = Author::new();
    let reply = author.copy("senior").reply(&answers(|_| {}));
    let key = author.key();
    assert_eq!(fs::read_to_string(&key).expect("text").trim().len(), 44);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&key), 0o600);
        assert_eq!(mode(key.parent().expect("a folder")), 0o700);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("set");
        let imported = author.import(&reply);
        assert!(
            imported.said.contains("other users of this computer can read"),
            "{}",
            imported.said
        );
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("set");
        fs::remove_file(imported.path.expect("a note")).expect("removed");
    }
    // Nothing of it is in the journal.
    let id = key.file_stem().expect("a name").to_string_lossy().into_owned();
    let secret = fs::read_to_string(&key).expect("text");
    for file in walkdir::WalkDir::new(author.journal()).into_iter().filter_map(Result::ok) {
        if file.file_type().is_file() {
            let held = text(&fs::read(file.path()).expect("a file"));
            assert!(!held.contains(&id) && !held.contains(secret.trim()));
        }
    }
    // Another computer, before and after the key was copied to it.
    let elsewhere = author.folder.path().join("elsewhere");
    fs::rename(author.folder.path().join("data"), &elsewhere).expect("moved");
    author.import(&reply).refused("is not on this computer");
    fs::rename(&elsewhere, author.folder.path().join("data")).expect("moved");
    fs::write(&key, "AAAA\n").expect("written");
    author.import(&reply).refused("is damaged");
}

#[test]
fn a_key_is_never_put_into_the_journal() {
    let author = Author::new();
    let mut command = author.command(&["packet", "senior", "--today", TODAY, "--reply-to", "cpo"]);
    let done = command.env("XDG_DATA_HOME", author.journal().join("data")).output().expect("it");
    assert!(text(&done.stderr).contains("is in the journal"), "{}", text(&done.stderr));
    assert!(done.stdout.is_empty() && !author.journal().join("data").exists());
}

#[test]
fn what_can_not_be_answered_is_refused() {
    let author = Author::new();
    for (options, code, said) in [
        (&["--reply-to", "cpo", "--format", "md"][..], 2, "`--reply-to` works with HTML only"),
        (&["--reply-to", "cpo", "--format", "pdf"], 2, "`--reply-to` works with HTML only"),
        (&["--reply-to", "cpo", "--check"], 2, "cannot be used with"),
        (&["--reply-to", "cpo", "--draft"], 2, "cannot be used with"),
        (&["--reply-to", "cpoo"], 2, "did you mean `cpo`?"),
        (&["--reply-to", ""], 2, "has no letters or digits"),
    ] {
        let done = author.run(&[&["packet", "senior", "--today", TODAY], options].concat());
        assert_eq!(done.status.code(), Some(code), "{options:?}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(said), "{}", text(&done.stderr));
        assert!(done.stdout.is_empty());
    }
    let theme = Author::with(&[(
        "journal/theme/templates/packet.html",
        "<!doctype html><p>{{ title }}</p>",
    )]);
    let done = theme.run(&["packet", "senior", "--today", TODAY, "--reply-to", "cpo"]);
    assert!(text(&done.stderr).contains("has no form for answers"), "{}", text(&done.stderr));
    author.copy("senior");
    author.import("Hello").refused("there is no reply in it");
}

/// A reader without a file, and a packet about a direct report, whose work the note then tells of.
#[test]
fn a_reply_is_in_the_thread_of_whoever_it_is_about() {
    let author = Author::with(&[
        ("journal/people/noor.md", "---\nrelation: report\nvisibility: manager\n---\n"),
        ("journal/goals/lead.md", "---\nof: noor\nneeds: [craft]\n---\nNoor leads.\n"),
    ]);
    author.import(&author.copy_for("lead", "the CEO").reply(&answers(|_| {}))).made();
    let note = author.note();
    let with: Vec<&str> = note.with.iter().map(|id| id.as_str()).collect();
    assert_eq!(
        (with, note.quote_from.as_ref().map(|id| id.as_str())),
        (vec!["noor"], Some("the-ceo"))
    );
    let packet =
        author.run(&["packet", "lead", "--today", TODAY, "--audience", "me", "--format", "md"]);
    assert!(text(&packet.stdout).contains("zyqwords"), "{}", text(&packet.stdout));
}

#[test]
fn a_reply_is_read_from_standard_input_too() {
    let author = Author::new();
    let reply = author.copy("senior").reply(&answers(|_| {}));
    let mut command = author.command(&["reply", "import", "-", "--date", "2026-11-20"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("its input").write_all(reply.as_bytes()).expect("it reads");
    let done = child.wait_with_output().expect("it ends");
    assert!(text(&done.stdout).contains("2026-11-20-what-the-cpo-answered.md"), "{done:?}");
}
