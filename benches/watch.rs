//! How long it takes from the save of a note until its page is fresh, beside Hugo's server with the
//! same notes.
//!
//!     cargo bench --bench watch            1,000 and 10,000 notes
//!     cargo bench --bench watch -- 1000    as many as said
//!
//! `HUGO` names Hugo's program, else it is looked for in `PATH`; without it, only loopbook is
//! measured, and the table says so. A save adds a line to a note whose page was just read. The page
//! is then asked for each millisecond, on one connection, until it has that line. The next save
//! comes when the server has nothing left to do.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "it measures, and says so"
)]

mod support;

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::generators;

const SAVES: usize = 25;
/// How long `loopbook serve` waits for more to change: `QUIET` of `src/watch/batch.rs`.
const QUIET: f64 = 40.0;
/// What a server may need for its first site, or for one note.
const PATIENCE: Duration = Duration::from_secs(180);

fn main() -> io::Result<()> {
    let asked: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000] } else { asked };
    let hugo = generators::hugo();
    println!("{SAVES} saves each; from a save to the fresh page, in ms\n");
    println!("| notes | program | median | min | max | median without its {QUIET} ms of quiet |");
    println!("|---|---|---|---|---|---|");
    for notes in sizes {
        let row = |name: &str, cells: &str| println!("| {notes} | {name} | {cells} |");
        let dir = tempfile::tempdir()?;
        let journal = dir.path().join("journal");
        support::journal(&journal, notes)?;
        let times = loopbook(&journal, &dir.path().join("site"))?;
        let own = format!("{:.0}", times[SAVES / 2] - QUIET);
        row("`loopbook serve`", &format!("{} | {own}", cells(&times)));
        let Some(hugo) = &hugo else {
            row("`hugo server`", "not found | | |");
            continue;
        };
        for options in ["--renderToMemory", "--renderToMemory --disableFastRender"] {
            // Of its own, for the saves of one are in the notes of the other.
            let dir = tempfile::tempdir()?;
            let site = dir.path().join("hugo");
            hugo.write_site(&site, notes)?;
            let times = hugo_server(&hugo.program, &site, options)?;
            let name = format!("`hugo server {options}` {}", hugo.version);
            row(&name, &format!("{} |", cells(&times)));
        }
    }
    Ok(())
}

fn cells(times: &[f64]) -> String {
    format!("{:.0} | {:.0} | {:.0}", times[SAVES / 2], times[0], times[SAVES - 1])
}

fn loopbook(journal: &Path, out: &Path) -> io::Result<Vec<f64>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loopbook"));
    command.args(["serve", "--today", "2026-11-21", "-o"]).args([out, journal]);
    saves(&Server::start(command)?, &journal.join("entries"))
}

fn hugo_server(program: &Path, site: &Path, options: &str) -> io::Result<Vec<f64>> {
    let mut command = Command::new(program);
    command.arg("server").args(options.split(' ')).arg("--source").arg(site);
    saves(&Server::start(command)?, &site.join("content/entries"))
}

/// From each save to its fresh page, in ms, the shortest first.
fn saves(server: &Server, entries: &Path) -> io::Result<Vec<f64>> {
    let mut notes: Vec<PathBuf> = walkdir::WalkDir::new(entries)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    notes.sort();
    let mut dice = support::Dice::new(7);
    let mut times = Vec::with_capacity(SAVES);
    for number in 0..SAVES {
        server.rest();
        let note = &notes[dice.roll(notes.len())];
        let took = save(server, note, &format!("marker-{number}-of-this-run"))?;
        times.push(took.as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn save(server: &Server, note: &Path, marker: &str) -> io::Result<Duration> {
    let name = note.file_stem().unwrap_or_default().to_string_lossy();
    let path = format!("/entries/{name}.html");
    let mut reader = server.connect()?;
    match get(&mut reader, &path)? {
        None => return Err(io::Error::other(format!("there is no page {path}"))),
        Some(page) if page.contains(marker) => {
            return Err(io::Error::other(format!("{path} has its line before the save")));
        }
        Some(_) => {}
    }
    let mut file = OpenOptions::new().append(true).open(note)?;
    let text = format!("\n{marker}\n");
    let begun = Instant::now();
    file.write_all(text.as_bytes())?;
    drop(file);
    while begun.elapsed() < PATIENCE {
        if get(&mut reader, &path)?.is_some_and(|page| page.contains(marker)) {
            return Ok(begun.elapsed());
        }
        sleep(Duration::from_millis(1));
    }
    Err(io::Error::other(format!("{path} never became fresh")))
}

/// A server that ends when it is no more needed.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts it at a free port, and waits until it has its first page.
    fn start(mut command: Command) -> io::Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        command.arg("--port").arg(port.to_string());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut server = Self { child, port };
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE && server.child.try_wait()?.is_none() {
            let page = server.connect().and_then(|mut reader| get(&mut reader, "/"));
            if page.is_ok_and(|page| page.is_some()) {
                return Ok(server);
            }
            sleep(Duration::from_millis(50));
        }
        Err(io::Error::other("a server did not start"))
    }

    fn connect(&self) -> io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(BufReader::new(stream))
    }

    /// Waits until it has used no processor for a while.
    fn rest(&self) {
        let mut before = self.cpu();
        sleep(Duration::from_millis(1_500));
        while self.cpu() != before {
            before = self.cpu();
            sleep(Duration::from_millis(1_000));
        }
    }

    /// Its time on the processor so far, in ticks; nothing where the system has no `/proc`.
    fn cpu(&self) -> Option<u64> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The name, in brackets, may have spaces. `utime` and `stime` are the 12th and 13th after.
        let mut fields = text.rsplit(')').next()?.split_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<u64>().ok();
        Some(ticks()? + ticks()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended by itself needs nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A page; `None` where there is none.
fn get(reader: &mut BufReader<TcpStream>, path: &str) -> io::Result<Option<String>> {
    let host = reader.get_ref().peer_addr()?;
    write!(reader.get_mut(), "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
    let mut status = String::new();
    reader.read_line(&mut status)?;
    let mut length = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        }
    }
    let length = length.ok_or_else(|| io::Error::other(format!("{path} has no length")))?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(status.contains(" 200 ").then(|| String::from_utf8_lossy(&body).into_owned()))
}
