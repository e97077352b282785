//! Titles made from the names of files, and from names in keys.

use unicode_normalization::char::is_combining_mark;

/// A name as a title: as it is written, unless it is in kebab case. `docs-cleanup` becomes `Docs
/// cleanup`; `Kevin Kelly`, `R&D` and `docs` stay as they are.
pub fn title(name: &str) -> String {
    if !is_kebab(name) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split('-').collect();
    let said = (0..words.len()).map(|at| word_of_title(&words, at));
    capital(&said.collect::<Vec<_>>().join(" "))
}

/// A person's name as a title: in kebab case, each of its words gets a capital. `ann-lee` becomes
/// `Ann Lee`.
pub fn person_title(name: &str) -> String {
    if is_kebab(name) {
        let words = name.split('-').map(|word| acronym(word).unwrap_or_else(|| capital(word)));
        words.collect::<Vec<_>>().join(" ")
    } else {
        name.to_owned()
    }
}

/// A word of a title, which was in lower case: what is said by its letters has capitals, and so has *I*.
fn word_of_title(words: &[&str], at: usize) -> String {
    let word = words[at];
    let before = at.checked_sub(1).map_or("", |before| words[before]);
    match word {
        "i" if BEFORE_I.contains(&before) || at == 0 && words.len() > 2 => "I".to_owned(),
        _ => acronym(word).unwrap_or_else(|| word.to_owned()),
    }
}

/// An abbreviation as it is written, or several of one.
fn acronym(word: &str) -> Option<String> {
    if ACRONYMS.contains(&word) {
        return Some(word.to_uppercase());
    }
    let one = word.strip_suffix('s').filter(|one| one.len() > 2 && ACRONYMS.contains(one))?;
    Some(format!("{}s", one.to_uppercase()))
}

/// Abbreviations that names of files about work have often.
const ACRONYMS: [&str; 40] = [
    "ai", "api", "aws", "ceo", "cfo", "cli", "coo", "cpo", "cpu", "css", "csv", "cto", "dns",
    "evp", "faq", "gcp", "gpu", "hr", "html", "http", "https", "json", "kpi", "llm", "ml", "okr",
    "pdf", "pm", "qa", "roi", "sdk", "sla", "slo", "sql", "sre", "ui", "url", "ux", "vp", "xml",
];

/// Words after which an `i` by itself is the English pronoun.
const BEFORE_I: [&str; 28] = [
    "am", "and", "as", "because", "but", "can", "could", "did", "do", "had", "have", "how", "if",
    "may", "should", "than", "that", "things", "was", "what", "when", "where", "which", "while",
    "who", "why", "will", "would",
];

/// Lower-case letters and digits in groups joined by hyphens. `2026-01` has no letter and is none.
fn is_kebab(name: &str) -> bool {
    let plain = |c: char| c.is_lowercase() || c.is_numeric() || is_combining_mark(c) || c == '-';
    name.contains('-')
        && name.chars().all(plain)
        && name.chars().any(char::is_lowercase)
        && name.split('-').all(|word| !word.is_empty())
}

fn capital(word: &str) -> String {
    let mut rest = word.chars();
    let first = rest.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::{person_title, title};

    #[test]
    fn only_a_name_in_kebab_case_is_spaced() {
        for (name, expected) in [
            ("docs-cleanup", "Docs cleanup"),
            ("größere-datenbank-2", "Größere datenbank 2"),
            ("élan-vital", "Élan vital"),
            ("where-i-want-to-go", "Where I want to go"),
            ("api-docs", "API docs"),
            ("apis-and-slos", "APIs and SLOs"),
            ("ai-literacy", "AI literacy"),
            ("plan-i-budżet", "Plan i budżet"),
            ("docs", "docs"),
            ("R&D", "R&D"),
            ("Kevin Kelly", "Kevin Kelly"),
            ("Docs-cleanup", "Docs-cleanup"),
            ("docs_clean-up", "docs_clean-up"),
            ("模板-一", "模板-一"),
            ("2026-01", "2026-01"),
            ("a--b", "a--b"),
            ("-a", "-a"),
        ] {
            assert_eq!(title(name), expected);
        }
        assert_eq!(person_title("ann-lee"), "Ann Lee");
        assert_eq!(person_title("vp-engineering"), "VP Engineering");
        assert_eq!(person_title("Jean-Luc"), "Jean-Luc");
    }
}
