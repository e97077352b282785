//! Journals to measure with: as many notes as wanted, always the same ones.

#![allow(dead_code, reason = "each benchmark needs a part of it")]

pub(crate) mod generators;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// The commonest words; those after them are made up.
const WORDS: &str = "the team asked for a plan and we wrote it down in one page before the week was \
    over because nobody else had time to read all the notes that came in from support and sales so \
    the numbers were old but the question was still the right one and the answer took three days";

/// How many different words there are, which is what a search index has to hold.
const VOCABULARY: f64 = 30_000.0;

/// Numbers without a clock or a crate: the generator of Knuth's MMIX.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Writes a journal of that many entries of about 270 words each: one manager, a skip-level and
/// three peers, a task for every twelve entries, links to earlier notes, tags, tables and promises.
pub(crate) fn journal(folder: &Path, notes: usize) -> io::Result<()> {
    let mut dice = Dice::new(1);
    fs::create_dir_all(folder.join("entries"))?;
    fs::write(folder.join("loopbook.yaml"), "title: A long journal\nmanager: lead\n")?;
    fs::create_dir_all(folder.join("goals"))?;
    let goal =
        "---\ntitle: Senior\nto: senior\nby: 2030-01-01\nneeds: [ownership, craft]\n---\nWhy.\n";
    fs::write(folder.join("goals/senior.md"), goal)?;
    let mut names: Vec<String> = Vec::with_capacity(notes);
    // Four entries a day, or more where they would go on beyond 2026: notes of the future are mere plans.
    let in_a_day = notes.div_ceil(3_900).max(4);
    let first = jiff::civil::date(2016, 1, 4);
    for number in 0..notes {
        let days = jiff::Span::new().days((number / in_a_day) as i64);
        let date = first.checked_add(days).map_err(io::Error::other)?;
        let name = format!("{date}-note-{number}");
        let year = folder.join("entries").join(date.year().to_string());
        if number % in_a_day == 0 {
            fs::create_dir_all(&year)?;
        }
        fs::write(year.join(format!("{name}.md")), note(&mut dice, number, &names))?;
        names.push(name);
    }
    Ok(())
}

fn note(dice: &mut Dice, number: usize, earlier: &[String]) -> String {
    let mut text = String::with_capacity(2_000);
    let steps = ["master", "ask", "deliver", "deliver", "deliver", "pivot", "deliver", "repeat"];
    text.push_str("---\n");
    let _ = writeln!(text, "title: \"Note {number}: {}\"", words(dice, 4));
    if dice.roll(10) < 6 {
        let _ = writeln!(text, "step: {}", steps[number / 3 % steps.len()]);
        let _ = writeln!(text, "task: task-{}", number / 12);
        let _ = writeln!(
            text,
            "with: {}",
            ["lead", "lead", "lead", "skip", "ana", "ben", "cleo"][dice.roll(7)]
        );
        if dice.roll(3) == 0 {
            let _ = writeln!(text, "impact: {}", words(dice, 12));
            let _ = writeln!(
                text,
                "metric: \"build time: {} -> {} min\"",
                20 + dice.roll(30),
                1 + dice.roll(19)
            );
            let _ = writeln!(text, "shows: [ownership]");
        }
    }
    let _ = writeln!(text, "tags: [work, t{}]\n---\n", dice.roll(40));
    for paragraph in 0..4 {
        let _ = writeln!(text, "## Part {paragraph}\n");
        let _ =
            writeln!(text, "{}, *{}*, and `{}`.", words(dice, 40), words(dice, 3), words(dice, 1));
        if let Some(link) = earlier.get(dice.roll(earlier.len().max(1))) {
            let _ = writeln!(
                text,
                "See [[{link}]] for **more**, or <https://wiki.example/{number}>.\n"
            );
        }
        let _ = writeln!(text, "- {}\n- {}\n", words(dice, 6), words(dice, 6));
    }
    if dice.roll(10) == 0 {
        text.push_str(
            "| what | before | after |\n|---|---|---|\n| time | 4 | 2 |\n| people | 3 | 1 |\n\n",
        );
    }
    if dice.roll(20) == 0 {
        let _ = writeln!(text, "- [ ] {} (by 2030-01-15)", words(dice, 5));
    }
    text
}

/// Words as often as in real texts: the second half as often as the first, the third a third
/// (Zipf's law).
fn words(dice: &mut Dice, count: usize) -> String {
    let common: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = String::new();
    for number in 0..count {
        let chance = dice.roll(1 << 24) as f64 / f64::from(1 << 24);
        let rank = (VOCABULARY.powf(chance) - 1.0) as usize;
        if number > 0 {
            text.push(' ');
        }
        match common.get(rank) {
            Some(word) => text.push_str(word),
            None => made_up(rank, &mut text),
        }
    }
    text
}

/// A word for each number: two to four syllables.
fn made_up(rank: usize, text: &mut String) {
    const STARTS: &[&str] =
        &["b", "ch", "d", "f", "gr", "h", "k", "l", "m", "pl", "r", "st", "t", "v"];
    const ENDS: &[&str] = &["a", "er", "i", "on", "u", "et", "al", "is", "ing"];
    // Spreads neighbours, so that words of all frequencies begin with each letter.
    let mut rest = rank * 7_919 % 1_999_993;
    loop {
        let _ = write!(
            text,
            "{}{}",
            STARTS[rest % STARTS.len()],
            ENDS[rest / STARTS.len() % ENDS.len()]
        );
        rest /= STARTS.len() * ENDS.len();
        if rest == 0 {
            break;
        }
    }
}

/// The program as a person runs it, into a place that is empty: its time, and its peak memory in KiB.
pub(crate) fn program(args: &[&OsStr], out: &Path) -> io::Result<(Duration, u64)> {
    match fs::metadata(out) {
        Ok(there) if there.is_dir() => fs::remove_dir_all(out)?,
        Ok(_) => fs::remove_file(out)?,
        Err(_) => {}
    }
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_loopbook"))
        .args(args)
        .args(["--today", "2026-11-21"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let mut ended = child.try_wait()?;
    while ended.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now.unwrap_or(0));
        thread::sleep(Duration::from_millis(2));
        ended = child.try_wait()?;
    }
    if ended.is_some_and(|ended| !ended.success()) {
        return Err(io::Error::other(format!("{args:?} failed")));
    }
    Ok((begun.elapsed(), peak))
}

/// How many bytes the files in a folder have.
pub(crate) fn bytes(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    files.filter_map(|entry| entry.metadata().ok()).filter(|m| m.is_file()).map(|m| m.len()).sum()
}
