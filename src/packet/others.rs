//! Sentences about other people. Only the author knows whether they would mind.

use crate::model::{Journal, Person};

/// Words for somebody else.
const PRONOUNS: [&str; 10] =
    ["he", "him", "his", "himself", "she", "her", "hers", "herself", "they said", "someone"];
/// Marks that open what somebody said.
const QUOTES: [char; 5] = ['"', '“', '„', '«', '»'];

/// Whether a text speaks of somebody else, or quotes.
pub fn speaks_of_others(journal: &Journal, text: &str) -> bool {
    text.contains(QUOTES) || sentences_about_others(journal, text).next().is_some()
}

/// The sentences that speak of somebody else: by a name or role of a person of the journal, or a word such as *she*.
pub fn sentences_about_others<'t>(
    journal: &'t Journal,
    text: &'t str,
) -> impl Iterator<Item = &'t str> {
    sentences(text).filter(move |sentence| is_about_others(journal, sentence))
}

fn is_about_others(journal: &Journal, sentence: &str) -> bool {
    let says = |word: &str| has_word(sentence, word);
    PRONOUNS.iter().any(|word| says(word)) || journal.people.iter().any(|own| names(own, &says))
}

/// Whether one of a person's names is said, or a part of it by which people are called.
fn names(person: &Person, says: &dyn Fn(&str) -> bool) -> bool {
    let whole = person.aliases.iter().chain(&person.share_as).chain([&person.title]);
    whole
        .flat_map(|name| std::iter::once(bare(name)).chain(parts(name)))
        .any(|name| name.chars().filter(|c| c.is_alphabetic()).count() > 1 && says(name))
}

/// A role without its article: *the CPO* is meant by *our CPO* too.
fn bare(name: &str) -> &str {
    let articles = ["the ", "a ", "an ", "my ", "our "];
    let starts = |article: &&&str| {
        name.get(..article.len()).is_some_and(|start| start.eq_ignore_ascii_case(article))
    };
    articles.iter().find(starts).map_or(name, |article| &name[article.len()..])
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split_whitespace().filter(|part| part.starts_with(char::is_uppercase) && !is_article(part))
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an", "my", "our"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

/// Whether a text has these words, and not as a part of others, in any case.
fn has_word(text: &str, word: &str) -> bool {
    let [text, word] = [text.to_lowercase(), word.to_lowercase()];
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(&word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !letter(before) && !letter(after)
    })
}

/// The sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '\n']).map(str::trim).filter(|own| !own.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{sentences_about_others, speaks_of_others};
    use crate::model::{Journal, Person, Slug};

    #[test]
    fn a_sentence_is_about_somebody_by_name_role_or_pronoun() {
        let mut cpo = Person::named(Slug::new("cpo"), "The CPO".to_owned(), None);
        cpo.aliases = vec!["Ann Lee".to_owned()];
        let journal = Journal { people: vec![cpo], ..Journal::default() };
        for (text, about) in [
            ("We moved nine squads.", false),
            ("Our CPO read it.", true),
            ("Ann read it.", true),
            ("Annual plans moved.", false),
            ("The plan was read.", false),
            ("She read it.", true),
            ("It was shelved.", false),
        ] {
            assert_eq!(speaks_of_others(&journal, text), about, "{text}");
        }
        assert!(speaks_of_others(&journal, "One said “no”."));
        let text = "We moved. She read it! Then we moved again.";
        assert_eq!(sentences_about_others(&journal, text).collect::<Vec<_>>(), ["She read it!"]);
    }
}
