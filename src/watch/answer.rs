//! The server's responses with their headers.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame};
use hyper::header::{self, HeaderValue};
use hyper::{Response, StatusCode};
use tokio::sync::mpsc;

use super::asset;
use super::subscribers::Subscribers;

/// The policy of pages, in addition to the one in the page itself: no frames, no forms, no plugins. The
/// theme decides what pages may load.
const PAGE: &str = "object-src 'none'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'none'";

/// The policy of all other files: an attachment that is opened runs no script, has no origin, and loads
/// nothing from elsewhere.
const FILE: &str = "sandbox; default-src 'none'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; media-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; \
    base-uri 'none'; form-action 'none'";

/// The policy of PDFs. It lacks `sandbox`, because browsers don't show PDFs in one.
const PDF: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// A response with a short text.
pub(super) fn plain(status: StatusCode, text: &'static str) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from_static(text.as_bytes())));
    let mut response = with_headers(Response::new(body), "text/plain; charset=utf-8", FILE);
    *response.status_mut() = status;
    response
}

/// A response with a page.
pub(super) fn page(bytes: Vec<u8>) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from(bytes)));
    with_headers(Response::new(body), "text/html; charset=utf-8", PAGE)
}

/// A response with another file.
pub(super) fn file(path: &str, bytes: Vec<u8>) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from(bytes)));
    let media_type = asset::media_type(path);
    let policy = if media_type == "application/pdf" { PDF } else { FILE };
    with_headers(Response::new(body), &media_type, policy)
}

/// A response with a stream of events.
pub(super) fn events(stream: Stream) -> Response<Answer> {
    with_headers(Response::new(Answer::Events(stream)), "text/event-stream", FILE)
}

/// Adds headers against caching, type sniffing, framing and reading by other origins.
fn with_headers(
    mut response: Response<Answer>,
    media_type: &str,
    policy: &'static str,
) -> Response<Answer> {
    let media_type = HeaderValue::from_str(media_type);
    let unknown = HeaderValue::from_static("application/octet-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type.unwrap_or(unknown));
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
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

/// The body of a response.
pub(super) enum Answer {
    /// Bytes, until they are sent.
    Whole(Option<Bytes>),
    /// A stream of events.
    Events(Stream),
}

/// The events for one open page. Dropping the stream unsubscribes the page.
pub(super) struct Stream {
    id: u64,
    receiver: mpsc::UnboundedReceiver<Bytes>,
    subscribers: Subscribers,
}

impl Stream {
    /// Subscribes a page.
    pub(super) fn new(subscribers: &Subscribers, page: String) -> Self {
        let (id, receiver) = subscribers.add(page);
        Self { id, receiver, subscribers: subscribers.clone() }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.subscribers.remove(self.id);
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
