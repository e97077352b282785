//! The words to look for, and the forms in which bytes can hold them.
//!
//! Each word begins `zyq`, and then says who may see it, as the contract has it:
//!
//! | begins | seen by |
//! |---|---|
//! | `zyqall` | everybody, and they have to |
//! | `zyqmgr` | the author and the manager, and they have to |
//! | `zyqme` | the author, who has to |
//! | `zyqpenall`, `zyqpenmgr` | the same readers, who know somebody by this name; the author need not |
//! | `zyqmay` | the author and the manager, who need not |
//! | `zyqsil` | nobody but the author, who need not |
//! | `zyqnil` | nobody, the author's own site included |
//! | `zyqany` | anybody |

use std::collections::BTreeSet;

use loopbook::model::vocabulary::Audience;
use memchr::{memchr3, memmem};

const MARK: &[u8] = b"zyq";

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Me,
    Manager,
    Public,
}

impl Reader {
    pub(super) const ALL: [Self; 3] = [Self::Me, Self::Manager, Self::Public];
    pub(super) const OTHERS: [Self; 2] = [Self::Manager, Self::Public];

    /// As `--audience` takes it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Manager => "manager",
            Self::Public => "public",
        }
    }

    pub(super) fn audience(self) -> Audience {
        match self {
            Self::Me => Audience::Me,
            Self::Manager => Audience::Manager,
            Self::Public => Audience::Public,
        }
    }

    pub(super) fn may_see(self, word: &str) -> bool {
        match class(word) {
            "all" | "any" | "penall" => true,
            "mgr" | "may" | "penmgr" => self != Self::Public,
            "nil" => false,
            _ => self == Self::Me,
        }
    }

    pub(super) fn has_to_see(self, word: &str) -> bool {
        match class(word) {
            "any" | "may" | "sil" | "nil" => false,
            "penall" | "penmgr" if self == Self::Me => false,
            _ => self.may_see(word),
        }
    }
}

fn class(word: &str) -> &str {
    let told = &word["zyq".len()..];
    let classes = ["all", "any", "mgr", "may", "nil", "sil", "penall", "penmgr", "me"];
    match classes.into_iter().find(|class| told.starts_with(class)) {
        Some(class) => class,
        // Cut short, as excerpts are; what is left may be of any class that begins so.
        None => ["any", "may", "penall", "penmgr", "nil"]
            .into_iter()
            .find(|class| class.starts_with(told))
            .unwrap_or_else(|| panic!("`{word}` does not say who may see it")),
    }
}

/// The words in these bytes, in any of their forms.
pub(super) fn words(bytes: &[u8]) -> BTreeSet<String> {
    let bytes = &without_fonts(bytes);
    let lower = bytes.to_ascii_lowercase();
    let mut found = plain(&lower);
    for start in [0, 1] {
        // UTF-16 in either byte order: letters, each beside a zero.
        let narrow = |letter: usize| -> Vec<u8> {
            let pairs = lower.get(start..).unwrap_or_default().chunks_exact(2);
            pairs.map(|pair| if pair[1 - letter] == 0 { pair[letter] } else { 0 }).collect()
        };
        found.extend(plain(&narrow(0)));
        found.extend(plain(&narrow(1)));
    }
    found.extend(plain(&unescaped(&lower)));
    found.extend(base64(bytes));
    found.extend(hex(&lower));
    found
}

/// The files of fonts in a document are the same for everybody, and long enough to hold the mark by chance.
fn without_fonts(bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let parts = text.split("url(data:font/woff2;base64,").enumerate();
    let outside = |(n, part): (usize, &'_ str)| match n {
        0 => part.to_owned(),
        _ => part.split_once(')').map_or_else(String::new, |(_, after)| after.to_owned()),
    };
    parts.map(outside).collect::<String>().into_bytes()
}

fn plain(lower: &[u8]) -> BTreeSet<String> {
    memmem::find_iter(lower, MARK)
        .map(|at| {
            let letters = lower[at..].iter().take_while(|byte| byte.is_ascii_lowercase());
            letters.map(|byte| char::from(*byte)).collect()
        })
        .collect()
}

/// Without the escapes of URLs, HTML, JSON and CSS: `%7a`, `&#122;`, `&#x7a;`, `\u007a`, `\7a`.
fn unescaped(lower: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(lower.len());
    let mut rest = lower;
    loop {
        let (before, from) = rest.split_at(memchr3(b'%', b'\\', b'&', rest).unwrap_or(rest.len()));
        bytes.extend_from_slice(before);
        rest = from;
        let [first, tail @ ..] = rest else { return bytes };
        let (digits, radix) = match rest {
            [b'%', ..] => (&rest[1..], 16),
            [b'\\', b'u', ..] => (&rest[2..], 16),
            [b'\\', ..] => (&rest[1..], 16),
            [b'&', b'#', b'x', ..] => (&rest[3..], 16),
            [b'&', b'#', ..] => (&rest[2..], 10),
            _ => (&rest[..0], 16),
        };
        let longest = if *first == b'%' { 2 } else { 6 };
        let count = digits
            .iter()
            .take(longest)
            .take_while(|byte| char::from(**byte).is_digit(radix))
            .count();
        let letter = std::str::from_utf8(&digits[..count])
            .ok()
            .and_then(|digits| u32::from_str_radix(digits, radix).ok())
            .and_then(|number| u8::try_from(number).ok())
            .filter(u8::is_ascii_alphanumeric);
        match letter {
            Some(letter) => {
                bytes.push(letter.to_ascii_lowercase());
                rest = &digits[count..];
                rest = rest.strip_prefix(b";").unwrap_or(rest);
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
}

/// What long runs of its alphabets hold, at each of the four places where one may begin.
fn base64(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for run in bytes.split(|byte| sextet(*byte).is_none()).filter(|run| run.len() >= 12) {
        for start in 0..4 {
            let mut decoded = Vec::with_capacity(run.len());
            let mut bits = 0;
            for (n, byte) in (1..).zip(&run[start..]) {
                bits = bits << 6 | u32::from(sextet(*byte).unwrap_or(0));
                if n % 4 == 0 {
                    decoded.extend_from_slice(&bits.to_be_bytes()[1..]);
                }
            }
            decoded.make_ascii_lowercase();
            // Three letters turn up by chance; those that say whose they are don't.
            found.extend(plain(&decoded).into_iter().filter(|word| word.len() > 8));
        }
    }
    found
}

/// The six bits that a character of base64 stands for, in either alphabet.
fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn hex(lower: &[u8]) -> BTreeSet<String> {
    let mark: Vec<u8> = MARK.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
    let there = memmem::find(lower, &mark);
    there.map(|_| "zyqsil in hexadecimal".to_owned()).into_iter().collect()
}

#[test]
fn a_word_is_found_in_each_form() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let forms: [&[u8]; 12] = [
        b"a Zyqmehere b",
        &wide("zyqmehere"),
        &[b"x".as_slice(), &wide("zyqmehere")].concat(),
        &"zyqmehere".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(),
        b"%7A%79qmehere",
        b"&#122;&#x79;qmehere",
        b"\\u007ay\\u0071mehere",
        b"\\7ayqmehere",
        b"\"enlxbWVoZXJl\"",
        b"\"AAenlxbWVoZXJl\"",
        b"=YWFhIHp5cW1laGVyZSBi=",
        b"zyqmehere",
    ];
    for form in forms {
        assert!(words(form).contains("zyqmehere"), "{}", String::from_utf8_lossy(form));
    }
    assert!(words(b"7a79716d65").contains("zyqsil in hexadecimal"));
    assert!(words(b"a zy qmehere and eny").is_empty());
}
