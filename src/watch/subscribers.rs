//! The browsers that have a page open, and the events they are sent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

/// The pages that are open, and how to tell them of changes.
#[derive(Clone, Default)]
pub struct Subscribers(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    next: u64,
    open: HashMap<u64, (String, mpsc::UnboundedSender<Bytes>)>,
    /// The last event of each name, for whoever subscribes next.
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

    /// Sends an event to all, and to whoever subscribes later.
    pub fn send(&self, event: &'static str, data: &impl Serialize) {
        // Texts, numbers and lists of them are always JSON.
        let data = serde_json::to_string(data).unwrap_or_default();
        let mut state = self.lock();
        // When the author writes is nobody's business where nothing comes of it.
        if state.latest.iter().any(|(name, before)| *name == event && *before == data) {
            return;
        }
        let message = message(event, &data);
        state.open.retain(|_, (_, sender)| sender.send(message.clone()).is_ok());
        state.latest.retain(|(name, _)| *name != event);
        state.latest.push((event, data));
    }

    /// Adds a browser that has that page open: a number to remove it by, and the events to send to it.
    pub fn add(&self, page: String) -> (u64, mpsc::UnboundedReceiver<Bytes>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        // A browser that lost its server asks again after so many milliseconds.
        let _ = sender.send(Bytes::from_static(b"retry: 500\n\n"));
        let mut state = self.lock();
        for (event, data) in &state.latest {
            // Nobody listens yet, and the channel holds as much as is put in.
            let _ = sender.send(message(event, data));
        }
        state.next += 1;
        let id = state.next;
        state.open.insert(id, (page, sender));
        (id, receiver)
    }

    /// Removes a browser.
    pub fn remove(&self, id: u64) {
        self.lock().open.remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An event as the stream has it: JSON has no line breaks.
fn message(event: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {event}\ndata: {data}\n\n"))
}
