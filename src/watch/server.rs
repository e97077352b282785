//! A loopback server for one reader: the author.
//!
//! What never happens: a page of another origin reads the journal (the `Host` has to be one of
//! ours, so a name that was bound anew to this machine is refused, and so is an event stream that
//! another origin asks for); a file outside the site is sent; anything is changed by a request.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::oneshot;

use super::answer::{self, Answer, Stream, plain};
use super::subscribers::Subscribers;
use super::{Message, asset};
use crate::markdown::url;

/// The path below which what the site does not have is served.
pub const OWN: &str = "_loopbook/";

/// How long a reader may take to say what is wanted.
const PATIENCE: Duration = Duration::from_secs(10);

/// A file that a reader asked for, and where to send it.
pub struct Ask {
    /// Its path in the site.
    pub path: String,
    /// Where to.
    pub reply: oneshot::Sender<Reply>,
}

/// An answer to a request.
pub enum Reply {
    /// A page, and its version.
    Page(Vec<u8>, String),
    /// Any other file.
    File(Vec<u8>),
    /// What the site says where it has nothing.
    Missing(Vec<u8>),
}

/// Serves until the program ends. Requests are answered by whoever has the other end of `messages`.
pub fn run(
    listener: TcpListener,
    messages: Sender<Message>,
    subscribers: Subscribers,
) -> std::io::Result<()> {
    let own = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // Too many are open: some of them will go.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let hosts: Arc<[String]> = hosts(stream.local_addr().unwrap_or(own)).into();
            let (messages, subscribers) = (messages.clone(), subscribers.clone());
            let service = service_fn(move |request| {
                let (hosts, messages, subscribers) =
                    (hosts.clone(), messages.clone(), subscribers.clone());
                async move {
                    Ok::<_, Infallible>(answer(&request, &hosts, messages, &subscribers).await)
                }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), service);
            // A reader who goes away in the middle is no error.
            tokio::spawn(async { drop(connection.await) });
        }
    })
}

/// The names by which this server may be called: those of this machine, and the address that a
/// reader came to. A name that somebody else gave to that address is none.
fn hosts(own: SocketAddr) -> Vec<String> {
    let address = own.ip().to_canonical();
    let address = if address.is_ipv6() { format!("[{address}]") } else { address.to_string() };
    let mut names = vec!["127.0.0.1".to_owned(), "localhost".to_owned(), "[::1]".to_owned()];
    names.push(address);
    let mut hosts: Vec<String> =
        names.iter().map(|name| format!("{name}:{}", own.port())).collect();
    if own.port() == 80 {
        hosts.append(&mut names);
    }
    hosts
}

async fn answer(
    request: &Request<Incoming>,
    hosts: &[String],
    messages: Sender<Message>,
    subscribers: &Subscribers,
) -> Response<Answer> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
        return plain(StatusCode::FORBIDDEN, "this server answers only to its own name\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = plain(
            StatusCode::METHOD_NOT_ALLOWED,
            "this server only answers GET and HEAD requests\n",
        );
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    if !from_here(request, hosts) {
        return plain(StatusCode::FORBIDDEN, "only pages of this server may request this\n");
    }
    let Some(path) = site_path(request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "not found\n");
    };
    match path.strip_prefix(OWN) {
        Some("client.js") => answer::file("client.js", include_bytes!("client.js").to_vec()),
        Some("client.css") => answer::file("client.css", include_bytes!("client.css").to_vec()),
        Some("events") => events(request, &messages, subscribers),
        Some(_) => plain(StatusCode::NOT_FOUND, "not found\n"),
        None => file(path, messages).await,
    }
}

/// Whether a request was made by a page of this server, as far as the browser says, or is somebody
/// who goes to a page. A script, a picture or events of this journal are for no page elsewhere.
fn from_here(request: &Request<Incoming>, hosts: &[String]) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let origin = header("origin").is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|host| hosts.iter().any(|own| own == host))
    });
    let goes = header("sec-fetch-mode") == Some("navigate");
    let site = header("sec-fetch-site");
    origin && (goes || site.is_none_or(|site| matches!(site, "same-origin" | "none")))
}

/// The path of a file in the site; `None` where it would lead out of it.
fn site_path(path: &str) -> Option<String> {
    let path = url::decode(path.strip_prefix('/')?);
    let inside = |part: &str| part != ".." && part != "." && !part.contains(['\\', '\0']);
    if !path.split('/').all(inside) || path.starts_with('/') {
        return None;
    }
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path })
}

async fn file(path: String, messages: Sender<Message>) -> Response<Answer> {
    let (reply, answer) = oneshot::channel();
    let asked = messages.send(Message::Ask(Ask { path: path.clone(), reply }));
    match (asked, answer.await) {
        (Ok(()), Ok(Reply::Page(bytes, version))) => {
            answer::page(asset::inject_livereload(&bytes, &path, &version))
        }
        (Ok(()), Ok(Reply::File(bytes))) => answer::file(&path, bytes),
        (Ok(()), Ok(Reply::Missing(page))) => {
            let mut missing = answer::page(asset::inject_livereload(&page, &path, ""));
            *missing.status_mut() = StatusCode::NOT_FOUND;
            missing
        }
        _ => plain(StatusCode::SERVICE_UNAVAILABLE, "the site is not built yet; try again\n"),
    }
}

fn events(
    request: &Request<Incoming>,
    messages: &Sender<Message>,
    subscribers: &Subscribers,
) -> Response<Answer> {
    let query = request.uri().query().unwrap_or_default();
    let page = query.strip_prefix("page=").map(url::decode).unwrap_or_default();
    let stream = Stream::new(subscribers, page.clone());
    // What changed between the page and this is told now.
    let _ = messages.send(Message::Joined(page));
    answer::events(stream)
}

#[cfg(test)]
mod tests {
    use super::{hosts, site_path};

    #[test]
    fn a_path_never_leads_out_of_the_site() {
        for (asked, path) in [
            ("/", Some("index.html")),
            ("/entries/2026-01-05-a%20b.html", Some("entries/2026-01-05-a b.html")),
            ("/people/", Some("people/index.html")),
            ("/../secret", None),
            ("/entries/..%2f..%2fsecret", None),
            ("/entries/%2e%2e/secret", None),
            ("/%2fetc/passwd", None),
            ("/a%5c..%5csecret", None),
            ("/a%00.html", None),
            ("no-slash", None),
        ] {
            assert_eq!(site_path(asked).as_deref(), path, "{asked}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_ours() {
        let hosts = hosts("127.0.0.1:4000".parse().expect("an address"));
        assert!(hosts.contains(&"localhost:4000".to_owned()));
        assert!(!hosts.contains(&"localhost:4001".to_owned()));
    }
}
