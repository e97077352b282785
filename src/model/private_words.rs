//! Words for *private* in other languages: somebody who writes `privé: oui` means to hide the note.

use unicode_normalization::UnicodeNormalization;

use super::slug::without_accents;

/// Words for `private`, `confidential` and `draft`, in small letters and, where they are Latin, without accents.
const WORDS: &[&str] = &[
    // German, Dutch, the Nordic languages
    "privat",
    "prive",
    "vertraulich",
    "geheim",
    "vertrouwelijk",
    "fortrolig",
    "konfidentiell",
    "luottamuksellinen",
    "yksityinen",
    "entwurf",
    "utkast",
    // French, Spanish, Portuguese, Italian, Romanian
    "privee",
    "confidentiel",
    "confidentielle",
    "brouillon",
    "privado",
    "privada",
    "confidencial",
    "borrador",
    "rascunho",
    "privato",
    "privata",
    "riservato",
    "bozza",
    // Polish, Czech, Turkish, Indonesian, Vietnamese
    "prywatne",
    "prywatny",
    "poufne",
    "soukrome",
    "duverne",
    "gizli",
    "ozel",
    "rahasia",
    "pribadi",
    "riengtu",
    // Russian, Ukrainian, Greek
    "приватно",
    "личное",
    "конфиденциально",
    "черновик",
    "особисте",
    "ιδιωτικο",
    "εμπιστευτικο",
    // Chinese, Japanese, Korean
    "私密",
    "机密",
    "機密",
    "保密",
    "草稿",
    "非公開",
    "秘密",
    "下書き",
    "비공개",
    "비밀",
    // Arabic, Hebrew, Hindi
    "خاص",
    "سري",
    "פרטי",
    "סודי",
    "निजी",
    "गोपनीय",
];

/// Whether a word means *private*, *confidential* or *draft* in another language than English.
pub fn means_private(word: &str) -> bool {
    if word.is_ascii() {
        return WORDS.iter().any(|own| word.eq_ignore_ascii_case(own));
    }
    // No word is longer, and what is looked at may be as long as a note.
    if word.len() > 64 {
        return false;
    }
    let word: String = word.nfkc().flat_map(char::to_lowercase).collect();
    WORDS.contains(&word.as_str()) || WORDS.contains(&without_accents(&word).as_str())
}

#[cfg(test)]
mod tests {
    use super::means_private;

    #[test]
    fn a_word_is_known_in_each_of_its_spellings() {
        for word in [
            "privé",
            "prive\u{301}",
            "PRIVAT",
            "Vertraulich",
            "非公開",
            "निजी",
            "Öẑel",
            "özel",
            "비공개",
        ] {
            assert!(means_private(word), "{word}");
        }
        for word in ["private", "privilege", "intern", "personal", "नज", ""] {
            assert!(!means_private(word), "{word}");
        }
    }
}
