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
    let names = names(person);
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

/// The names by which a person is known; a role, as *the design lead*, is none.
pub(super) fn names(person: &Person) -> Vec<&str> {
    let names = person.aliases.iter().chain([&person.title]).map(String::as_str);
    let roles = ["the ", "a ", "an ", "my ", "our "];
    let is_role = |name: &str| {
        let name = name.to_lowercase();
        name == "manager" || roles.iter().any(|start| name.starts_with(start))
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
