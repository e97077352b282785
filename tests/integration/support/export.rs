//! What a journal of a few words is exported as. How it is written is said in `notation`.

use loopbook::analyse::Analysis;
use loopbook::export::Export;
use loopbook::model::vocabulary::Audience;
use loopbook::share::{ShareOptions, share};
use serde_json::Value;

use super::{notation, read};

/// Reads a journal on a day, and exports it. None of its notes may have an error.
pub(crate) fn export(today: &str, text: &str) -> Value {
    export_for(Audience::Me, today, text)
}

/// The same for a reader.
pub(crate) fn export_for(reader: Audience, today: &str, text: &str) -> Value {
    let journal = read::journal(text);
    let (shared, _) = share(&journal, &[], &ShareOptions::new(reader));
    let analysis = Analysis::of(&shared, notation::day(today).expect("a day"));
    let moves: Vec<_> =
        analysis.next_moves().into_iter().map(|next| (next, String::new())).collect();
    serde_json::to_value(Export::new(&analysis, &moves, &[])).expect("JSON")
}

/// The rows of a list.
pub(crate) fn rows<'a>(of: &'a Value, list: &str) -> &'a [Value] {
    of[list].as_array().expect("a list")
}

/// The text of a key; nothing where it is absent.
pub(crate) fn word<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}
