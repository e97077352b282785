//! A page that opens with a password: one HTML file, which any current browser opens from disk.
//!
//! The page is encrypted by AES-256-GCM, with a key that PBKDF2-HMAC-SHA-256 makes of the password;
//! both are in WebCrypto, so nothing has to be installed to read it. (Argon2 is not.) What stands
//! outside the ciphertext is the same for every document, but for four things: the salt, the
//! initialisation vector, the rounds, and the length, rounded up. The terms (all but the length) are
//! authenticated with the document: a changed byte of either opens nothing.
//!
//! WebCrypto wants a secure context, and a `file:` page is one:
//! <https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy>.
//!
//! What it can't do: whoever is able to change the file on its way can change its form too, into one
//! that tells them the password. It protects what is read by others, not what is rewritten by them.

mod password;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use base64ct::{Base64, Encoding};
use pbkdf2::{Params, Pbkdf2};
use sha2::{Digest, Sha256};

pub use password::{Password, PasswordError};

use super::reply;

/// What a sealed page is known by: the format of its terms, and its version.
pub const FORMAT: &str = "loopbook-sealed-1";

/// How often the password is hashed. Who tries passwords pays that for each.
/// OWASP's figure for PBKDF2-HMAC-SHA-256, in its Password Storage Cheat Sheet: 600,000.
const ROUNDS: u32 = Params::RECOMMENDED_ROUNDS;

/// Bytes: with its tag, a sealed document is as long as a multiple of this, so that its length does
/// not tell of a word more or less. A multiple of three, so that each bit of its base64 counts.
const BLOCK: usize = 48 * 1024;
/// Bytes by which GCM makes a text longer.
const TAG: usize = 16;

/// What makes two seals of one document differ. Never use one twice with one password.
#[derive(Clone, Copy, Debug)]
pub struct Randomness {
    /// Goes into the key.
    pub salt: [u8; 16],
    /// The initialisation vector of the cipher.
    pub iv: [u8; 12],
}

/// The page, sealed: an HTML page with a form for the password, and nothing else of `html` that can
/// be read. Once opened, no script in `html` runs but that of a [reply].
pub fn seal(html: &[u8], password: &Password, randomness: &Randomness) -> String {
    let terms = terms(randomness);
    let key = key(password, &randomness.salt);
    let sealed = encrypted(html, &key, &randomness.iv, &terms);
    page(&format!("{terms}\n{}", Base64::encode_string(&sealed)))
}

/// How the document is sealed, in words between blanks. The page's script counts them.
fn terms(Randomness { salt, iv }: &Randomness) -> String {
    let (salt, iv) = (Base64::encode_string(salt), Base64::encode_string(iv));
    format!("{FORMAT} AES-256-GCM PBKDF2-HMAC-SHA-256 {ROUNDS} {salt} {iv}")
}

fn key(password: &Password, salt: &[u8]) -> Key<Aes256Gcm> {
    let mut key = Key::<Aes256Gcm>::default();
    Pbkdf2::SHA256.hash_password_into(password.as_bytes(), salt, &mut key);
    key
}

fn encrypted(html: &[u8], key: &Key<Aes256Gcm>, iv: &[u8; 12], terms: &str) -> Vec<u8> {
    let payload = Payload { msg: &padded(html), aad: terms.as_bytes() };
    Aes256Gcm::new(key)
        .encrypt(&Nonce::from(*iv), payload)
        .expect("a document of less than 64 GiB: more has no room in memory")
}

/// The document with padding after it: one byte `80`, then zeros (ISO/IEC 7816-4).
fn padded(html: &[u8]) -> Vec<u8> {
    let length = (html.len() + 1 + TAG).next_multiple_of(BLOCK) - TAG;
    let mut padded = Vec::with_capacity(length);
    padded.extend_from_slice(html);
    padded.push(0x80);
    padded.resize(length, 0);
    padded
}

/// The page around what is sealed. Its policy lets it run its own script and that of a reply, whether there is one
/// or not, and load nothing. Styles are
/// free, for those of the document are not known to who has not opened it, and load nothing either;
/// the document's own policy holds besides, from when it is there.
fn page(sealed: &str) -> String {
    let script = include_str!("page.js");
    let hash = Base64::encode_string(&Sha256::digest(script));
    let reply = reply::page::script_hash();
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{hash}' '{reply}'; style-src 'unsafe-inline'; \
         img-src data:; font-src data:; media-src data:; base-uri 'none'; form-action 'none'"
    );
    format!(
        include_str!("page.html"),
        policy = policy,
        style = include_str!("page.css"),
        rounds = grouped(ROUNDS),
        sealed = sealed,
        script = script,
    )
}

/// A number of thousands with a comma.
fn grouped(number: u32) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}

#[cfg(test)]
mod tests;
