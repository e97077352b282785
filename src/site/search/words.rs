//! What counts as a word when a note is searched, and how it is spelt in the index.
//!
//! The page's script reads queries by the same rules, in `themes/notebook/static/assets/search.js`;
//! both are held to the cases of `words.json`.

use unicode_normalization::UnicodeNormalization;

use crate::model::letters::in_word;

/// Longer ones are keys and hashes, which nobody types.
const LONGEST: usize = 40;

/// What ASCII letters and digits are in the index; 0 for all other ASCII, and 1 for what is not.
static FOLDED: [u8; 256] = {
    let mut folded = [1; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        let known = byte.is_ascii_alphanumeric();
        folded[byte as usize] = if known { byte.to_ascii_lowercase() } else { 0 };
        byte += 1;
    }
    folded
};

/// Hands over each word of a text, in order.
///
/// A word is a run of letters, digits and marks, without case and diacritics. Scripts that put no
/// blank between words give each character with the one after it. What an apostrophe parts from a
/// word, as in *don't* and *l'équipe*, is none if it is a single letter.
pub fn words(text: &str, mut each: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut folded = String::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match FOLDED[usize::from(*byte)] {
            0 => at += 1,
            1 => at = foreign(text, at, &mut folded, &mut each),
            _ => {
                // Most words are ASCII in lower case, and stand in the index as they do here.
                let (mut end, mut lower, mut last) = (at, true, 0);
                for byte in &bytes[at..] {
                    last = FOLDED[usize::from(*byte)];
                    if last <= 1 {
                        break;
                    }
                    lower &= last == *byte;
                    end += 1;
                }
                if last == 1 {
                    at = foreign(text, at, &mut folded, &mut each);
                    continue;
                }
                let run = &text[at..end];
                if run.len() <= LONGEST && (run.len() > 1 || !is_parted(text, at, end)) {
                    if lower {
                        each(run);
                    } else {
                        fold(run, &mut folded);
                        each(&folded);
                    }
                }
                at = end;
            }
        }
    }
}

/// Whether an apostrophe stands before or behind a part of a text.
fn is_parted(text: &str, start: usize, end: usize) -> bool {
    let apostrophe = ['\'', '’'];
    text[..start].ends_with(apostrophe) || text[end..].starts_with(apostrophe)
}

/// Hands over the word that begins there, if one does; gives where to go on. It may have any letters.
fn foreign(text: &str, at: usize, folded: &mut String, each: &mut impl FnMut(&str)) -> usize {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return text.len() };
    if !in_word(first) {
        return at + first.len_utf8();
    }
    let dense = is_dense(first);
    let end = at + end_of_word(rest, dense);
    let run = &text[at..end];
    if dense {
        pairs(run, folded, each);
    } else if run.chars().nth(1).is_some() || !is_parted(text, at, end) {
        fold(run, folded);
        if !folded.is_empty() && (folded.len() <= LONGEST || folded.chars().count() <= LONGEST) {
            each(folded);
        }
    }
    end
}

/// Where the word ends with which a text begins; whether its script is dense.
fn end_of_word(text: &str, dense: bool) -> usize {
    let ends = |c: char| !in_word(c) || is_dense(c) != dense;
    text.find(ends).unwrap_or(text.len())
}

fn pairs(run: &str, folded: &mut String, each: &mut impl FnMut(&str)) {
    for (start, first) in run.char_indices() {
        let next = start + first.len_utf8();
        let end = run[next..].chars().next().map_or(next, |second| next + second.len_utf8());
        fold(&run[start..end], folded);
        if !folded.is_empty() {
            each(folded);
        }
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
/// The blank below a mark that stands alone is left out; blanks part the words of the index.
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
            ' ' => {}
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
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn no_word_is_empty_or_has_a_blank(text in "([\u{37a}\u{fc5e}\u{fdfa}\u{300}゛a日 ]|\\PC){0,20}") {
            words(&text, |word| assert!(!word.is_empty() && !word.contains(' '), "{word:?} of {text:?}"));
        }
    }
}
