//! The real names of people whom other readers know by another one (`share_as`), and where a text says them.
//!
//! A name is found as whole words in any case, with or without accents, and with any signs between its words, so that
//! `#ann-lee` is Ann Lee. Who is called Müller is also Mueller. A possessive `s` may follow, as in German, or in ids, which
//! drop the apostrophe: `anns-review`.
//! Scripts without blanks between words have no whole words: there, the letters are enough.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::letters::in_word;
use super::slug::without_accents;
use super::{Person, Slug};

/// Words that a role begins with, and that no name does.
const ARTICLES: [&str; 5] = ["the", "a", "an", "my", "our"];
/// Ids of people that say what they are to the author, and not who they are.
const ROLES: [&str; 5] = ["manager", "skip-level", "report", "peer", "sponsor"];
/// The most signs between two words of a name.
const WIDEST_GAP: usize = 3;
/// What a sign that belongs to no word is folded to.
const GAP: char = ' ';

/// The names of the people with `share_as`, the longest first.
#[derive(Debug, Default)]
pub struct RealNames<'j> {
    names: Vec<RealName<'j>>,
}

#[derive(Debug)]
struct RealName<'j> {
    person: &'j Person,
    letters: Vec<char>,
    kind: NameKind,
    instead: &'j str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameKind {
    /// A name, an alias or an id.
    Whole,
    /// What somebody is: in a text it has small letters.
    Role,
    /// A part of a name, such as a first name, which can also be a common word.
    Part,
}

/// A real name in a text.
#[derive(Clone, Debug)]
pub struct FoundName<'j> {
    /// Where it stands.
    pub range: Range<usize>,
    /// Whose it is.
    pub person: &'j Person,
    /// Whether small letters say it, which can be a common word.
    is_small: bool,
    /// The name that other readers know.
    instead: &'j str,
}

/// How a text is written, which says what can be a name in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// A text, or a title that somebody wrote: names begin with a capital.
    Prose,
    /// An id, the name of a file, a title made of one, or a tag: nothing in it needs a capital.
    Id,
}

impl<'j> RealNames<'j> {
    /// The names of these people.
    pub fn of(people: &'j [Person]) -> Self {
        let mut names: Vec<RealName<'j>> = people.iter().flat_map(names_of).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.letters.len()));
        Self { names }
    }

    /// Whether nobody has another name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names in a text, in order; none of them overlap.
    pub fn find(&self, text: &str, writing: Writing) -> Vec<FoundName<'j>> {
        if self.is_empty() {
            return Vec::new();
        }
        let letters = folded(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < letters.len() {
            match self.names.iter().find_map(|name| name.at(text, &letters, at, writing)) {
                Some((end, name)) => {
                    found.push(name);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// A title with the names that other readers know; `None` if it says no other. In prose, a word in small letters
    /// stays: it can be a common word, and the author is told of it.
    pub fn replaced(&self, text: &str, writing: Writing) -> Option<String> {
        let mut found = self.find(text, writing);
        found.retain(|found| writing != Writing::Prose || !found.is_small);
        if found.is_empty() {
            return None;
        }
        let mut replaced = String::with_capacity(text.len());
        let mut from = 0;
        for FoundName { range, instead, .. } in &found {
            let before = &text[from..range.start];
            let (before, instead) = match article(instead) {
                Some(_) => (without_article(before), *instead),
                None => (before, *instead),
            };
            replaced.push_str(before);
            let begins = replaced.is_empty() && text.starts_with(char::is_uppercase);
            let mut chars = instead.chars();
            match chars.next().filter(|_| begins) {
                Some(first) => replaced.extend(first.to_uppercase().chain(chars)),
                None => replaced.push_str(instead),
            }
            from = range.end;
        }
        replaced.push_str(&text[from..]);
        Some(replaced)
    }

    /// An id with the names that other readers know; `None` if it says no other.
    pub fn replaced_id(&self, id: &Slug) -> Option<Slug> {
        self.replaced(id.as_str(), Writing::Id).map(|text| Slug::new(&text))
    }
}

/// The names by which a person may be known, and that the name for other readers does not say itself.
fn names_of(person: &Person) -> Vec<RealName<'_>> {
    let Some(instead) = person.share_as.as_deref() else { return Vec::new() };
    let name =
        |text: &str, kind, instead| RealName { person, letters: collapsed(text), kind, instead };
    let mut names = Vec::new();
    let wholes = || person.aliases.iter().chain([&person.title]).map(String::as_str);
    let spelled: Vec<String> = wholes().filter_map(spelled_out).collect();
    for whole in wholes().chain(spelled.iter().map(String::as_str)) {
        match article(whole) {
            // What a role says stays said without its article.
            Some(article) => {
                let bare = self::article(instead);
                let bare = bare.map_or(instead, |own| instead[own.len()..].trim());
                names.push(name(whole, NameKind::Role, instead));
                names.push(name(&whole[article.len()..], NameKind::Role, bare));
            }
            None => {
                names.push(name(whole, NameKind::Whole, instead));
                names.extend(parts(whole).map(|part| name(part, NameKind::Part, instead)));
            }
        }
    }
    let id = person.id.as_str();
    if !ROLES.contains(&id) {
        names.push(name(id, NameKind::Whole, instead));
        names.extend(spelled_out(id).map(|id| name(&id, NameKind::Whole, instead)));
    }
    let known = folded(instead);
    names.retain(|name| {
        let is_role = ROLES.contains(&String::from_iter(&name.letters).as_str());
        let is_known = (0..known.len()).any(|at| name.end(&known, at).is_some());
        !name.letters.is_empty() && !is_role && !is_known
    });
    names
}

/// A name as it is written where its letters are missing, as in the address of a mail: `Mueller`, `Oestergaard`. Without a
/// second letter (`Muller`), it is found as any name is.
fn spelled_out(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let name: String = name.nfc().collect();
    let mut spelled = String::with_capacity(name.len());
    for c in name.chars() {
        match second_letter(c) {
            Some((first, second)) => spelled.extend([first, second]),
            None => spelled.push(c),
        }
    }
    (spelled != name).then_some(spelled)
}

/// How a letter is written where its sign is missing.
fn second_letter(c: char) -> Option<(char, char)> {
    Some(match c {
        'ä' => ('a', 'e'),
        'Ä' => ('A', 'e'),
        'ö' | 'ø' => ('o', 'e'),
        'Ö' | 'Ø' => ('O', 'e'),
        'ü' => ('u', 'e'),
        'Ü' => ('U', 'e'),
        'å' => ('a', 'a'),
        'Å' => ('A', 'a'),
        _ => return None,
    })
}

/// Whether a letter can begin a name: a capital, or one of the many scripts that have none.
fn begins_name(c: char) -> bool {
    c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase())
}

/// The parts of a name by which people are called.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let is_name = |part: &&str| {
        part.starts_with(begins_name) && part.chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    // Who is called Anna-Maria Berg-Koch is also called Anna, and Berg. Two letters are a first name (Jo-Ann), or say little
    // (El-Kovac); brackets hold what somebody does.
    let joins = |c: char| !(in_word(c) || is_combining_mark(c));
    let parts = name.split_whitespace().enumerate().flat_map(move |(n, word)| {
        let is_plain = !word.contains(['(', ')', '[', ']']);
        let pieces = word.split(joins).filter(move |piece| {
            is_plain && *piece != word && (n == 0 || piece.chars().count() > 2)
        });
        std::iter::once(word).chain(pieces)
    });
    parts.filter(is_name)
}

/// The article that a text begins with.
fn article(text: &str) -> Option<&str> {
    let first = text.split_whitespace().next()?;
    let is_article = ARTICLES.iter().any(|article| first.eq_ignore_ascii_case(article));
    (is_article && text.starts_with(first) && first.len() < text.trim_end().len()).then_some(first)
}

/// What stands before a name, without an article that the other name brings along.
fn without_article(before: &str) -> &str {
    let Some(trimmed) = before.strip_suffix([' ', '-']) else { return before };
    let start = trimmed.rfind(|c| !in_word(c)).map_or(0, |at| at + 1);
    // A sign of several bytes ends elsewhere, and no article stands behind it.
    let Some(word) = trimmed.get(start..) else { return before };
    let is_article = ARTICLES.iter().any(|article| word.eq_ignore_ascii_case(article));
    if is_article { &before[..start] } else { before }
}

impl<'j> RealName<'j> {
    /// Where the name ends that begins at a place of the letters. Who is called Mueller may be written Müller.
    fn end(&self, letters: &[Letter], start: usize) -> Option<usize> {
        self.end_of(letters, start, false).or_else(|| self.end_of(letters, start, true))
    }

    fn end_of(&self, letters: &[Letter], start: usize, is_spelled: bool) -> Option<usize> {
        let is_apart = |at: usize| {
            let (before, after) = (letters.get(at.wrapping_sub(1)), letters.get(at));
            let [Some(before), Some(after)] = [before, after] else { return true };
            [before, after]
                .iter()
                .any(|letter| letter.folded == GAP || has_no_blanks(letter.folded))
        };
        if letters.get(start)?.folded != self.letters[0] || !is_apart(start) {
            return None;
        }
        let mut at = start;
        let mut name = self.letters.iter().peekable();
        while let Some(own) = name.next() {
            if *own == GAP {
                let gap = letters[at..].iter().take_while(|letter| letter.folded == GAP).count();
                if !(1..=WIDEST_GAP).contains(&gap) {
                    return None;
                }
                at += gap;
            } else if letters.get(at)?.folded == *own {
                let second = letters[at].second.filter(|_| is_spelled);
                name.next_if(|next| second == Some(**next));
                at += 1;
            } else {
                return None;
            }
        }
        let is_s = |at: usize| letters.get(at).is_some_and(|letter| letter.folded == 's');
        let has_possessive_s = is_s(at) && !is_s(at - 1) && is_apart(at + 1);
        (is_apart(at) || has_possessive_s).then_some(at)
    }

    fn at(
        &self,
        text: &str,
        letters: &[Letter],
        start: usize,
        writing: Writing,
    ) -> Option<(usize, FoundName<'j>)> {
        let end = self.end(letters, start)?;
        let range = letters[start].start..letters[end - 1].end;
        let is_small =
            self.kind != NameKind::Role && text[range.clone()].starts_with(char::is_lowercase);
        if self.kind == NameKind::Part && writing != Writing::Id && is_small {
            return None;
        }
        let (person, instead) = (self.person, self.instead);
        Some((end, FoundName { range, person, is_small, instead }))
    }
}

/// A letter in lower case and without accents, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Letter {
    folded: char,
    /// What is written behind it where its sign is missing: the `e` of `Mueller`.
    second: Option<char>,
    start: usize,
    end: usize,
}

fn folded(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_ascii() {
            let folded = if in_word(c) { c.to_ascii_lowercase() } else { GAP };
            letters.push(Letter { folded, second: None, start, end });
        } else if is_accent(c) {
            // It belongs to the letter before it.
            if let Some(last) = letters.last_mut() {
                last.end = end;
                last.second = last.second.or(match (last.folded, c) {
                    ('a' | 'o' | 'u', '\u{308}') => Some('e'),
                    ('a', '\u{30a}') => Some('a'),
                    _ => None,
                });
            }
        } else if is_combining_mark(c) {
            // A vowel of India or Thailand makes another word.
            letters.push(Letter { folded: c, second: None, start, end });
        } else if in_word(c) {
            let small: String = c.to_lowercase().collect();
            let plain = without_accents(&small);
            // In Greek, the same letter looks otherwise at the end of a word.
            let plain = plain.chars().map(|c| if c == 'ς' { 'σ' } else { c });
            let second = second_letter(c).map(|(_, second)| second);
            letters.extend(plain.map(|folded| Letter { folded, second, start, end }));
        } else {
            letters.push(Letter { folded: GAP, second: None, start, end });
        }
    }
    letters
}

/// The letters of a name, with one gap between its words.
fn collapsed(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = folded(name).iter().map(|letter| letter.folded).collect();
    letters.dedup_by(|a, b| *a == GAP && *b == GAP);
    if letters.last() == Some(&GAP) {
        letters.pop();
    }
    if letters.first() == Some(&GAP) {
        letters.remove(0);
    }
    letters
}

/// Whether a mark only says how its letter sounds: accents, and the points of Arabic and Hebrew.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}')
}

/// Whether a letter is of a script that writes no blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
fn has_no_blanks(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::{RealNames, Writing};
    use crate::model::{Person, Slug};

    fn person(id: &str, title: &str, aliases: &[&str], share_as: Option<&str>) -> Person {
        let mut person = Person::named(Slug::new(id), title.to_owned(), None);
        person.aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        person.keys.share_as = share_as.map(ToOwned::to_owned);
        person
    }

    fn found(people: &[Person], text: &str, writing: Writing) -> Vec<String> {
        let found = RealNames::of(people).find(text, writing);
        found.into_iter().map(|found| text[found.range].to_owned()).collect()
    }

    #[test]
    fn a_name_is_found_as_whole_words_in_every_script() {
        let people = [
            person("ines", "Inès Kovač", &["IK", "王伟", "Анна", "สมชาย", "अनिल"], Some("a peer")),
            person("zoe", "Zoë", &[], Some("a peer")),
            person("wen", "Wen", &[], None),
            person("am", "Anna-Maria Berg-Koch (Design)", &["Sam O'Neill El-Kov"], Some("a peer")),
            person("jorg", "Jörg Müller-Weiß", &["Åse Ørsted", "Ju\u{308}rgen"], Some("a peer")),
            person("nikos", "Νίκος", &["山田 太郎", "김 민수", "أحمد علي"], Some("a peer")),
        ];
        for (text, names) in [
            ("Talk with ΝΙΚΟΣ, νίκος", &["ΝΙΚΟΣ", "νίκος"][..]),
            ("山田さんと面談, 太郎", &["山田", "太郎"]),
            ("민수 and أحمد", &["민수", "أحمد"]),
            ("Talk with ines", &["ines"]),
            ("INES'S plan, Inès Kovač", &["INES", "Inès Kovač"]),
            ("Kovac\u{30c} and Ines-Kovac", &["Kovac\u{30c}", "Ines-Kovac"]),
            ("ask Kovač, not kovač", &["Kovač"]),
            ("#ik/talk and ik_", &["ik", "ik"]),
            ("昨日王伟さんと話した", &["王伟"]),
            ("С анна и Аннам", &["анна"]),
            ("คุณสมชายพูด", &["สมชาย"]),
            ("अनिल से, अनिला", &["अनिल"]),
            ("Zoës Umzug, ZOES, Zoes", &["Zoë", "ZOE", "Zoe"]),
            ("Zoest, iness", &[]),
            ("Inestimable business, winesap, Wen", &[]),
            ("Talk with Berg, and Koch", &["Berg", "Koch"]),
            ("Maria, Neill: O'Neill", &["Maria", "Neill", "O'Neill"]),
            ("El plan, Design of Kov", &["Kov"]),
            ("Joerg Mueller-Weiss, JOERG", &["Joerg Mueller-Weiss", "JOERG"]),
            ("Mueller, Muller and Müller, Weiss.", &["Mueller", "Muller", "Müller, Weiss"]),
            ("Juergen, Aase Oersted, Orsted", &["Juergen", "Aase Oersted", "Orsted"]),
            ("Muellers plan, not mueller, Muellerin", &["Mueller"]),
        ] {
            assert_eq!(found(&people, text, Writing::Prose), names, "{text}");
        }
        let spelled = [person("m", "Joe Mueller", &["Aase Böe", "Lueneburg"], Some("a peer"))];
        for (text, names) in [
            (
                "Müller, Mu\u{308}ller, MUELLER, Joe Müllers plan",
                &["Müller", "Mu\u{308}ller", "MUELLER", "Joe Müller"][..],
            ),
            ("Åse, then Böe and Boe, Lüneburg", &["Åse", "Böe", "Boe", "Lüneburg"]),
            ("Muller, Jö, Mülle", &["Jö"]),
        ] {
            assert_eq!(found(&spelled, text, Writing::Prose), names, "{text}");
        }
        let in_id = |text| found(&people, text, Writing::Id);
        assert_eq!(in_id("2026-02-01-plan-of-kovac"), ["kovac"]);
        assert_eq!(in_id("2026-02-01-joerg-muellers-plan"), ["joerg", "mueller"]);
    }

    #[test]
    fn a_title_gets_the_name_that_others_know() {
        let people = [
            person("ines", "Ines", &[], Some("my manager")),
            person("lead", "The billing lead", &[], Some("an engineering lead")),
            person("will", "Will", &[], Some("a peer")),
            person("cpo", "The CPO", &[], Some("the CPO")),
            person("manager", "Manager", &[], Some("my boss")),
        ];
        let names = RealNames::of(&people);
        for (title, shown) in [
            ("Talk with Ines", Some("Talk with my manager")),
            ("Ines wants more", Some("My manager wants more")),
            ("Plan of the billing lead", Some("Plan of an engineering lead")),
            ("Her billing lead", Some("Her engineering lead")),
            ("What will change, Will?", Some("What will change, a peer?")),
            ("Of the CPO, by my manager", None),
        ] {
            assert_eq!(names.replaced(title, Writing::Prose).as_deref(), shown, "{title}");
        }
        let id = |id| names.replaced_id(&Slug::new(id)).map(|id| id.to_string());
        assert_eq!(id("2026-02-01-ines-1").as_deref(), Some("2026-02-01-my-manager-1"));
        assert_eq!(id("iness-umzug"), None);
        assert_eq!(id("wills-umzug").as_deref(), Some("a-peers-umzug"));
        assert_eq!(id("2026-02-01-lines"), None);
        let of_file = names.replaced("Talk with ines", Writing::Id);
        assert_eq!(of_file.as_deref(), Some("Talk with my manager"));
    }
}
