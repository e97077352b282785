use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use super::{BLOCK, Password, Randomness, TAG, key, padded, page, seal};

const HTML: &str = "<!doctype html><title>Zoë</title><h1>A case</h1>\n";

fn randomness() -> Randomness {
    let mut fixed = Randomness { salt: [0; 16], iv: [0; 12] };
    fixed.salt.iter_mut().zip(0..).for_each(|(byte, value)| *byte = value);
    fixed.iv.iter_mut().zip(0xa0..).for_each(|(byte, value)| *byte = value);
    fixed
}

fn password(typed: &str) -> Password {
    Password::new(typed).expect("a password")
}

/// The terms and the sealed bytes of a page.
fn parts(page: &str) -> (&str, Vec<u8>) {
    let (_, from) = page.split_once(r#"id="sealed">"#).expect("the place");
    let (sealed, _) = from.split_once("</script>").expect("its end");
    let (terms, sealed) = sealed.split_once('\n').expect("two lines");
    (terms, Base64::decode_vec(sealed).expect("base64"))
}

/// What the page's script does once it has a key.
fn unsealed(terms: &str, sealed: &[u8], key: &Key<Aes256Gcm>) -> Option<Vec<u8>> {
    let iv = Base64::decode_vec(terms.split(' ').nth(5)?).ok()?;
    let iv: [u8; 12] = iv.try_into().ok()?;
    let payload = Payload { msg: sealed, aad: terms.as_bytes() };
    let mut padded = Aes256Gcm::new(key).decrypt(&Nonce::from(iv), payload).ok()?;
    padded.truncate(padded.iter().rposition(|byte| *byte == 0x80)?);
    Some(padded)
}

/// The values are those of another implementation: Node's WebCrypto.
#[test]
fn fixed_randomness_gives_the_bytes_that_webcrypto_gives() {
    let page = seal(HTML.as_bytes(), &password("cafe\u{301} au lait"), &randomness());
    let (terms, sealed) = parts(&page);
    assert_eq!(
        terms,
        "loopbook-sealed-1 AES-256-GCM PBKDF2-HMAC-SHA-256 600000 \
         AAECAwQFBgcICQoLDA0ODw== oKGio6Slpqeoqaqr"
    );
    assert!(page.contains("\n7evd8kN56KSrg9G6SKw7r3L8/St72XihKknDmKWEbYRqXcZDQHjB0TkqDxBe08o9"));
    let digest = "wYo42/j0B9baoiqxnu/Kmr+MuWMuT66Q2JfooQ1M/68=";
    assert_eq!(Base64::encode_string(&Sha256::digest(&sealed)), digest);
}

#[test]
fn the_right_password_opens_it_and_nothing_else_does() {
    let randomness = randomness();
    let page = seal(HTML.as_bytes(), &password("correct horse"), &randomness);
    let (terms, sealed) = parts(&page);
    let right = key(&password("correct horse"), &randomness.salt);
    assert_eq!(unsealed(terms, &sealed, &right).as_deref(), Some(HTML.as_bytes()));
    let wrong = key(&password("correct horse "), &randomness.salt);
    assert_eq!(unsealed(terms, &sealed, &wrong), None);
    for at in (0..sealed.len()).step_by(997).chain(sealed.len() - TAG..sealed.len()) {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(unsealed(terms, &changed, &right), None, "byte {at}");
    }
    for at in 0..terms.len() {
        let mut changed = terms.as_bytes().to_vec();
        changed[at] ^= 1;
        let changed = String::from_utf8(changed).expect("ASCII");
        assert_eq!(unsealed(&changed, &sealed, &right), None, "character {at} of the terms");
    }
    assert_eq!(unsealed(terms, &sealed[..sealed.len() - 1], &right), None);
}

#[test]
fn the_length_tells_only_how_many_blocks_there_are() {
    for (length, blocks) in [(0, 1), (1, 1), (BLOCK - TAG - 1, 1), (BLOCK - TAG, 2), (BLOCK, 2)] {
        let padded = padded(&vec![b'x'; length]);
        assert_eq!(padded.len() + TAG, blocks * BLOCK, "{length}");
        assert_eq!(padded.iter().rposition(|byte| *byte == 0x80), Some(length));
    }
}

#[test]
fn nothing_of_the_document_is_outside_of_it() {
    let seal = |html: &str, typed: &str| seal(html.as_bytes(), &password(typed), &randomness());
    let (one, other) = (seal(HTML, "correct horse"), seal("<title>Another</title>", "another"));
    let around = |page: &str| {
        let (_, sealed) = page.split_once('\n').expect("lines");
        let (before, from) = sealed.split_once("AES-256-GCM PBKDF2").expect("the terms");
        let (_, after) = from.split_once("</script>").expect("its end");
        (before.to_owned(), after.to_owned())
    };
    assert_eq!(around(&one), around(&other));
    assert!(!one.contains("Zoë") && !one.contains("A case") && !one.contains("correct horse"));
}

#[test]
fn the_policy_names_the_script() {
    let page = page("terms\nsealed");
    let (_, from) = page.rsplit_once("<script>").expect("a script");
    let (script, _) = from.split_once("</script>").expect("its end");
    let hash = Base64::encode_string(&Sha256::digest(script));
    let reply = crate::packet::reply::page::script_hash();
    assert!(page.contains(&format!("script-src 'sha256-{hash}' '{reply}';")));
}
