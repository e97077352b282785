//! The form, as the packet's template gets it.

use base64ct::{Base64, Encoding};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{LONGEST_WORDS, ReplyCopy, hex};
use crate::model::reply::{AskedCompetency, ReplyForm};
use crate::packet::Packet;

/// The script of the form. It makes no requests and stores nothing.
pub const SCRIPT: &str = include_str!("page.js");

/// How the form begins: a packet whose theme leaves it out can't be answered.
pub const FORM: &str = "id=\"reply-form\"";

/// The form with which a reader answers.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ReplyPage {
    /// Whose copy it is.
    pub reader: String,
    /// To whom the answers go; absent where the journal does not name its author.
    pub author: Option<String>,
    /// The competencies that can be confirmed.
    pub competencies: Vec<ReplyCompetency>,
    /// The id and the secret of the copy, and what it asks, as JSON for the script.
    pub data: String,
    /// The script. It finds what it needs by ids that begin with `reply-`.
    pub script: &'static str,
    /// The hash by which the page's policy lets it run.
    pub script_hash: String,
}

/// A competency that a reader can confirm.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ReplyCompetency {
    /// Its slug.
    pub id: String,
    /// What it is called.
    pub title: String,
}

#[derive(Serialize)]
struct PageData<'a> {
    key: &'a str,
    id: &'a str,
    secret: String,
    form: &'a str,
    most: usize,
}

impl ReplyPage {
    /// The form of a copy.
    pub fn new(packet: &Packet, form: &ReplyForm, copy: &ReplyCopy) -> Self {
        let ReplyCopy { key, id, form: asked, secret } = copy;
        let secret = Base64::encode_string(secret);
        let data = PageData { key, id, secret, form: asked, most: LONGEST_WORDS };
        // Texts and numbers are always JSON. Nothing in it may end the script's element, or begin a comment.
        let data = serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c");
        let competencies = form.competencies.iter().cloned();
        Self {
            reader: form.reader.clone(),
            author: packet.who.by_leader.clone().or_else(|| packet.who.name.clone()),
            competencies: competencies
                .map(|AskedCompetency { id, title }| ReplyCompetency { id, title })
                .collect(),
            data,
            script: SCRIPT,
            script_hash: script_hash(),
        }
    }
}

/// The hash of the script, as a policy writes it.
pub fn script_hash() -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(SCRIPT)))
}

/// What a copy for that reader asks. `document` is the packet without a form.
pub fn form(packet: &Packet, reader: &str, document: &[u8]) -> ReplyForm {
    let asked = packet.needs.iter();
    let asked =
        asked.map(|need| AskedCompetency { id: need.id.clone(), title: need.title.clone() });
    ReplyForm {
        reader: reader.to_owned(),
        goal: packet.who.id.clone(),
        title: packet.opening.title.clone(),
        made: packet.covers.made.iso.clone(),
        competencies: asked.collect(),
        packet: hex(&Sha256::digest(document)),
    }
}
