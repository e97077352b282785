//! Titles made from the names of files, and from names in keys.

use unicode_normalization::char::is_combining_mark;

/// A name as a title: as it is written, unless it is in kebab case. `docs-cleanup` becomes `Docs
/// cleanup`; `Kevin Kelly`, `R&D` and `docs` stay as they are.
pub fn title(name: &str) -> String {
    if is_kebab(name) { capital(&name.replace('-', " ")) } else { name.to_owned() }
}

/// A person's name as a title: in kebab case, each of its words gets a capital. `ann-lee` becomes
/// `Ann Lee`.
pub fn person_title(name: &str) -> String {
    if is_kebab(name) {
        name.split('-').map(capital).collect::<Vec<_>>().join(" ")
    } else {
        name.to_owned()
    }
}

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
        assert_eq!(person_title("Jean-Luc"), "Jean-Luc");
    }
}
