//! Names of people: of those who have no `share_as`, and in the author's words those of people who
//! have one. Who is named did not ask to be in a packet.

use super::AuditFinding;
use crate::audit::AuditContext;
use crate::audit::seen::{Seen, has_word};
use crate::model::Person;

/// The code of these findings.
const CODE: &str = "named";

/// Each person who is named.
pub(super) fn check(context: &AuditContext<'_>) -> Vec<AuditFinding> {
    let people = context.input.journal.people.iter();
    people.filter_map(|person| finding(context, person)).collect()
}

fn finding(context: &AuditContext<'_>, person: &Person) -> Option<AuditFinding> {
    let names: Vec<&str> = names(person).into_iter().chain(hidden_role(person)).collect();
    let says = |note: &&Seen| {
        note.keys.iter().any(|(_, words)| names.iter().any(|name| has_word(words, name)))
    };
    let mut paths: Vec<String> =
        context.seen.iter().filter(says).map(|note| note.path.clone()).collect();
    let (message, advice) = match &person.share_as {
        Some(_) if paths.is_empty() => return None,
        Some(name) => (
            format!("your text names `{}`, who is shared as `{name}`", person.title),
            "use the shared name in the text",
        ),
        None => {
            // Keys name people too.
            if !names.iter().any(|name| context.shown.says(name)) {
                return None;
            }
            paths.extend(person.path.clone().filter(|_| paths.is_empty()));
            (
                format!("`{}` is named, but their file has no `share_as`", person.title),
                "ask for their consent, or set `share_as` in their file, such as `the design lead`",
            )
        }
    };
    Some(AuditFinding { code: CODE, message, advice, paths })
}

/// A role that is a person's title and that other readers are not to know, for they get another one. Without its
/// article, which begins a sentence in one place and not in the other.
fn hidden_role(person: &Person) -> Option<&str> {
    let shared = person.share_as.as_ref()?;
    let role = person.title.split_once(' ').filter(|(article, _)| is_article(article))?.1;
    let is_same = shared.to_lowercase().ends_with(&role.to_lowercase());
    Some(role).filter(|_| !is_same)
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an", "my", "our"].contains(&word.to_lowercase().as_str())
}

/// The names by which a person is known; a role, as *the design lead*, is none.
pub(super) fn names(person: &Person) -> Vec<&str> {
    let names = person.aliases.iter().chain([&person.title]).map(String::as_str);
    let is_role = |name: &str| {
        name.eq_ignore_ascii_case("manager")
            || name.split_once(' ').is_some_and(|(first, _)| is_article(first))
    };
    let whole = names.filter(|name| name.chars().count() > 1 && !is_role(name));
    // People are called by a part of their name.
    fn parts(name: &str) -> impl Iterator<Item = &str> {
        name.split_whitespace().filter(|part| {
            part.starts_with(char::is_uppercase)
                && part.chars().filter(|c| c.is_alphabetic()).count() > 1
        })
    }
    whole.flat_map(|name| std::iter::once(name).chain(parts(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::hidden_role;
    use crate::model::{Person, Slug};

    #[test]
    fn a_role_is_hidden_by_another_one() {
        for (title, share_as, hidden) in [
            (
                "The billing engineering lead",
                Some("an engineering lead"),
                Some("billing engineering lead"),
            ),
            ("The CPO", Some("the cpo"), None),
            ("The design lead", None, None),
            ("Ada", Some("a friend"), None),
        ] {
            let mut person = Person::named(Slug::new(title), title.to_owned(), None);
            person.keys.share_as = share_as.map(ToOwned::to_owned);
            assert_eq!(hidden_role(&person), hidden, "{title}");
        }
    }
}
