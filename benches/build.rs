//! How long a build takes, by stage, beside a floor: a program that only reads the same notes,
//! turns their Markdown into HTML, and writes a fixed page around each.
//!
//!     cargo bench --bench build            1,000 and 10,000 notes
//!     cargo bench --bench build -- 100000  as many as said
//!     cargo bench --bench build -- 10000 write FOLDER
//!                                          only writes that journal, to look at or to search in
//!
//! The whole program's time and memory are of a process of its own, from start to end. Hugo, Zola and mdBook build the
//! same notes in turn with it, where `HUGO`, `ZOLA` and `MDBOOK` name their programs or `PATH` has them; the second table
//! compares them.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "it measures, and says so"
)]

mod support;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io};

use loopbook::analyse::Analysis;
use loopbook::render::RenderContext;
use loopbook::share::for_author;
use loopbook::site::{self, Site, SiteRenderer};
use loopbook::theme::Theme;
use loopbook::{output, read};
use rayon::prelude::*;
use support::generators::{self, Installed};

const RUNS: usize = 5;
/// What takes longer than this is run once.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    if let Some(write) = args.iter().position(|arg| arg == "write") {
        let notes = args[write - 1].parse().map_err(io::Error::other)?;
        return support::journal(Path::new(&args[write + 1]), notes);
    }
    let asked: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000] } else { asked };
    println!("medians of {RUNS} runs; times in ms\n");
    println!(
        "| notes | read | analyse | render | of it, search | write | write again | whole program | floor | ratio | memory |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let (installed, missing) = generators::all();
    let mut beside_others = Vec::new();
    for notes in sizes {
        let dir = tempfile::tempdir()?;
        let journal = dir.path().join("journal");
        support::journal(&journal, notes)?;
        let mut others = Vec::new();
        for generator in &installed {
            others.push(Other::new(generator, dir.path(), notes)?);
        }
        let out = dir.path().join("program");
        let mut runs: Vec<[Duration; 8]> = Vec::new();
        let mut memory = 0;
        for _ in 0..RUNS {
            let (stages, site) = stages(&journal, dir.path())?;
            let (program, peak) = support::program(
                &["build".as_ref(), "-o".as_ref(), out.as_ref(), journal.as_ref()],
                &out,
            )?;
            let floor = floor(&journal, &dir.path().join("floor"))?;
            drop(site);
            for other in &mut others {
                other.run(program)?;
            }
            memory = memory.max(peak);
            let [read, analyse, render, search, write, again] = stages;
            runs.push([read, analyse, render, search, write, again, program, floor]);
        }
        let median = |column: usize| {
            let mut times: Vec<Duration> = runs.iter().map(|run| run[column]).collect();
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1000.0
        };
        let cells: Vec<String> = (0..8).map(|column| format!("{:.0}", median(column))).collect();
        let ratio = median(6) / median(7);
        println!("| {notes} | {} | {ratio:.2} | {} MB |", cells.join(" | "), memory / 1024);
        let own =
            format!("| {notes} | loopbook | {:.0} | 1 | {:.1} MB |", median(6), megabytes(&out));
        beside_others.push(own);
        beside_others
            .extend(others.into_iter().map(|other| format!("| {notes} | {} |", other.cells())));
    }
    println!("\n| notes | program | time | as many times as long | output |");
    println!("|---|---|---|---|---|\n{}", beside_others.join("\n"));
    for name in missing {
        let variable = name.to_uppercase();
        println!("\n{name} was not found in `PATH`; `{variable}` can name its program");
    }
    Ok(())
}

/// Another program, with the same notes, and its runs.
struct Other<'a> {
    program: &'a Installed,
    site: PathBuf,
    out: PathBuf,
    /// How many times as long as loopbook each took, and how long.
    runs: Vec<(f64, Duration)>,
}

impl<'a> Other<'a> {
    fn new(program: &'a Installed, dir: &Path, notes: usize) -> io::Result<Self> {
        let name = program.generator.name;
        let (site, out) = (dir.join(name), dir.join(format!("{name}-site")));
        program.write_site(&site, notes)?;
        Ok(Self { program, site, out, runs: Vec::new() })
    }

    /// Builds once more, beside a run of loopbook; only once where it takes very long.
    fn run(&mut self, own: Duration) -> io::Result<()> {
        if self.runs.first().is_none_or(|(_, time)| *time < PATIENCE) {
            let time = self.program.build(&self.site, &self.out)?;
            self.runs.push((time.as_secs_f64() / own.as_secs_f64(), time));
        }
        Ok(())
    }

    /// Its row of the table: the run whose ratio is the median.
    fn cells(mut self) -> String {
        self.runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (ratio, time) = self.runs[self.runs.len() / 2];
        let Installed { generator, version, .. } = self.program;
        let time = time.as_secs_f64() * 1000.0;
        let output = megabytes(&self.out);
        format!("{} {version} | {time:.0} | {ratio:.1} | {output:.1} MB", generator.name)
    }
}

fn megabytes(folder: &Path) -> f64 {
    support::bytes(folder) as f64 / 1e6
}

/// Reading, the timeline, rendering, writing a new site, and writing it again.
fn stages(journal: &Path, dir: &Path) -> io::Result<([Duration; 6], Site)> {
    let out = dir.join("stages");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let today = jiff::civil::date(2026, 11, 21);
    let (read, loaded) = timed(|| read::read(journal, None));
    let journal = loaded.journal.ok_or_else(|| io::Error::other("no journal"))?;
    let shared = for_author(&journal, &loaded.diagnostics);
    let (analysed, analysis) = timed(|| Analysis::of(&shared, today));
    let (rendered, (made, _)) = timed(|| {
        let theme = Theme::load(&shared, &mut Vec::new());
        theme.map(|theme| Site::render(&SiteRenderer::new(&analysis, theme))).unwrap_or_default()
    });
    // Rendering includes it; here it is timed on its own.
    let ctx = RenderContext::new(&analysis);
    let (searched, _) = timed(|| site::search::each_file(&ctx, &|_, _| {}));
    let (written, first) = timed(|| output::write(&made, &out, false));
    let (again, second) = timed(|| output::write(&made, &out, false));
    first.and(second).map_err(io::Error::other)?;
    Ok(([read, analysed, rendered, searched, written, again], made))
}

/// What nobody can do without: read, Markdown, a page around it, a flat folder of files.
fn floor(journal: &Path, out: &Path) -> io::Result<Duration> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let begun = Instant::now();
    fs::create_dir_all(out)?;
    let notes: Vec<_> = walkdir::WalkDir::new(journal.join("entries"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .collect();
    notes.par_iter().try_for_each(|note| {
        let text = fs::read_to_string(note.path())?;
        let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text);
        let mut html = String::from("<!doctype html><html lang=\"en\"><title>Note</title><main>");
        let options = pulldown_cmark::Options::ENABLE_TABLES;
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(body, options));
        fs::write(out.join(note.file_name()).with_extension("html"), html)
    })?;
    Ok(begun.elapsed())
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}
