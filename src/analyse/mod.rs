//! What follows from a journal: pure functions from the model, which know no clock. Where a rule
//! depends on the day, `today` is a parameter.

pub mod tasks;
pub mod timeline;

pub use tasks::Task;
pub use timeline::{Loop, LoopState, Thread, Timeline};
