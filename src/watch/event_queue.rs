//! The channel to the thread that owns the journal. Collects file-system events into sets of changes,
//! and answers requests at once.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::change_set::ChangeSet;
use super::server::FileRequest;
use super::{Message, now};

/// A request from a reader.
pub(super) enum ReaderRequest {
    /// Send a file.
    File(FileRequest),
    /// Report changes to this page.
    Subscribe(String),
}

/// The receiving end of the channel, and the incomplete set of changes.
pub(super) struct EventQueue {
    receiver: Receiver<Message>,
    changes: ChangeSet,
}

impl EventQueue {
    /// Creates a queue that receives from a channel.
    pub(super) fn new(receiver: Receiver<Message>) -> Self {
        Self { receiver, changes: ChangeSet::default() }
    }

    /// Waits for the next complete set of changes, and answers requests meanwhile. Returns `None` if
    /// nothing changes until the timeout.
    pub(super) fn next(
        &mut self,
        timeout: Duration,
        answer: &mut dyn FnMut(ReaderRequest),
    ) -> Option<ChangeSet> {
        let end: Instant = now() + timeout;
        loop {
            let rest = end.saturating_duration_since(now());
            let wait = self.changes.wait().unwrap_or(rest);
            match self.receiver.recv_timeout(wait) {
                Ok(Message::Changed(event)) => self.changes.add(event),
                Ok(Message::EventsLost) => self.changes.add_all(),
                Ok(Message::Request(request)) => answer(ReaderRequest::File(request)),
                Ok(Message::Joined(page)) => answer(ReaderRequest::Subscribe(page)),
                // Nobody can send anything any more, so the caller polls.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(wait),
                Err(RecvTimeoutError::Timeout) => {}
            }
            match self.changes.wait() {
                Some(left) if left.is_zero() => return Some(std::mem::take(&mut self.changes)),
                Some(_) => {}
                None if now() >= end => return None,
                None => {}
            }
        }
    }
}
