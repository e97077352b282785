//! The form in a reader's copy of a packet, and the replies that it makes.
//!
//! Each copy has a random id, and a secret that follows from the author's key, the id and the digest of what the
//! copy asks. The copy signs the answers with its secret, and sends the id and what it asked along. Whoever has the
//! key can make the secret again and check all of it, so nothing has to be kept about a copy.
//!
//! | what | is |
//! |---|---|
//! | key | 32 random bytes, which only the author has |
//! | digest | SHA-256 of the [form](ReplyForm) as JSON, which names the reader, the goal and the packet's own SHA-256 |
//! | secret | HMAC-SHA-256 by the key, of `loopbook-reply-1`, the id and the digest |
//! | reply | three lines (`loopbook-reply-1`, the key's id and the copy's id; the form; the answers), and in a fourth the HMAC-SHA-256 of these lines by the secret; all of it in base64 between two marks |
//!
//! What it proves: the answers were made with that reader's copy. Whoever else got the copy can make some too.

mod armor;
pub mod page;

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

pub use armor::ArmorError;
pub use page::{ReplyCompetency, ReplyPage};

use crate::model::reply::{ReplyAnswers, ReplyForm};

/// What a reply is known by: its format, and the version of that.
pub const FORMAT: &str = "loopbook-reply-1";

/// At most so many bytes of UTF-8 has what a reader writes in a reply. The note that is made of it has twice as many
/// where each has to be escaped, and is at most 16 KiB long.
pub const LONGEST_WORDS: usize = 6000;

/// The author's key for replies.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyKey([u8; 32]);

impl ReplyKey {
    /// The key of these random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key that a file holds: its base64.
    pub fn parse(text: &str) -> Option<Self> {
        Base64::decode_vec(text.trim()).ok()?.try_into().ok().map(Self)
    }

    /// What a file holds.
    pub fn text(&self) -> String {
        format!("{}\n", Base64::encode_string(&self.0))
    }

    /// What the key is called: nothing of it follows from that.
    pub fn id(&self) -> String {
        hex(&Sha256::new().chain_update("loopbook reply key\n").chain_update(self.0).finalize()
            [..8])
    }

    /// The secret of a copy.
    fn secret(&self, id: &str, form: &str) -> [u8; 32] {
        let digest = hex(&Sha256::digest(form));
        hmac(&self.0, &format!("{FORMAT}\n{id}\n{digest}")).finalize().into_bytes().into()
    }
}

/// Never shows it.
impl std::fmt::Debug for ReplyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReplyKey({})", self.id())
    }
}

/// A copy of a packet that can be answered.
#[derive(Debug)]
pub struct ReplyCopy {
    key: String,
    id: String,
    form: String,
    secret: [u8; 32],
}

impl ReplyCopy {
    /// A copy with that random id.
    pub fn new(key: &ReplyKey, id: [u8; 16], form: &ReplyForm) -> Self {
        let id = hex(&id);
        // Texts and lists of them are always JSON.
        let form = serde_json::to_string(form).unwrap_or_default();
        Self { secret: key.secret(&id, &form), key: key.id(), id, form }
    }

    /// A reply to it, as its page makes one.
    pub fn reply(&self, answers: &ReplyAnswers) -> String {
        let answers = serde_json::to_string(answers).unwrap_or_default();
        let signed = format!("{FORMAT} {} {}\n{}\n{answers}", self.key, self.id, self.form);
        let code = hmac(&self.secret, &signed).finalize().into_bytes();
        armor::armored(&format!("{signed}\n{}", Base64::encode_string(&code)))
    }
}

/// A reply that was received, and not checked yet.
#[derive(Debug)]
pub struct ReceivedReply {
    /// The id of the key that its copy was made with.
    pub key: String,
    /// The id of the copy.
    pub id: String,
    form: String,
    signed: String,
    answers: String,
    code: Vec<u8>,
}

/// Why a text is no reply that can be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyError {
    /// The reply can't be found, or not be read.
    #[error(transparent)]
    Armor(#[from] ArmorError),
    /// It is not as the copy made it.
    #[error(
        "the reply is not as its copy made it: it was changed on its way, or answers another packet"
    )]
    Changed,
}

impl ReceivedReply {
    /// The reply in a text that was received: whatever stands around it is not looked at.
    ///
    /// # Errors
    ///
    /// If there is none, or it can't be read.
    pub fn find(text: &str) -> Result<Self, ReplyError> {
        let text = armor::bare(text)?;
        Self::parse(&text).ok_or(ReplyError::Changed)
    }

    fn parse(text: &str) -> Option<Self> {
        let (signed, code) = text.rsplit_once('\n')?;
        let mut lines = signed.split('\n');
        let [first, form, answers] = [lines.next()?, lines.next()?, lines.next()?];
        let mut words = first.split(' ');
        let [format, key, id] = [words.next()?, words.next()?, words.next()?];
        let is_hex = |text: &str, length| {
            text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_whole = format == FORMAT && words.next().is_none() && lines.next().is_none();
        (is_whole && is_hex(key, 16) && is_hex(id, 32)).then_some(())?;
        Some(Self {
            key: key.to_owned(),
            id: id.to_owned(),
            form: form.to_owned(),
            answers: answers.to_owned(),
            code: Base64::decode_vec(code).ok()?,
            signed: signed.to_owned(),
        })
    }

    /// What was asked and what was answered, if the copy made it so.
    ///
    /// # Errors
    ///
    /// If anything in it is not as the copy made it.
    pub fn verified(&self, key: &ReplyKey) -> Result<(ReplyForm, ReplyAnswers), ReplyError> {
        let secret = key.secret(&self.id, &self.form);
        hmac(&secret, &self.signed).verify_slice(&self.code).map_err(|_| ReplyError::Changed)?;
        // Who has the copy has its secret, and can sign what no form of ours makes.
        let form: ReplyForm = serde_json::from_str(&self.form).map_err(|_| ReplyError::Changed)?;
        let answers: ReplyAnswers =
            serde_json::from_str(&self.answers).map_err(|_| ReplyError::Changed)?;
        if is_possible(&form, &answers) { Ok((form, answers)) } else { Err(ReplyError::Changed) }
    }
}

/// Whether the form lets somebody answer like this.
fn is_possible(form: &ReplyForm, answers: &ReplyAnswers) -> bool {
    let ReplyAnswers { confirms, missing, recommendation, recommends: _, quote: _ } = answers;
    let is_asked = |id: &String| form.competencies.iter().any(|asked| asked.id == *id);
    let is_once = |(at, id): (usize, &String)| !confirms[..at].contains(id);
    let is_text = |text: &String| !text.chars().any(|c| c.is_control() && c != '\n');
    confirms.iter().all(is_asked)
        && confirms.iter().enumerate().all(is_once)
        && [missing, recommendation].into_iter().all(is_text)
        && missing.len() + recommendation.len() <= LONGEST_WORDS
}

fn hmac(key: &[u8; 32], text: &str) -> Hmac<Sha256> {
    // Any length of key is right for an HMAC.
    let hmac = Hmac::<Sha256>::new_from_slice(key).expect("a key");
    hmac.chain_update(text)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
