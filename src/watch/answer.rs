//! What the server sends, and with which headers.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame};
use hyper::header::{self, HeaderValue};
use hyper::{Response, StatusCode};
use tokio::sync::mpsc;

use super::asset;
use super::subscribers::Subscribers;

/// What a page of the site may do, whatever the policy in its head says: it is in no frame and has
/// none, and sends nothing away. What it may load is for its theme to say.
const PAGE: &str = "object-src 'none'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'none'";

/// What anything else may do that is opened by itself: an attachment runs no script, is of no origin,
/// and loads nothing from elsewhere.
const FILE: &str = "sandbox; default-src 'none'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; media-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; \
    base-uri 'none'; form-action 'none'";

/// The same without `sandbox`, in which browsers don't show a PDF.
const PDF: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// A short sentence.
pub(super) fn plain(status: StatusCode, text: &'static str) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from_static(text.as_bytes())));
    let mut response = with_headers(Response::new(body), "text/plain; charset=utf-8", FILE);
    *response.status_mut() = status;
    response
}

/// A page of the site.
pub(super) fn page(bytes: Vec<u8>) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from(bytes)));
    with_headers(Response::new(body), "text/html; charset=utf-8", PAGE)
}

/// A file that is no page.
pub(super) fn file(path: &str, bytes: Vec<u8>) -> Response<Answer> {
    let body = Answer::Whole(Some(Bytes::from(bytes)));
    let media_type = asset::media_type(path);
    let policy = if media_type == "application/pdf" { PDF } else { FILE };
    with_headers(Response::new(body), &media_type, policy)
}

/// What readers are told.
pub(super) fn events(stream: Stream) -> Response<Answer> {
    with_headers(Response::new(Answer::Events(stream)), "text/event-stream", FILE)
}

/// Everything that is sent says that it is not to be kept, guessed at, framed, or read elsewhere.
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

/// What is sent: bytes, or events as they come.
pub(super) enum Answer {
    /// These bytes, once.
    Whole(Option<Bytes>),
    /// What readers are told.
    Events(Stream),
}

/// What one reader is told, until it goes away.
pub(super) struct Stream {
    id: u64,
    receiver: mpsc::UnboundedReceiver<Bytes>,
    subscribers: Subscribers,
}

impl Stream {
    /// Of a reader who has that page open.
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
