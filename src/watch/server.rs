//! A local HTTP server for the author.
//!
//! It gives pages of other origins nothing: it checks `Origin` and `Sec-Fetch-Site`, and also `Host`, so
//! that another site can't point its own name at this machine (DNS rebinding). It never sends a file
//! from outside the site, and no request changes anything.

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

/// The folder for the server's own files, which are not part of the site.
pub const OWN_FILES: &str = "_loopbook/";

/// How long a client may take to send its headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// A request for a file of the site.
pub struct FileRequest {
    /// The path in the site.
    pub path: String,
    /// Where to send the reply.
    pub reply: oneshot::Sender<Reply>,
}

/// The reply to a [`FileRequest`].
pub enum Reply {
    /// A page and its version.
    Page(Vec<u8>, String),
    /// Any other file.
    File(Vec<u8>),
    /// The page for paths that the site does not have.
    Missing(Vec<u8>),
}

/// Serves until the program ends. The receiver of `messages` answers the requests.
pub fn run(
    listener: TcpListener,
    messages: Sender<Message>,
    subscribers: Subscribers,
) -> std::io::Result<()> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // There are too many connections. Some of them will be closed soon.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let hosts: Arc<[String]> = hosts(stream.local_addr().unwrap_or(address)).into();
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
                .header_read_timeout(HEADER_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service);
            // A client that closes the connection early is no error.
            tokio::spawn(async { drop(connection.await) });
        }
    })
}

/// The valid values of `Host`: names of this machine, and the address of the connection. Any other
/// name for that address is not valid.
fn hosts(server: SocketAddr) -> Vec<String> {
    let address = server.ip().to_canonical();
    let address = if address.is_ipv6() { format!("[{address}]") } else { address.to_string() };
    let mut names = vec!["127.0.0.1".to_owned(), "localhost".to_owned(), "[::1]".to_owned()];
    names.push(address);
    let mut hosts: Vec<String> =
        names.iter().map(|name| format!("{name}:{}", server.port())).collect();
    if server.port() == 80 {
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
    if !is_for_this_server(request, hosts) {
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
    if !is_same_origin(request, hosts) {
        return plain(StatusCode::FORBIDDEN, "only pages of this server may request this\n");
    }
    let Some(path) = site_path(request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "not found\n");
    };
    match path.strip_prefix(OWN_FILES) {
        Some("client.js") => answer::file("client.js", include_bytes!("client.js").to_vec()),
        Some("client.css") => answer::file("client.css", include_bytes!("client.css").to_vec()),
        Some("events") => events(request, &messages, subscribers),
        Some(_) => plain(StatusCode::NOT_FOUND, "not found\n"),
        None => file(path, messages).await,
    }
}

/// Whether a request names this server, and no other: in its only `Host`, and in its target where that is a whole URL,
/// which counts before `Host` (RFC 9112, section 3.2.2).
fn is_for_this_server(request: &Request<Incoming>, hosts: &[String]) -> bool {
    let is_valid = |host: &str| hosts.iter().any(|valid| valid.eq_ignore_ascii_case(host));
    let mut names = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (names.next(), names.next()) else {
        return false;
    };
    host.to_str().is_ok_and(is_valid)
        && request.uri().authority().is_none_or(|authority| is_valid(authority.as_str()))
}

/// Whether a request comes from a page of this server, or is a reader who opens a page. Pages elsewhere
/// may not load scripts, pictures or events of this journal.
fn is_same_origin(request: &Request<Incoming>, hosts: &[String]) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_ours = header("origin").is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|host| hosts.iter().any(|valid| valid == host))
    });
    let is_navigation = header("sec-fetch-mode") == Some("navigate");
    let site = header("sec-fetch-site");
    is_ours && (is_navigation || site.is_none_or(|site| matches!(site, "same-origin" | "none")))
}

/// The path of a file in the site; `None` if the path could lead out of it.
fn site_path(path: &str) -> Option<String> {
    let path = url::decode(path.strip_prefix('/')?);
    let is_plain = |part: &str| part != ".." && part != "." && !part.contains(['\\', '\0']);
    if !path.split('/').all(is_plain) || path.starts_with('/') {
        return None;
    }
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path })
}

async fn file(path: String, messages: Sender<Message>) -> Response<Answer> {
    let (reply, answer) = oneshot::channel();
    let sent = messages.send(Message::Request(FileRequest { path: path.clone(), reply }));
    match (sent, answer.await) {
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
    // This sends the page's version, in case it changed since the page was loaded.
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
