//! How much is tried: a short form in `tests/run`, as many times more as `EFFORT` says in `tests/long`.

use std::env;

use proptest::prelude::ProptestConfig;

/// What a short form does so often, a long one does this much more often.
pub(crate) fn effort() -> u32 {
    let asked = env::var("EFFORT").map(|times| times.parse().expect("EFFORT is a number"));
    asked.unwrap_or(1)
}

/// So many cases of a property, and more in a long form.
pub(crate) fn cases(short: u32) -> ProptestConfig {
    ProptestConfig { cases: short * effort(), failure_persistence: None, ..Default::default() }
}
