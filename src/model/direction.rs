//! The direction in which a language and a text are written.

/// The direction of a page or a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From left to right.
    #[default]
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// Languages that are written from right to left where no script is named.
const LANGUAGES: [&str; 27] = [
    "ar", "arc", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "lrc", "mzn",
    "nqo", "pnb", "prs", "ps", "rhg", "sd", "sdh", "skr", "syr", "ug", "ur", "uzs", "yi",
];

/// Scripts that are written from right to left.
const SCRIPTS: [&str; 16] = [
    "adlm", "arab", "aran", "armi", "hebr", "mand", "mani", "mend", "nkoo", "phnx", "rohg", "samr",
    "sogd", "syrc", "thaa", "yezi",
];

impl Direction {
    /// The direction of a language as HTML's `lang` names it: its script decides, if it names one.
    pub fn of_language(language: &str) -> Self {
        let language = language.to_ascii_lowercase();
        let mut parts = language.split(['-', '_']);
        let name = parts.next().unwrap_or_default();
        // What follows an `x` is private.
        let mut parts = parts.take_while(|part| part.len() > 1);
        let is_script =
            |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic());
        let leftward = match parts.find(is_script) {
            Some(script) => SCRIPTS.contains(&script),
            None => LANGUAGES.contains(&name),
        };
        if leftward { Self::RightToLeft } else { Self::LeftToRight }
    }

    /// The direction of the first letter of a text, if it has one.
    pub fn of_text(text: &str) -> Option<Self> {
        text.chars().find_map(Self::of_letter)
    }

    /// The direction of a letter; `None` for digits, signs and blanks.
    pub fn of_letter(letter: char) -> Option<Self> {
        if is_leftward(letter) {
            Some(Self::RightToLeft)
        } else {
            letter.is_alphabetic().then_some(Self::LeftToRight)
        }
    }

    /// As HTML writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Whether a text has a letter that is written from right to left.
pub fn has_leftward(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_leftward)
}

/// The letters of bidirectional class R or AL, by Unicode's blocks: also what is not assigned yet.
fn is_leftward(letter: char) -> bool {
    matches!(
        letter,
        '\u{5be}'..='\u{65f}'
            | '\u{66d}'..='\u{6ef}'
            | '\u{6fa}'..='\u{8ff}'
            | '\u{200f}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{Direction, has_leftward};

    #[test]
    fn a_language_is_written_as_its_script_is() {
        let rtl = [
            "ar",
            "he",
            "fa",
            "ur",
            "AR-eg",
            "yi",
            "az-Arab",
            "ku-Arab-IQ",
            "en-Hebr",
            "ckb",
            "ar_EG",
        ];
        for language in rtl {
            assert_eq!(Direction::of_language(language), Direction::RightToLeft, "{language}");
        }
        for language in
            ["en", "de-AT", "ar-Latn", "fa-Cyrl-TJ", "ku", "uz", "", "en-x-arab", "zh-Hant"]
        {
            assert_eq!(Direction::of_language(language), Direction::LeftToRight, "{language}");
        }
    }

    #[test]
    fn the_first_letter_decides_for_a_text() {
        for (text, direction) in [
            ("12: שלום a", Some(Direction::RightToLeft)),
            ("«مرحبا»", Some(Direction::RightToLeft)),
            ("1) a שלום", Some(Direction::LeftToRight)),
            ("日本", Some(Direction::LeftToRight)),
            ("12 — 3", None),
        ] {
            assert_eq!(Direction::of_text(text), direction, "{text}");
        }
        assert!(has_leftward("a ב") && !has_leftward("äß日本 é –"));
    }
}
