//! The channel to the thread that has the journal: changes are gathered into sets, and what readers
//! ask for is answered at once.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::change_set::ChangeSet;
use super::server::Ask;
use super::{Message, now};

/// What somebody with an open page asks for.
pub(super) enum ReaderRequest {
    /// A file.
    File(Ask),
    /// To be told of changes to a page.
    Subscribe(String),
}

/// The channel, and the part of the next set that is there already.
pub(super) struct EventQueue {
    receiver: Receiver<Message>,
    changes: ChangeSet,
}

impl EventQueue {
    /// Receives from that channel.
    pub(super) fn new(receiver: Receiver<Message>) -> Self {
        Self { receiver, changes: ChangeSet::default() }
    }

    /// The next complete set of changes; `None` if nothing changes for that long. Requests are answered
    /// meanwhile.
    pub(super) fn next(
        &mut self,
        patience: Duration,
        answer: &mut dyn FnMut(ReaderRequest),
    ) -> Option<ChangeSet> {
        let end: Instant = now() + patience;
        loop {
            let rest = end.saturating_duration_since(now());
            let wait = self.changes.wait().unwrap_or(rest);
            match self.receiver.recv_timeout(wait) {
                Ok(Message::Changed(event)) => self.changes.add(event),
                Ok(Message::Lost) => self.changes.add_all(),
                Ok(Message::Ask(ask)) => answer(ReaderRequest::File(ask)),
                Ok(Message::Joined(page)) => answer(ReaderRequest::Subscribe(page)),
                // Nobody is left who could ask or tell: it is looked at from time to time.
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
