//! Needs that stand lower in the packet than in the journal, for what would lift them is not shared.
//! The author sees the one and believes that the reader sees it too.

use super::Doubt;
use crate::analyse::evidence::Unit;
use crate::analyse::gaps::Need;
use crate::audit::{Look, Material};

/// The code of these doubts.
const CODE: &str = "not-shared";

/// Each need that the reader sees less of.
pub fn doubts(Look { material, .. }: &Look<'_>) -> Vec<Doubt> {
    let own = Material::gaps_of(material.own, material.goal);
    let shared = Material::gaps_of(material.shared, material.goal);
    let (Some(own), Some(shared)) = (own, shared) else { return Vec::new() };
    let lower = |need: &Need| {
        let seen = shared.needs.iter().find(|seen| seen.id == need.id)?;
        (seen.status < need.status).then(|| doubt(material, need, seen))
    };
    own.needs.iter().filter_map(lower).collect()
}

fn doubt(material: &Material<'_>, need: &Need, seen: &Need) -> Doubt {
    let lost = need.units.iter().filter(|unit| unit.counts() && !stands(unit, seen));
    let entries = lost.flat_map(|unit| unit.entries.iter());
    let mut paths: Vec<String> =
        entries.map(|at| material.own.journal.entries[*at].path.clone()).collect();
    paths.sort();
    paths.dedup();
    let (own, shared) = (need.status.word(), seen.status.word());
    Doubt {
        code: CODE,
        message: format!("`{}` is {own} in your journal, and {shared} in the packet", need.title),
        advice: "share a note that shows it, a quote, or the file of whoever confirmed it (`visibility: manager`)",
        paths,
    }
}

/// Whether a unit is in the packet with the grade that it has for the author.
fn stands(own: &Unit, seen: &Need) -> bool {
    seen.units
        .iter()
        .any(|unit| unit.task == own.task && unit.quarter == own.quarter && unit.grade >= own.grade)
}
