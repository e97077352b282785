//! `effects.html`: what compounds, by quarter.

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::RenderContext;
use crate::render::charts::by_quarter::{Chart, energy, scope, trust, visibility};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EffectsPage {
    /// The head of this page.
    pub page: Head,
    /// Visibility, scope, trust and energy; empty while there is no entry.
    pub charts: Vec<Chart>,
}

impl PageContext for EffectsPage {
    const TEMPLATE: &'static str = "effects.html";
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> EffectsPage {
    let effects = &ctx.analysis.effects;
    let charts = if effects.is_empty() {
        Vec::new()
    } else {
        vec![visibility(effects), scope(effects), trust(effects), energy(effects)]
    };
    EffectsPage { page: Head::top("What compounds", "health").on(ctx.today), charts }
}
