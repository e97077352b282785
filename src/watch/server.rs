//! A loopback server for one reader: the author.
//!
//! What never happens: a page of another origin reads the journal (the `Host` has to be one of
//! ours, so a name that was bound anew to this machine is refused, and so is an event stream that
//! another origin asks for); a file outside the site is sent; anything is changed by a request.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::{Message, asset};
use crate::markdown::url;

/// The path below which what the site does not have is served.
pub const OWN: &str = "_loopbook/";

/// A file that a reader asked for, and where to send it.
pub struct Ask {
    /// Its path in the site.
    pub path: String,
    /// Where to.
    pub reply: oneshot::Sender<Reply>,
}

/// What is sent.
pub enum Reply {
    /// A page, and its version.
    Page(Vec<u8>, String),
    /// Any other file.
    File(Vec<u8>),
    /// What the site says where it has nothing.
    Missing(Vec<u8>),
}

/// The pages that are open, and how to tell them of changes.
#[derive(Clone, Default)]
pub struct Audience(Arc<Mutex<Readers>>);

#[derive(Default)]
struct Readers {
    next: u64,
    open: HashMap<u64, (String, mpsc::UnboundedSender<Bytes>)>,
    /// What a reader is told who comes now, by the event's name.
    latest: Vec<(&'static str, String)>,
}

impl Audience {
    /// The paths of the pages that are open.
    pub fn pages(&self) -> Vec<String> {
        let mut pages: Vec<String> =
            self.lock().open.values().map(|(page, _)| page.clone()).collect();
        pages.sort();
        pages.dedup();
        pages
    }

    /// Tells everybody, and whoever comes later.
    pub fn tell(&self, event: &'static str, data: &impl Serialize) {
        // Texts, numbers and lists of them are always JSON.
        let data = serde_json::to_string(data).unwrap_or_default();
        let mut readers = self.lock();
        let message = message(event, &data);
        readers.open.retain(|_, (_, sender)| sender.send(message.clone()).is_ok());
        readers.latest.retain(|(name, _)| *name != event);
        readers.latest.push((event, data));
    }

    fn join(&self, page: String) -> (u64, mpsc::UnboundedReceiver<Bytes>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut readers = self.lock();
        for (event, data) in &readers.latest {
            // Nobody listens yet, and the channel holds as much as is put in.
            let _ = sender.send(message(event, data));
        }
        readers.next += 1;
        let id = readers.next;
        readers.open.insert(id, (page, sender));
        (id, receiver)
    }

    fn leave(&self, id: u64) {
        self.lock().open.remove(&id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Readers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An event as the stream has it: JSON has no line breaks.
fn message(event: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {event}\ndata: {data}\n\n"))
}

/// Serves until the program ends. Requests are answered by whoever has the other end of `messages`.
pub fn run(
    listener: TcpListener,
    messages: Sender<Message>,
    audience: Audience,
) -> std::io::Result<()> {
    let hosts = Arc::new(hosts(listener.local_addr()?));
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let (hosts, messages, audience) = (hosts.clone(), messages.clone(), audience.clone());
            let service = service_fn(move |request| {
                let (hosts, messages, audience) = (hosts.clone(), messages.clone(), audience.clone());
                async move { Ok::<_, Infallible>(answer(&request, &hosts, messages, &audience).await) }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // A reader who goes away in the middle is no error.
            tokio::spawn(async { drop(connection.await) });
        }
    })
}

/// The names by which this server may be called.
fn hosts(own: SocketAddr) -> Vec<String> {
    let port = own.port();
    let mut hosts: Vec<String> =
        ["127.0.0.1", "localhost", "[::1]"].iter().map(|host| format!("{host}:{port}")).collect();
    hosts.push(own.to_string());
    hosts
}

async fn answer(
    request: &Request<Incoming>,
    hosts: &[String],
    messages: Sender<Message>,
    audience: &Audience,
) -> Response<Answer> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
        return plain(StatusCode::FORBIDDEN, "this server answers to its own name only\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "only reading is possible here\n");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    let Some(path) = site_path(request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "there is nothing of that name\n");
    };
    match path.strip_prefix(OWN) {
        Some("client.js") => sent("client.js", include_bytes!("client.js").to_vec()),
        Some("client.css") => sent("client.css", include_bytes!("client.css").to_vec()),
        Some("events") if !from_here(request, hosts) => {
            plain(StatusCode::FORBIDDEN, "these events are for the pages of this server\n")
        }
        Some("events") => events(request, &messages, audience),
        Some(_) => plain(StatusCode::NOT_FOUND, "there is nothing of that name\n"),
        None => file(path, messages).await,
    }
}

/// Whether a request was made by a page of this server, as far as the browser says.
fn from_here(request: &Request<Incoming>, hosts: &[String]) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let origin = header("origin").is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|host| hosts.iter().any(|own| own == host))
    });
    origin && header("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"))
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
            sent(&path, asset::with_client(&bytes, &path, &version))
        }
        (Ok(()), Ok(Reply::File(bytes))) => sent(&path, bytes),
        (Ok(()), Ok(Reply::Missing(page))) => {
            let mut missing = sent("404.html", asset::with_client(&page, &path, ""));
            *missing.status_mut() = StatusCode::NOT_FOUND;
            missing
        }
        _ => plain(StatusCode::SERVICE_UNAVAILABLE, "the site is not there yet; try again\n"),
    }
}

fn events(
    request: &Request<Incoming>,
    messages: &Sender<Message>,
    audience: &Audience,
) -> Response<Answer> {
    let query = request.uri().query().unwrap_or_default();
    let page = query.strip_prefix("page=").map(url::decode).unwrap_or_default();
    let (id, receiver) = audience.join(page.clone());
    // What changed between the page and this is told now.
    let _ = messages.send(Message::Joined(page));
    let stream = Stream { id, receiver, audience: audience.clone() };
    with_headers(Response::new(Answer::Events(stream)), "text/event-stream")
}

fn plain(status: StatusCode, text: &'static str) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from_static(text.as_bytes())));
    let mut response = with_headers(Response::new(body), "text/plain; charset=utf-8");
    *response.status_mut() = status;
    response
}

fn sent(path: &str, bytes: Vec<u8>) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from(bytes)));
    with_headers(Response::new(body), asset::media_type(path))
}

fn with_headers(mut response: Response<Answer>, media_type: &'static str) -> Response<Answer> {
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What is sent: bytes, or events as they come.
enum Answer {
    Whole(Option<Bytes>),
    Events(Stream),
}

struct Stream {
    id: u64,
    receiver: mpsc::UnboundedReceiver<Bytes>,
    audience: Audience,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.audience.leave(self.id);
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take()),
            Self::Events(stream) => stream.receiver.poll_recv(context),
        };
        next.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            Self::Whole(bytes) => hyper::body::SizeHint::with_exact(
                bytes.as_ref().map_or(0, |bytes| bytes.len() as u64),
            ),
            Self::Events(_) => hyper::body::SizeHint::default(),
        }
    }
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
