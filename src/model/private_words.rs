//! Words for *private* in other languages: somebody who writes `privé: oui` means to hide the note.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::slug::without_accents;

/// A set of words. Each key of each note is looked up, so that it must be quick.
type Words = HashSet<&'static str, ahash::RandomState>;

/// Words for `private`, `confidential` and `draft`, in small letters and, where they are Latin, without accents.
const WORDS: &[&str] = &[
    // German, Dutch, the Nordic languages
    "privat",
    "prive",
    "vertraulich",
    "geheim",
    "nichtoffentlich",
    "vertrouwelijk",
    "fortrolig",
    "konfidentiell",
    "luottamuksellinen",
    "yksityinen",
    "entwurf",
    "entwurfe",
    "entwuerfe",
    "konfidentiellt",
    "hemlig",
    "hemligt",
    "utkast",
    // French, Spanish, Portuguese, Italian, Romanian
    "privee",
    "confidentiel",
    "confidentielle",
    "brouillon",
    "brouillons",
    "prives",
    "privees",
    "privado",
    "privada",
    "privados",
    "privadas",
    "confidencial",
    "borrador",
    "borradores",
    "rascunho",
    "rascunhos",
    "privato",
    "privata",
    "privati",
    "riservato",
    "riservata",
    "confidenziale",
    "bozza",
    "bozze",
    // Polish, Czech, Turkish, Indonesian, Vietnamese
    "prywatne",
    "prywatny",
    "prywatna",
    "poufne",
    "poufny",
    "soukrome",
    "soukromy",
    "duverne",
    "duverny",
    "gizli",
    "ozel",
    "rahasia",
    "pribadi",
    "riengtu",
    // Russian, Ukrainian, Greek
    "приватно",
    "личное",
    "конфиденциально",
    "приватный",
    "черновик",
    "черновики",
    "особисте",
    "ιδιωτικο",
    "εμπιστευτικο",
    // Chinese, Japanese, Korean
    "私密",
    "机密",
    "機密",
    "保密",
    "草稿",
    "草稿箱",
    "私有",
    "プライベート",
    "社外秘",
    "非公開",
    "秘密",
    "下書き",
    "不公开",
    "不公開",
    "公開しない",
    "公開禁止",
    "公開不可",
    "自分のみ",
    "自分だけ",
    "仅自己可见",
    "비공개",
    "비밀",
    // Arabic, Hebrew, Hindi
    "خاص",
    "سري",
    "مسودة",
    "טיוטה",
    "פרטי",
    "סודי",
    "निजी",
    "गोपनीय",
];

/// Words for `public`, `publish` and `share`, written as the words above: with *no* behind it, such a key hides a note.
const PUBLIC_WORDS: &[&str] = &[
    // German, Dutch, the Nordic languages
    "offentlich",
    "veroffentlichen",
    "veroffentlicht",
    "oeffentlich",
    "veroeffentlichen",
    "veroeffentlicht",
    "openbaar",
    "publiek",
    "publiceren",
    "gepubliceerd",
    "offentlig",
    "offentligt",
    "publicera",
    "publicerad",
    "publiser",
    "publisert",
    "julkinen",
    "julkaise",
    "julkaistu",
    // French, Spanish, Portuguese, Italian, Romanian
    "publique",
    "publier",
    "publie",
    "publico",
    "publica",
    "publicar",
    "publicado",
    "publicada",
    "pubblico",
    "pubblica",
    "pubblicare",
    "pubblicato",
    "pubblicata",
    "publicat",
    // Polish, Czech, Turkish, Indonesian
    "publiczne",
    "publiczny",
    "publikuj",
    "opublikowane",
    "opublikowany",
    "verejne",
    "verejny",
    "publikovat",
    "publikovano",
    "yayinla",
    "yayinlandi",
    "publik",
    "terbitkan",
    // Russian, Ukrainian, Greek
    "публично",
    "публичный",
    "опубликовать",
    "опубликовано",
    "публікувати",
    "опубліковано",
    "публічно",
    "δημοσιο",
    "δημοσια",
    "δημοσιευση",
    // Chinese, Japanese, Korean
    "公開",
    "公开",
    "发布",
    "發布",
    "发表",
    "發表",
    "공개",
    "게시",
    // Arabic, Hebrew, Hindi
    "منشور",
    "نشر",
    "ציבורי",
    "פרסם",
    "פורסם",
    "सार्वजनिक",
    "प्रकाशित",
];

/// Words for `visibility`, `access` and `confidentiality`, written as the words above: such a key hides a note where its
/// value is a word for *private*.
const VISIBILITY_WORDS: &[&str] = &[
    // German, Dutch, the Nordic languages
    "sichtbarkeit",
    "sichtbar",
    "zugriff",
    "freigabe",
    "vertraulichkeit",
    "zichtbaarheid",
    "toegang",
    "vertrouwelijkheid",
    "synlighet",
    "synlighed",
    "nakyvyys",
    // French, Spanish, Portuguese, Italian, Romanian
    "visibilite",
    "acces",
    "confidentialite",
    "visibilidad",
    "acceso",
    "privacidad",
    "confidencialidad",
    "visibilidade",
    "acesso",
    "privacidade",
    "visibilita",
    "accesso",
    "riservatezza",
    "vizibilitate",
    // Polish, Czech, Turkish, Indonesian
    "widocznosc",
    "dostep",
    "viditelnost",
    "pristup",
    "gorunurluk",
    "erisim",
    "visibilitas",
    "akses",
    // Russian, Ukrainian, Greek
    "видимость",
    "доступ",
    "видимість",
    "ορατοτητα",
    // Chinese, Japanese, Korean
    "可见性",
    "可見性",
    "可见范围",
    "权限",
    "公開範囲",
    "公開設定",
    "公開状態",
    "공개범위",
    "공개여부",
    // Arabic, Hebrew, Hindi
    "الخصوصية",
    "נראות",
    "दृश्यता",
];

/// Words for `status` and `type`, written as the words above, which other things have too.
const STATUS_WORDS: &[&str] = &[
    "zustand",
    "typ",
    "art",
    "statut",
    "etat",
    "estado",
    "stato",
    "tipo",
    "tila",
    "tyyppi",
    "stan",
    "stav",
    "durum",
    "tur",
    "статус",
    "состояние",
    "тип",
    "κατασταση",
    "ステータス",
    "状態",
    "種類",
    "状态",
    "狀態",
    "类型",
    "상태",
    "종류",
    "الحالة",
    "סטטוס",
    "स्थिति",
];

/// Whether a word means *private*, *confidential* or *draft* in another language than English.
pub fn means_private(word: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| WORDS.iter().copied().collect());
    among(&KNOWN, word)
}

/// Whether a word means *public* or *publish* in another language than English.
pub fn means_public(word: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| PUBLIC_WORDS.iter().copied().collect());
    among(&KNOWN, word)
}

/// Whether a word means *visibility* or *access* in another language than English.
pub fn means_visibility(word: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| VISIBILITY_WORDS.iter().copied().collect());
    among(&KNOWN, word)
}

/// Whether a word means *status* or *type* in another language than English.
pub fn means_status(word: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| STATUS_WORDS.iter().copied().collect());
    among(&KNOWN, word)
}

fn among(known: &Words, word: &str) -> bool {
    if word.is_ascii() {
        let is_small = !word.bytes().any(|byte| byte.is_ascii_uppercase());
        return if is_small {
            known.contains(word)
        } else {
            known.contains(&*word.to_ascii_lowercase())
        };
    }
    // No word is longer, and what is looked at may be as long as a note.
    if word.len() > 64 {
        return false;
    }
    let word: String = word.nfkc().flat_map(char::to_lowercase).collect();
    known.contains(word.as_str()) || known.contains(without_accents(&word).as_str())
}

/// Whether a word is one of these English ones, which are in small letters: in any case, and in the wide letters of East
/// Asian keyboards.
pub fn is_word(word: &str, words: &[&str]) -> bool {
    if word.is_ascii() {
        return words.iter().any(|own| word.eq_ignore_ascii_case(own));
    }
    word.len() <= 64
        && words.contains(&word.nfkc().flat_map(char::to_lowercase).collect::<String>().as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_word, means_private, means_public, means_visibility};

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

    #[test]
    fn words_for_visibility_are_known() {
        for word in ["Sichtbarkeit", "visibilité", "Widoczność", "видимость", "公開範囲"]
        {
            assert!(means_visibility(word), "{word}");
        }
        assert!(!means_visibility("visibility") && !means_visibility("sicht"));
    }

    #[test]
    fn words_for_public_are_known() {
        for word in [
            "Öffentlich",
            "veröffentlichen",
            "publié",
            "público",
            "公開",
            "公开",
            "공개",
            "Δημόσιο",
        ] {
            assert!(means_public(word), "{word}");
        }
        for word in ["public", "publication", "öffentlichkeit", ""] {
            assert!(!means_public(word), "{word}");
        }
        assert!(is_word("ｄｒａｆｔ", &["draft"]) && is_word("Draft", &["draft"]));
    }
}
