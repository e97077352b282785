//! What [`run`](super::run) does at each change, without waiting for one.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::batch::Batch;
use super::reader::{Candidate, Good, Reader};
use super::writer::Writer;
use super::{Gone, News, Options, edition, messages, now, write};

/// A journal that is built when it is said to have changed.
pub struct Steps<'s> {
    options: &'s Options,
    tell: &'s dyn Fn(News<'_>),
    reader: Reader<'s>,
    writer: Writer,
    good: Option<Good>,
}

impl<'s> Steps<'s> {
    /// Nothing is read yet. Its folders are not watched with `poll`.
    pub fn new(options: &'s Options, tell: &'s dyn Fn(News<'_>)) -> Self {
        let reader = Reader::new(options, messages().0, tell);
        Self { options, tell, reader, writer: Writer::default(), good: None }
    }

    /// Reads what may have changed, anything where no paths are named, and writes what follows.
    pub fn take(&mut self, paths: Option<BTreeSet<PathBuf>>) -> Result<(), Gone> {
        let begun = now();
        let batch = paths.map_or_else(Batch::of_all, Batch::of);
        match (self.reader.read(Some(batch), self.good.as_ref())?, &mut self.good) {
            (Some(Candidate::Good(next)), good) => *good = Some(*next),
            (Some(Candidate::Patch(patch)), Some(good)) => good.apply(patch),
            _ => return Ok(()),
        }
        let Some(good) = &self.good else { return Ok(()) };
        self.writer.untold.extend(good.again.changed.iter().cloned());
        edition::with(good, &self.options.options(), (self.options.today)(), |edition| {
            let (writer, stop) = (&mut self.writer, AtomicBool::new(false));
            write(writer, good, edition, self.options, begun, &stop, self.tell);
        });
        Ok(())
    }
}
