//! The open pages in browsers, and the events that they get.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

/// The pages that are open in browsers. Sends events to them.
#[derive(Clone, Default)]
pub struct Subscribers(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    next: u64,
    open: HashMap<u64, (String, mpsc::UnboundedSender<Bytes>)>,
    /// The latest event of each name, for pages that are opened later.
    latest: Vec<(&'static str, String)>,
}

impl Subscribers {
    /// The paths of the pages that are open.
    pub fn pages(&self) -> Vec<String> {
        let mut pages: Vec<String> =
            self.lock().open.values().map(|(page, _)| page.clone()).collect();
        pages.sort();
        pages.dedup();
        pages
    }

    /// Sends an event to all open pages, and to pages that are opened later.
    pub fn send(&self, event: &'static str, data: &impl Serialize) {
        // This can't fail, because the data is made of texts, numbers and lists.
        let data = serde_json::to_string(data).unwrap_or_default();
        let mut state = self.lock();
        // Readers must not learn when the author writes, if nothing changes for them.
        if state.latest.iter().any(|(name, before)| *name == event && *before == data) {
            return;
        }
        let message = message(event, &data);
        state.open.retain(|_, (_, sender)| sender.send(message.clone()).is_ok());
        state.latest.retain(|(name, _)| *name != event);
        state.latest.push((event, data));
    }

    /// Adds an open page. Returns a number for [`Self::remove`], and the events to send to the page.
    pub fn add(&self, page: String) -> (u64, mpsc::UnboundedReceiver<Bytes>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        // A browser that loses the connection tries again after 500 ms.
        let _ = sender.send(Bytes::from_static(b"retry: 500\n\n"));
        let mut state = self.lock();
        for (event, data) in &state.latest {
            // This can't fail, because the receiver exists and the channel is unbounded.
            let _ = sender.send(message(event, data));
        }
        state.next += 1;
        let id = state.next;
        state.open.insert(id, (page, sender));
        (id, receiver)
    }

    /// Removes a page that was closed.
    pub fn remove(&self, id: u64) {
        self.lock().open.remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An event in the format of an event stream. JSON has no line breaks.
fn message(event: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {event}\ndata: {data}\n\n"))
}
