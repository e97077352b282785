//! The quotation marks of languages, after the delimiters of Unicode's CLDR 46.

/// The marks that begin and end a quotation, and those for a quotation in it.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) double: [&'static str; 2],
    pub(super) single: [&'static str; 2],
}

const fn marks(double: [&'static str; 2], single: [&'static str; 2]) -> Marks {
    Marks { double, single }
}

static ENGLISH: Marks = marks(["“", "”"], ["‘", "’"]);
static GERMAN: Marks = marks(["„", "“"], ["‚", "‘"]);
static SWEDISH: Marks = marks(["”", "”"], ["’", "’"]);
static POLISH: Marks = marks(["„", "”"], ["‚", "’"]);
static HUNGARIAN: Marks = marks(["„", "”"], ["»", "«"]);
static SPANISH: Marks = marks(["«", "»"], ["“", "”"]);
static NORWEGIAN: Marks = marks(["«", "»"], ["‘", "’"]);
static RUSSIAN: Marks = marks(["«", "»"], ["„", "“"]);
static SWISS: Marks = marks(["«", "»"], ["‹", "›"]);
/// With the narrow no-break space that French sets within them.
static FRENCH: Marks = marks(["«\u{202f}", "\u{202f}»"], ["“", "”"]);

impl Marks {
    /// Those of a language as HTML's `lang` names it; `None` for one that is not listed.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        let language = language.to_ascii_lowercase();
        let mut parts = language.split(['-', '_']);
        let (main, swiss) = (parts.next()?, parts.any(|part| matches!(part, "ch" | "li")));
        Some(match main {
            "de" | "fr" | "it" if swiss => &SWISS,
            "en" | "nl" | "pt" | "tr" | "id" | "ms" | "ga" | "cy" | "da" | "af" => &ENGLISH,
            "de" | "cs" | "sk" | "sl" | "hr" | "is" | "lt" | "et" | "bg" | "mk" => &GERMAN,
            "sv" | "fi" => &SWEDISH,
            "pl" | "ro" | "sr" | "bs" => &POLISH,
            "hu" => &HUNGARIAN,
            "fr" => &FRENCH,
            "es" | "it" | "ca" | "gl" | "eu" | "el" => &SPANISH,
            "nb" | "no" | "nn" => &NORWEGIAN,
            "ru" | "uk" | "be" => &RUSSIAN,
            _ => return None,
        })
    }
}
