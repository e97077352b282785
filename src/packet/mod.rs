//! One goal's case, for whoever decides.

pub mod seal;
