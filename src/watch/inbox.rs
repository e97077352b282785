//! What comes in: changes, gathered to batches, and wishes, which are passed on at once.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::server::Ask;
use super::{Message, now};

/// What a reader wants.
pub enum Wish {
    /// A file.
    File(Ask),
    /// To be told of changes to a page.
    News(String),
}

/// The channel, and what of the next batch is there already.
pub struct Inbox {
    receiver: Receiver<Message>,
    batch: Batch,
}

impl Inbox {
    /// What comes in there.
    pub fn new(receiver: Receiver<Message>) -> Self {
        Self { receiver, batch: Batch::default() }
    }

    /// The next whole batch; `None` where nothing has changed for that long. Wishes are granted
    /// meanwhile.
    pub fn next(&mut self, patience: Duration, grant: &mut dyn FnMut(Wish)) -> Option<Batch> {
        let end: Instant = now() + patience;
        loop {
            let rest = end.saturating_duration_since(now());
            let wait = self.batch.wait().unwrap_or(rest);
            match self.receiver.recv_timeout(wait) {
                Ok(Message::Changed(event)) => self.batch.add(event),
                Ok(Message::Lost) => self.batch.add_all(),
                Ok(Message::Ask(ask)) => grant(Wish::File(ask)),
                Ok(Message::Joined(page)) => grant(Wish::News(page)),
                // Nobody is left who could ask or tell: it is looked at from time to time.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(wait),
                Err(RecvTimeoutError::Timeout) => {}
            }
            match self.batch.wait() {
                Some(left) if left.is_zero() => return Some(std::mem::take(&mut self.batch)),
                Some(_) => {}
                None if now() >= end => return None,
                None => {}
            }
        }
    }
}
