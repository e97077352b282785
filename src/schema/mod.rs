//! JSON Schemas of what people write and of what the program gives: for editors, for scripts, and
//! for themes.
//!
//! What is given is described by its types, so a schema can't differ from what is printed. What is
//! read is described by tables of the reader's own keys and words, as people may write them.

pub mod config;
pub mod front_matter;
pub mod reference;
pub mod theme;
mod value;

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};

use crate::export::Export;
use crate::packet::Baseline;

/// The dialect of all of them.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What makes schemas of values that are written: an absent one is `null`, never missing.
fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

/// Of what `loopbook packet --freeze` keeps.
pub fn packet() -> Schema {
    generator().into_root_schema_for::<Baseline>()
}

/// Of what `loopbook export` prints.
pub fn export() -> Schema {
    generator().into_root_schema_for::<Export<'_>>()
}
