//! What a packet told, kept as JSON beside it, so that the next one can say what is new.
//!
//! It holds nothing that the packet does not show.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Packet;
use crate::model::vocabulary::Audience;

/// The number of this form of the data; it grows when what is there changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// The saved data of a packet, to which the next packet is compared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[schemars(rename = "FrozenPacket")]
pub struct Baseline {
    /// The number of this form.
    pub packet: u32,
    /// Who reads it.
    pub audience: String,
    /// The goal's slug.
    pub goal: String,
    /// The goal's title.
    pub title: String,
    /// The day on which the packet was made.
    pub made: String,
    /// The first day of its notes, where that was chosen.
    pub from: Option<String>,
    /// The last day of its notes.
    pub to: String,
    /// The goal's needs.
    pub needs: Vec<BaselineNeed>,
    /// The stories that it told, by their tasks.
    pub stories: Vec<String>,
    /// The tasks of its ledger.
    pub ledger: Vec<BaselineTask>,
    /// What others said.
    #[serde(rename = "voices")]
    pub quotes: Vec<BaselineQuote>,
}

/// A competency in a saved packet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct BaselineNeed {
    /// The competency.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The word of its status.
    pub status: String,
    /// Its evidence.
    pub units: Vec<BaselineUnit>,
}

/// A piece of evidence in a saved packet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct BaselineUnit {
    /// Its task or note, and its quarter.
    pub key: String,
    /// Its task's name, else its note's.
    pub title: String,
    /// The word of its grade; `below` where it is below level.
    pub grade: String,
}

/// A task in a saved packet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct BaselineTask {
    /// Its slug.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The word of its status.
    pub status: String,
    /// When it was delivered.
    pub delivered: Option<String>,
}

/// A quote in a saved packet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct BaselineQuote {
    /// The words.
    pub text: String,
    /// Whose they are.
    pub who: String,
}

/// Why a file cannot be used as the baseline of a packet.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is no frozen packet.
    #[error("it does not contain the data of a packet")]
    Other(#[from] serde_json::Error),
    /// A newer version of loopbook wrote the file.
    #[error("it has version {0} of the format, and this loopbook knows versions up to {SCHEMA}")]
    Newer(u32),
    /// The file is for another goal.
    #[error("it is for another goal, `{0}`")]
    OtherGoal(String),
    /// The file is for another reader. Marking what is new since then would reveal what that reader saw.
    #[error("it was made for another reader, `{0}`")]
    OtherReader(String),
}

impl Baseline {
    /// What a packet tells.
    pub fn of(packet: &Packet) -> Self {
        let needs = packet.needs.iter().map(|need| BaselineNeed {
            id: need.id.clone(),
            title: need.title.clone(),
            status: need.status.to_owned(),
            units: need.all.clone(),
        });
        let rows = packet.ledger.iter().flat_map(|ledger| &ledger.rows);
        let ledger = rows.map(|row| BaselineTask {
            id: row.id.clone(),
            title: row.title.clone(),
            status: row.status.to_owned(),
            delivered: row.delivered.as_ref().map(|day| day.iso.clone()),
        });
        let quotes = packet
            .all_quotes
            .iter()
            .map(|said| BaselineQuote { text: said.text.clone(), who: said.who.clone() });
        Self {
            packet: SCHEMA,
            audience: packet.audience.word().to_owned(),
            goal: packet.who.id.clone(),
            title: packet.who.goal.clone(),
            made: packet.covers.made.iso.clone(),
            from: packet.covers.from.as_ref().map(|day| day.iso.clone()),
            to: packet.covers.to.iso.clone(),
            needs: needs.collect(),
            stories: packet.stories.iter().map(|story| story.id.clone()).collect(),
            ledger: ledger.collect(),
            quotes: quotes.collect(),
        }
    }

    /// Reads what was frozen for that goal and that reader.
    ///
    /// # Errors
    ///
    /// Where it is something else, or of another goal or for another reader.
    pub fn read(json: &[u8], goal: &str, audience: Audience) -> Result<Self, BaselineError> {
        let frozen: Self = serde_json::from_slice(json)?;
        if frozen.packet > SCHEMA {
            return Err(BaselineError::Newer(frozen.packet));
        }
        if frozen.goal != goal {
            return Err(BaselineError::OtherGoal(frozen.goal));
        }
        if frozen.audience != audience.word() {
            return Err(BaselineError::OtherReader(frozen.audience));
        }
        Ok(frozen)
    }

    /// As it is written.
    pub fn json(&self) -> String {
        // Plain structs of texts and lists can't fail to be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
