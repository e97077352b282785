//! Those who have pages open, and how they hear of what is new.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

/// The pages that are open, and how to tell them of changes.
#[derive(Clone, Default)]
pub struct Readers(Arc<Mutex<Open>>);

#[derive(Default)]
struct Open {
    next: u64,
    open: HashMap<u64, (String, mpsc::UnboundedSender<Bytes>)>,
    /// What a reader is told who comes now, by the event's name.
    latest: Vec<(&'static str, String)>,
}

impl Readers {
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
        // When the author writes is nobody's business where nothing comes of it.
        if readers.latest.iter().any(|(name, before)| *name == event && *before == data) {
            return;
        }
        let message = message(event, &data);
        readers.open.retain(|_, (_, sender)| sender.send(message.clone()).is_ok());
        readers.latest.retain(|(name, _)| *name != event);
        readers.latest.push((event, data));
    }

    /// Somebody comes who has that page open: a number to leave by, and what to send.
    pub fn join(&self, page: String) -> (u64, mpsc::UnboundedReceiver<Bytes>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        // A browser that lost its server asks again after so many milliseconds.
        let _ = sender.send(Bytes::from_static(b"retry: 500\n\n"));
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

    /// Somebody went away.
    pub fn leave(&self, id: u64) {
        self.lock().open.remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An event as the stream has it: JSON has no line breaks.
fn message(event: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {event}\ndata: {data}\n\n"))
}
