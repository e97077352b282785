//! `loopbook serve`: serves the site and rebuilds it on changes.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};

use super::watch::{Watched, tell};
use crate::watch::problem::EditorLink;
use crate::watch::subscribers::Subscribers;
use crate::watch::{self, messages, server};

/// The first port to try.
const PORT: u16 = 4000;
/// How many ports to try if none was named.
const TRIES: u16 = 20;

/// Serve the site and rebuild on changes
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    watched: Watched,
    /// The port [default: the first free one from 4000]
    #[arg(short, long)]
    port: Option<u16>,
    /// The address to listen on; any other than the default lets others read the journal
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Link errors to an editor: vscode, cursor, zed, idea, sublime, obsidian…, or a custom link
    /// with {path}, {line} and {column}
    #[arg(long, value_name = "EDITOR")]
    editor: Option<EditorLink>,
}
pub(super) fn run(args: Args) -> Result<ExitCode> {
    let mut options = args.watched.options()?;
    options.editor = args.editor;
    let listener = listen(args.bind, args.port)?;
    let address = listener.local_addr()?;
    let mut err = anstream::stderr();
    if !args.bind.is_loopback() {
        writeln!(err, "others can read this journal at {address} while the server runs")?;
    }
    let url = format!("http://{address}/");
    writeln!(std::io::stdout(), "{url}")?;
    writeln!(err, "serving until Ctrl-C")?;
    if args.open
        && let Err(error) = open::that_detached(&url)
    {
        writeln!(err, "cannot open a browser: {error}")?;
    }
    let readers = Subscribers::default();
    let ends = messages();
    let (sender, audience) = (ends.0.clone(), readers.clone());
    thread::spawn(move || {
        if let Err(error) = server::run(listener, sender, audience) {
            let _ = writeln!(anstream::stderr(), "the server has stopped: {error}");
        }
    });
    let reader = Some(options.audience);
    watch::run(&options, ends, &readers, |news| tell(reader, &news))?;
    Ok(ExitCode::SUCCESS)
}

fn listen(address: IpAddr, port: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind(SocketAddr::new(address, port));
    let Some(port) = port else {
        let free = (PORT..PORT + TRIES).find_map(|port| bind(port).ok());
        return free
            .map_or_else(|| bind(0), Ok)
            .with_context(|| format!("cannot serve at {address}"));
    };
    bind(port)
        .with_context(|| format!("cannot serve at {address}, port {port}; choose another `--port`"))
}
