//! What a reader other than the author may see of a journal.

pub mod picture;
