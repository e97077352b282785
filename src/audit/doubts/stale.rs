//! Needs whose newest evidence is old. A committee asks what was done lately.

use super::Doubt;
use crate::audit::{Look, Material};

/// The code of these doubts.
const CODE: &str = "stale";

/// Each need that is stale.
pub fn doubts(Look { material, .. }: &Look<'_>) -> Vec<Doubt> {
    let Some(gaps) = Material::gaps_of(material.shared, material.goal) else { return Vec::new() };
    let stale = gaps.needs.iter().filter(|need| need.stale);
    stale
        .map(|need| {
            let newest = need.units.iter().max_by_key(|unit| unit.quarter);
            let since = newest.map_or_else(String::new, |unit| format!(" since {}", unit.quarter));
            let entries = newest.map_or(&[][..], |unit| &unit.entries);
            Doubt {
                code: CODE,
                message: format!("nothing new shows `{}`{since}", need.title),
                advice: "show it in something you deliver this quarter, or say why it stands",
                paths: entries.iter().map(|at| material.source(*at).path.clone()).collect(),
            }
        })
        .collect()
}
