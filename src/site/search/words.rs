//! What counts as a word when a note is searched, and how it is spelt in the index.
//!
//! The page's script reads queries by the same rules, in `themes/notebook/static/assets/search.js`;
//! both are held to the cases of `words.json`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer ones are keys and hashes, which nobody types.
const LONGEST: usize = 40;

/// Hands over each word of a text, in order.
///
/// A word is a run of letters, digits and marks, without case and diacritics. Scripts that put no
/// blank between words give each character with the one after it. What an apostrophe parts from a
/// word, as in *don't* and *l'équipe*, is none if it is a single letter.
pub fn words(text: &str, mut each: impl FnMut(&str)) {
    let mut folded = String::new();
    let mut before = None;
    let mut rest = text;
    while let Some(start) = start_of_word(rest) {
        before = rest[..start].chars().next_back().or(before.filter(|_| start == 0));
        rest = &rest[start..];
        let dense = rest.starts_with(is_dense);
        let end = end_of_word(rest, dense);
        let (run, after) = rest.split_at(end);
        let parted = |c: Option<char>| matches!(c, Some('\'' | '’'));
        if dense {
            pairs(run, &mut folded, &mut each);
        } else if run.chars().nth(1).is_some() || !(parted(before) || parted(after.chars().next()))
        {
            fold(run, &mut folded);
            if folded.len() <= LONGEST || folded.chars().count() <= LONGEST {
                each(&folded);
            }
        }
        before = run.chars().next_back();
        rest = after;
    }
}

/// Where the first word begins. Most of a text is ASCII, which is looked at byte by byte.
fn start_of_word(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let byte = *bytes.get(at)?;
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = text[at..].chars().next()?;
            if in_word(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
}

/// Where the word ends with which a text begins; whether its script is dense.
fn end_of_word(text: &str, dense: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if dense || !byte.is_ascii_alphanumeric() {
                break;
            }
            at += 1;
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            if !in_word(c) || is_dense(c) != dense {
                break;
            }
            at += c.len_utf8();
        }
    }
    at
}

fn pairs(run: &str, folded: &mut String, each: &mut impl FnMut(&str)) {
    for (start, first) in run.char_indices() {
        let next = start + first.len_utf8();
        let end = run[next..].chars().next().map_or(next, |second| next + second.len_utf8());
        fold(&run[start..end], folded);
        each(folded);
    }
}

fn in_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || is_combining_mark(c)
    }
}

/// Whether a letter is of a script without blanks: Thai, Lao, Burmese, Khmer, kana, Han.
fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Writes a word as the index has it: without case, without diacritics, compatible forms as one.
fn fold(word: &str, into: &mut String) {
    into.clear();
    if word.is_ascii() {
        into.push_str(word);
        into.make_ascii_lowercase();
        return;
    }
    let bare: String = word.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    for c in bare.to_lowercase().nfc() {
        match c {
            'ß' => into.push_str("ss"),
            'æ' => into.push_str("ae"),
            'œ' => into.push_str("oe"),
            'þ' => into.push_str("th"),
            'ø' => into.push('o'),
            'ł' => into.push('l'),
            'đ' | 'ð' => into.push('d'),
            'ı' => into.push('i'),
            'ς' => into.push('σ'),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_those_of_the_shared_cases() {
        let cases: Vec<(String, Vec<String>)> =
            serde_json::from_str(include_str!("words.json")).expect("a list of cases");
        assert!(cases.len() > 20);
        for (text, wanted) in cases {
            let mut found = Vec::new();
            words(&text, |word| found.push(word.to_owned()));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
