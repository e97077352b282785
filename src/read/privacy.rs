//! What says that others may not see a note, in the words of other programs.
//!
//! Such a key counts at any depth of the front matter, and only ever hides: a note that another
//! program would have published is published here by `visibility` alone. The list is in
//! `docs/format.md`.

use std::ops::Range;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::matter::{FieldList, Shape, ValueNode};
use super::notice;
use super::types::read_flag;
use super::written_date::written_date;
use crate::model::letters::in_word;
use crate::model::private_words::{
    is_word, means_private, means_public, means_status, means_visibility,
};

/// Keys that hide a note if they say yes, without case, hyphens and underscores.
const HIDES_IF_YES: &[&str] = &[
    "draft",
    "private",
    "hidden",
    "unlisted",
    "confidential",
    "secret",
    "internal",
    "isprivate",
    "isdraft",
    "ishidden",
    "isconfidential",
    "issecret",
    "notpublic",
    "nopublish",
    "unpublished",
    "dghide",
    // Org's for Hugo.
    "hugodraft",
    "exporthugodraft",
];
/// Keys that may be about something else, and hide a note if they say yes.
const MAY_HIDE: &[&str] = &["hide", "sensitive", "restricted", "personal", "encrypted"];
/// Keys that hide a note if they say no.
const HIDES_IF_NO: &[&str] = &[
    "publish",
    "published",
    "public",
    "share",
    "shared",
    "visible",
    "listed",
    "dgpublish",
    "ispublished",
    "ispublic",
    "isshared",
    "isvisible",
];
/// Keys whose value is a word for who may see a note.
const ACCESS: &[&str] =
    &["access", "accesslevel", "classification", "confidentiality", "privacy", "visibility"];
/// Keys that may be about something else, and hide a note where their value is a word for that.
const KINDS: &[&str] =
    &["status", "poststatus", "state", "type", "kind", "audience", "sharing", "sensitivity"];
/// Those of them, and others, whose value may be a word for nobody.
const AUDIENCES: &[&str] =
    &["audience", "sharing", "sharewith", "sharedwith", "visibleto", "whocansee", "whocanseethis"];
/// Words that hide a note.
const HIDING_WORDS: &[&str] = &[
    "private",
    "draft",
    "confidential",
    "secret",
    "internal",
    "hidden",
    "unlisted",
    "restricted",
    "sensitive",
    "personal",
    "never",
];
/// Words for an audience without anybody else.
const NOBODY: &[&str] = &["me", "myself", "self", "nobody", "none"];
/// Words that do not.
const OPEN_WORDS: &[&str] = &[
    "public",
    "open",
    "unclassified",
    "everyone",
    "everybody",
    "anyone",
    "all",
    "world",
    "manager",
];
/// Tags that hide a note, alone or as a part of one: `#private/health`, `#work/private`.
const HIDING_TAGS: &[&str] = &["private", "confidential", "secret", "draft"];
/// Keys whose values are tags.
const TAG_KEYS: &[&str] = &[
    "tags",
    "tag",
    "keywords",
    "keyword",
    "categories",
    "category",
    "labels",
    "label",
    "topics",
    "topic",
    // Org's, which have colons around them: `:work:private:`.
    "filetags",
    // Evernote's and Joplin's.
    "notebook",
    "notebooks",
    "folder",
];
/// Folders that hide their notes, each with and without the `_` of Jekyll and Hexo.
const HIDING_FOLDERS: &[&str] =
    &["drafts", "draft", "private", "confidential", "secret", "secrets", "hidden"];
/// Words beside one that hides, in the name of a folder or a tag, that are about no topic: `Private Notes`.
const NO_TOPIC: &[&str] = &[
    "my", "notes", "note", "work", "journal", "diary", "log", "entries", "stuff", "things",
    "files", "docs", "folder", "meine", "notizen", "mes", "mis", "notas", "appunti",
];

/// How much of a line is looked at for a word that decides, in characters.
const LONGEST_VALUE: usize = 256;
/// How long the key of a property can be, in bytes.
const LONGEST_KEY: usize = 80;

/// The colon of East Asian keyboards.
pub(super) const WIDE_COLON: char = '：';

/// The keys of this program, which are read at the top of the front matter.
const OWN: [&str; 4] = ["visibility", "draft", "private", "publish"];

/// A key that says who may see the note.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Deciding {
    /// The key as it is written.
    pub key: String,
    /// Its place in the YAML.
    pub span: Range<usize>,
    /// What it says.
    pub verdict: PrivacyRuling,
}

/// What a key says of who may see the note.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PrivacyRuling {
    /// Nobody but the author.
    Hides,
    /// Others, but not before that day.
    From(Date),
    /// Others, but not from that day on.
    Until(Date),
    /// It can't be read.
    Unreadable(&'static str),
}

/// The keys that decide, at any depth, but for this program's own at the top.
pub(super) fn deciding(fields: &FieldList) -> Vec<Deciding> {
    let mut found = Vec::new();
    for (name, span, node) in fields {
        let name_here = name.to_lowercase();
        // These are read as what they are.
        if !OWN.contains(&name_here.as_str()) && !["tags", "tag"].contains(&name_here.as_str()) {
            look_at(name, span, node, &mut found);
        }
        look_within(node, &mut found);
    }
    found
}

/// The keys that decide below those of these names, and tags in lists within lists: `tags: [[private]]`.
pub(super) fn deciding_below(fields: &FieldList, names: &[&str]) -> Vec<Deciding> {
    let mut found = Vec::new();
    for (name, span, node) in fields {
        if !names.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            continue;
        }
        let Shape::List(items) = &node.shape else {
            look_within(node, &mut found);
            continue;
        };
        let is_list = |item: &&ValueNode| matches!(item.shape, Shape::List(_));
        if items.iter().filter(is_list).any(|item| is_hiding_tag(name, item)) {
            let verdict = PrivacyRuling::Hides;
            found.push(Deciding { key: name.clone(), span: span.clone(), verdict });
        }
        look_within(node, &mut found);
    }
    found
}

/// Whether a value of a key of tags hides.
fn is_hiding_tag(name: &str, node: &ValueNode) -> bool {
    TAG_KEYS.contains(&plain(name).as_str()) && has_hiding_tag(node)
}

fn look_within(node: &ValueNode, found: &mut Vec<Deciding>) {
    match &node.shape {
        Shape::Scalar(..) => {}
        Shape::List(items) => items.iter().for_each(|item| look_within(item, found)),
        Shape::Map(pairs) => {
            for (key, value) in pairs {
                if let Some(name) = key.scalar() {
                    look_at(name, &key.range, value, found);
                }
                look_within(value, found);
            }
        }
    }
}

fn look_at(name: &str, span: &Range<usize>, node: &ValueNode, found: &mut Vec<Deciding>) {
    if node.is_null() {
        return;
    }
    let is_tagged = || is_hiding_tag(name, node);
    let verdict = verdict(name, node.scalar());
    if let Some(verdict) = verdict.or_else(|| is_tagged().then_some(PrivacyRuling::Hides)) {
        found.push(Deciding { key: name.to_owned(), span: span.clone(), verdict });
    }
}

/// Whether a table of keys hides notes, or may: each key of it counts as in front matter.
pub(super) fn node_hides(node: &ValueNode) -> bool {
    match &node.shape {
        Shape::Scalar(..) => false,
        Shape::List(items) => items.iter().any(node_hides),
        Shape::Map(pairs) => pairs.iter().any(|(key, value)| {
            let name = key.scalar().unwrap_or_default();
            let mut found = Vec::new();
            look_at(name, &key.range, value, &mut found);
            !found.is_empty() || node_hides(value)
        }),
    }
}

/// The same for the keys of a file.
pub(super) fn fields_hide(fields: &FieldList) -> bool {
    fields.iter().any(|(name, span, node)| {
        let mut found = Vec::new();
        look_at(name, span, node, &mut found);
        !found.is_empty() || node_hides(node)
    })
}

/// Whether a value is a tag that hides a note, or has one among others.
fn has_hiding_tag(node: &ValueNode) -> bool {
    match &node.shape {
        Shape::Scalar(text, _) => {
            text.split([' ', ',', ':']).any(|tag| tag_hides(tag.trim_start_matches('#')))
        }
        Shape::List(items) => items.iter().any(has_hiding_tag),
        Shape::Map(_) => false,
    }
}

/// A key's name without what is only a manner of writing it, such as the wide letters of East Asian
/// keyboards.
fn plain(name: &str) -> String {
    if name.is_ascii() {
        let letters = name.chars().filter(|c| !matches!(c, '-' | '_' | ' ' | '?'));
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    name.nfkc()
        .filter(|c| !matches!(c, '-' | '_' | ' ' | '?'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a key with a value says; a value that is no scalar has no text.
fn verdict(name: &str, text: Option<&str>) -> Option<PrivacyRuling> {
    let name = plain(name);
    let name = name.as_str();
    let flag = text.and_then(read_flag);
    let date = || text.and_then(|text| written_date(text).ok());
    let hides = |hides: bool| hides.then_some(PrivacyRuling::Hides);
    match name {
        // In some programs it is a date.
        "published" if date().is_some() => date().map(PrivacyRuling::From),
        _ if HIDES_IF_YES.contains(&name) => {
            flag.map_or(Some(PrivacyRuling::Unreadable("write `true` or `false`")), hides)
        }
        _ if HIDES_IF_NO.contains(&name) => {
            let no = |flag: bool| hides(!flag);
            flag.map_or(Some(PrivacyRuling::Unreadable("write `true` or `false`")), no)
        }
        _ if ACCESS.contains(&name) => {
            let text = text.unwrap_or_default();
            if has_hiding_word(text, HIDING_WORDS) || has_word(text, NOBODY) {
                Some(PrivacyRuling::Hides)
            } else if has_word(text, OPEN_WORDS) {
                None
            } else {
                Some(PrivacyRuling::Unreadable("write `private` or `public`"))
            }
        }
        _ if AUDIENCES.contains(&name) && text.is_some_and(|text| has_word(text, NOBODY)) => {
            hides(true)
        }
        _ if is_kind(name) => {
            hides(text.is_some_and(|text| has_hiding_word(text, &HIDING_WORDS[..6])))
        }
        // A list says which parts of a page some programs hide, a path where they put it.
        _ if MAY_HIDE.contains(&name) => hides(flag == Some(true)),
        "permalink" => hides(flag == Some(false)),
        // Others would be asked for it.
        "password" => hides(flag != Some(false) && text != Some("")),
        "render" | "list" => {
            hides(flag == Some(false) || text.is_some_and(|text| has_word(text, &["never"])))
        }
        // It may be about something else, a number to call in private; and who meant to hide the note must be heard.
        _ if means_private(name) => hides(flag != Some(false)),
        _ if means_public(name) => hides(flag != Some(true)),
        "embargo" | "expires" if flag == Some(false) => None,
        "expires" if text.is_some_and(|text| has_word(text, &["never"])) => None,
        "embargo" | "publishdate" | "publishon" => Some(date().map_or(
            PrivacyRuling::Unreadable("a date is written `2026-01-31`"),
            PrivacyRuling::From,
        )),
        "expires" | "expirydate" | "unpublishdate" | "unpublishon" => Some(date().map_or(
            PrivacyRuling::Unreadable("a date is written `2026-01-31`"),
            PrivacyRuling::Until,
        )),
        _ => None,
    }
}

/// Whether the value of a key may be a word that hides, or one for something else.
fn is_kind(name: &str) -> bool {
    KINDS.contains(&name)
        || AUDIENCES.contains(&name)
        || means_visibility(name)
        || means_status(name)
}

fn has_word(text: &str, words: &[&str]) -> bool {
    let mut written = text.split(|c: char| !in_word(c));
    written.any(|written| words.iter().any(|word| written.eq_ignore_ascii_case(word)))
}

/// Whether one of the words of a text hides a note.
fn has_hiding_word(text: &str, words: &[&str]) -> bool {
    has_word(text, words) || text.split(|c: char| !in_word(c)).any(means_private)
}

/// Whether a key is one that says who may see a note, in this program or in another.
pub(super) fn is_deciding(name: &str) -> bool {
    let name = plain(name);
    let name = name.as_str();
    HIDES_IF_YES.contains(&name)
        || HIDES_IF_NO.contains(&name)
        || ACCESS.contains(&name)
        || means_private(name)
        || means_public(name)
}

/// Whether a line of text says `key: value`, as if it stood in front matter, where that would
/// decide who may see the note. In prose, other words follow such a key. `by_any` takes the keys of
/// other programs too.
pub(super) fn line_decides(line: &str, by_any: bool) -> bool {
    // Every line of a journal is looked at. The third is the first byte of a wide colon.
    if memchr::memchr3(b':', b'=', 0xEF, line.as_bytes()).is_none() {
        return false;
    }
    let words = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    // The number of a list: `1. private: yes`.
    let behind = words.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')']);
    let words = behind.filter(|rest| rest.starts_with(' ')).map_or(words, str::trim_start);
    let in_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | '?');
    let path = words.split(|c: char| !in_key(c)).next().unwrap_or_default();
    // It may be emphasized: `**private**: yes`.
    let rest = words[path.len()..].trim_start_matches(['*', '~', '`']).trim_start();
    // In TOML a key may be a path.
    let key = path.rsplit('.').next().unwrap_or(path).trim_matches(['"', '\'', '_']);
    // An inline field is looked at where it is known what it stands in.
    if rest.starts_with("::") {
        return false;
    }
    let Some(value) = rest.strip_prefix([':', '=', WIDE_COLON]) else { return false };
    let name = plain(key);
    let hides = HIDES_IF_YES.contains(&name.as_str()) || means_private(&name);
    let own = OWN.contains(&key.to_lowercase().as_str());
    let is_tags = by_any && TAG_KEYS.contains(&name.as_str());
    let is_kind = by_any && is_kind(&name) || means_visibility(&name);
    if !(own || hides || is_tags || is_kind || by_any && is_deciding(key)) {
        return false;
    }
    // A word that decides is short, and a line may be as long as a file.
    let end = value.char_indices().nth(LONGEST_VALUE).map_or(value.len(), |(at, _)| at);
    let value = &value[..end];
    let value = value.split(" #").next().unwrap_or_default();
    let value = value.trim_matches(|c: char| !c.is_alphanumeric());
    if is_tags {
        return value.split([',', ' ', ':']).any(|tag| tag_hides(tag.trim_start_matches('#')));
    }
    if is_kind {
        return is_word(value, &HIDING_WORDS[..6]) || means_private(value);
    }
    // Org writes `nil` for no.
    read_flag(value).is_some()
        || value.eq_ignore_ascii_case("nil")
        || [HIDING_WORDS, OPEN_WORDS]
            .iter()
            .any(|words| words.iter().any(|word| value.eq_ignore_ascii_case(word)))
}

/// Whether a line of properties (`Visibility: only me`, `**Published:** not yet`, the cells of a table) hides a note. Each
/// of its keys may have several words, and its value any that say nothing else.
pub(super) fn property_hides(line: &str) -> bool {
    let signs = ['*', '_', '`', '~', ' ', '\t', '-', '+', '>'];
    let (key, value) = match line.trim().strip_prefix('|') {
        Some(cells) => cells.split_once('|').unwrap_or_default(),
        None => line.split_once([':', '=', WIDE_COLON]).unwrap_or_default(),
    };
    // An inline field is looked at where it is known what it stands in.
    if key.is_empty() || key.len() > LONGEST_KEY || value.starts_with(':') {
        return false;
    }
    let name = plain(key.trim_matches(signs));
    let name = name.as_str();
    let end = value.char_indices().nth(LONGEST_VALUE).map_or(value.len(), |(at, _)| at);
    let value = value[..end].trim().trim_end_matches('|').trim_matches(signs);
    let says_no = || read_flag(value) == Some(false) || notice::begins_with_no(value);
    match name {
        _ if HIDES_IF_YES.contains(&name) || means_private(name) => read_flag(value) == Some(true),
        _ if HIDES_IF_NO.contains(&name) || means_public(name) => {
            says_no() || notice::is_notice(value)
        }
        _ if ACCESS.contains(&name) || is_kind(name) => notice::is_notice(value),
        _ if TAG_KEYS.contains(&name) => {
            value.split([',', ' ', ':']).any(|tag| tag_hides(tag.trim_start_matches('#')))
        }
        _ => false,
    }
}

/// Whether a comment says that the note is private, and nothing else; its words end with `close`.
pub(super) fn comment_hides(words: &str, close: &str) -> bool {
    // Nobody says so at length, and a comment may be as long as a file.
    let end = words.char_indices().nth(LONGEST_VALUE).map_or(words.len(), |(at, _)| at);
    let words = words[..end].split(close).next().unwrap_or_default();
    notice::is_notice(words) || line_decides(words.trim(), true)
}

/// Whether what stands in braces has a key that decides: `{draft: true, title: x}`.
pub(super) fn braces_decide(line: &str) -> bool {
    line.split([',', '{', '}']).any(|pair| line_decides(pair, true))
}

/// Whether some word of a text is a key that would decide who may see a note, by what stands behind it.
pub(super) fn decides_within(text: &str) -> bool {
    text.match_indices(':').any(|(colon, _)| {
        let key = text[..colon].rfind([' ', '\t', ',', '{', '[']).map_or(0, |before| before + 1);
        line_decides(&text[key..], true)
    })
}

/// Whether a key with that value hides a note, or may.
pub(super) fn decides(key: &str, value: &str) -> bool {
    verdict(key, Some(value)).is_some()
}

/// Whether `key:: value` says who may see a note, in the words of this program or of another.
pub(super) fn says_who_sees(key: &str, value: &str) -> bool {
    let first = value.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let word =
        [HIDING_WORDS, OPEN_WORDS].concat().iter().any(|own| first.eq_ignore_ascii_case(own));
    (word || read_flag(first).is_some() || read_flag(value).is_some())
        && (is_deciding(key) || OWN.contains(&key.to_lowercase().as_str()))
}

/// The folder around a note that hides it. Numbers and signs may stand around its name: `90 Private`. In Logseq, `___`
/// or `%2F` in the name of a file stands for a slash, and in Dendron (`dotted`), a dot does.
pub(super) fn hiding_folder(path: &str, dotted: bool) -> Option<&str> {
    let hides = |folder: &&str| {
        let around = |c: char| c.is_ascii_digit() || !(c.is_alphabetic() || is_combining_mark(c));
        let name = folder.trim_matches(around);
        !name.is_empty() && hides_by_name(name, HIDING_FOLDERS)
    };
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    // Most names have no such sign, and every note has a name.
    let has_slash = memchr::memchr2(b'_', b'%', name.as_bytes()).is_some();
    let slashes = if has_slash { &["___", "%2F", "%2f"][..] } else { &[] };
    let in_name = slashes.iter().flat_map(|slash| name.rsplit(slash).skip(1));
    let by_dots = name.rsplit('.').skip(1).filter(|_| dotted);
    in_name.chain(by_dots).chain(folders.rsplit('/')).find(hides)
}

/// Whether a tag hides its note.
pub(super) fn tag_hides(tag: &str) -> bool {
    tag.split('/').any(|part| hides_by_name(part, HIDING_TAGS))
}

/// Whether a name is one of these words or one of another language that hides, alone or beside words that are about no
/// topic: `Private Notes`, `my-private`. A `private-sector` is a topic.
fn hides_by_name(name: &str, words: &[&str]) -> bool {
    let hides = |word: &str| is_word(word, words) || means_private(word);
    if hides(name) {
        return true;
    }
    let apart = |c: char| matches!(c, ' ' | '-' | '_');
    if !name.contains(apart) {
        return false;
    }
    let mut found = false;
    let all = name.split(apart).filter(|word| !word.is_empty()).all(|word| {
        let is_hiding = hides(word);
        found |= is_hiding;
        is_hiding || is_word(word, NO_TOPIC)
    });
    all && found
}

/// The tag in a value or a title that hides its note: `Met HR #private`. Emphasis may stand around it; the fragment of an
/// address is none.
pub(super) fn hiding_tag(text: &str) -> Option<&str> {
    let opens = |at: usize| {
        text[..at].chars().next_back().is_none_or(|before| !(in_word(before) || before == '/'))
    };
    // The second is the sign of East Asian keyboards.
    tags_behind(text, '#', opens).or_else(|| tags_behind(text, '＃', opens))
}

/// The tag in the path of a note that hides it. In a name, a hyphen may stand where a title has a blank.
pub(super) fn hiding_tag_of_path(path: &str) -> Option<&str> {
    let end = |c: char| !(in_word(c) || c == '_');
    let names = path.match_indices(['#', '＃']);
    let names = names.map(|(at, sign)| path[at + sign.len()..].split(end).next());
    names.flatten().find(|name| tag_hides(name))
}

/// The tag of jrnl, whose tags begin with `@`, too, that hides an entry.
pub(super) fn hiding_jrnl_tag(text: &str) -> Option<&str> {
    let opens = |at: usize| text[..at].chars().next_back().is_none_or(|before| !in_word(before));
    tags_behind(text, '@', opens)
}

/// The tag behind a heading of Org that hides it: `Pay :work:private:`.
pub(super) fn hiding_org_tag(text: &str) -> Option<&str> {
    let tags = text.trim_end().strip_suffix(':')?;
    let tags = tags.rsplit([' ', '\t']).next()?.strip_prefix(':')?;
    tags.split(':').find(|tag| tag_hides(tag))
}

fn tags_behind(text: &str, sign: char, opens: impl Fn(usize) -> bool) -> Option<&str> {
    let end = |c: char| !(in_word(c) || matches!(c, '-' | '_' | '/'));
    let found = text.match_indices(sign).filter(|(at, _)| opens(*at));
    let mut names = found.filter_map(|(at, sign)| text[at + sign.len()..].split(end).next());
    names.find(|name| tag_hides(name.trim_matches(['_', '-'])))
}

/// The tag in a value of front matter, at any depth, that hides its note.
pub(super) fn hiding_tag_of_fields(fields: &FieldList) -> Option<&str> {
    fields.iter().find_map(|(.., node)| hiding_tag_of_node(node))
}

fn hiding_tag_of_node(node: &ValueNode) -> Option<&str> {
    match &node.shape {
        Shape::Scalar(text, _) => hiding_tag(text),
        Shape::List(items) => items.iter().find_map(hiding_tag_of_node),
        Shape::Map(pairs) => pairs
            .iter()
            .find_map(|(key, value)| hiding_tag_of_node(key).or_else(|| hiding_tag_of_node(value))),
    }
}

/// A tag in YAML that hides a note and is a comment, as its `#` begins one: `tags: #private`.
pub(super) fn commented_tag(yaml: &str) -> Option<&str> {
    let end = |c: char| c.is_whitespace() || matches!(c, ',' | ']');
    let tags = yaml.match_indices('#').filter_map(|(at, _)| {
        let opens = yaml[..at].chars().next_back().is_none_or(|c| end(c) || c == '[');
        opens.then(|| yaml[at + 1..].split(end).next().unwrap_or_default())
    });
    tags.into_iter().find(|tag| tag_hides(tag))
}

#[cfg(test)]
mod tests {
    use super::{
        PrivacyRuling, commented_tag, decides_within, deciding, hiding_folder, line_decides,
        tag_hides,
    };
    use crate::read::matter::{self, Format, MAX_BYTES};

    fn verdicts(text: &str) -> Vec<PrivacyRuling> {
        let fields = matter::fields(text, Format::Yaml, MAX_BYTES).expect("YAML");
        deciding(&fields).into_iter().map(|found| found.verdict).collect()
    }

    #[test]
    fn words_of_other_programs_hide_at_any_depth() {
        let hiding = [
            "published: false",
            "published: 'No'",
            "hidden: true",
            "unlisted: yes",
            "confidential: y",
            "dg-hide: true",
            "dgHide: 1",
            "dg_publish: off",
            "dg-publish: false",
            "public: no",
            "share: false",
            "visible: 0",
            "access: private",
            "access: Restricted",
            "classification: strictly confidential",
            "status: private",
            "status: Draft",
            "state: draft",
            "type: private",
            "audience: internal",
            "audience: me",
            "sharing: private",
            "hide: true",
            "permalink: false",
            "build: {render: never}",
            "no_publish: true",
            "unpublished: yes",
            "sensitive: true",
            "encrypted: yes",
            "privacy: private",
            "confidentiality: internal",
            "sensitivity: confidential",
            "password: hunter2",
            "build: {render: false}",
            "ｐｒｉｖａｔｅ: yes",
            "secret: ja",
            "internal: oui",
            "privé: oui",
            "prive\u{301}: oui",
            "Privat: Ja",
            "geheim: 'ja'",
            "非公開: yes",
            "vertraulich: Projekt",
            "status: vertraulich",
            "access: privé",
            "keywords: privé/santé",
        ];
        for text in hiding {
            assert_eq!(verdicts(text), [PrivacyRuling::Hides], "{text}");
            let nested = format!("a:\n  - b: {{{text}}}\n");
            assert_eq!(verdicts(&nested), [PrivacyRuling::Hides], "{nested}");
        }
        for text in [
            "params: {private: yes}",
            "a: {draft: on}",
            "a: {publish: no}",
            "a: {visibility: private}",
        ] {
            assert_eq!(verdicts(text), [PrivacyRuling::Hides], "{text}");
        }
    }

    #[test]
    fn nothing_widens_and_other_values_are_errors() {
        for text in [
            "published: true",
            "public: yes",
            "a: {visibility: public}",
            "status: delivered",
            "audience: engineers",
            "hide: [navigation]",
            "personal: I ran again",
            "sensitivity: low",
            "password: no",
            "expires: never",
            "permalink: /a/",
            "hidden:",
            "access: public",
            "privat: nein",
            "privilege: yes",
            "interne: oui",
        ] {
            assert_eq!(verdicts(text), [], "{text}");
        }
        for text in [
            "hidden: maybe",
            "published: soon",
            "public: [team]",
            "access: colleagues",
            "publishDate: later",
            "a: {private: perhaps}",
        ] {
            assert!(matches!(verdicts(text)[..], [PrivacyRuling::Unreadable(_)]), "{text}");
        }
    }

    #[test]
    fn dates_bound_a_period() {
        let day = jiff::civil::date(2027, 1, 31);
        assert_eq!(verdicts("publishDate: 2027-01-31"), [PrivacyRuling::From(day)]);
        assert_eq!(verdicts("published: 2027-01-31T10:00:00Z"), [PrivacyRuling::From(day)]);
        assert_eq!(verdicts("expiryDate: '2027-01-31'"), [PrivacyRuling::Until(day)]);
        assert_eq!(verdicts("embargo: 2027-01-31"), [PrivacyRuling::From(day)]);
        assert_eq!(verdicts("expires: 2027-01-31"), [PrivacyRuling::Until(day)]);
    }

    #[test]
    fn a_line_that_would_decide_is_no_prose() {
        for line in [
            "private: yes",
            "  - private: true",
            "> draft: yes # so",
            "**private**: yes",
            "__Private__: yes",
            "`draft`: yes",
            "\"visibility\": \"private\",",
            "private = true",
        ] {
            assert!(line_decides(line, false), "{line}");
        }
        assert!(
            line_decides("dg-publish: false", true) && !line_decides("dg-publish: false", false)
        );
        for line in ["private: a word with many meanings", "Status: draft", "yes", "draft"] {
            assert!(!line_decides(line, false), "{line}");
        }
    }

    #[test]
    fn a_key_within_a_value_is_found() {
        for text in
            ["private: yes", "a: private: yes", "{x: 1, draft: true}", "x, publish: no # so"]
        {
            assert!(decides_within(text), "{text}");
        }
        for text in
            ["L6: staff", "he said: yes", "private: a word with many meanings", "10:30: draft"]
        {
            assert!(!decides_within(text), "{text}");
        }
    }

    #[test]
    fn some_folders_hide_their_notes() {
        for (path, folder) in [
            ("blog/_drafts/a.md", Some("_drafts")),
            ("Drafts/b/a.md", Some("Drafts")),
            ("entries/private/a.md", Some("private")),
            ("entries/_Confidential/2026/a.md", Some("_Confidential")),
            ("notes/Privé/a.md", Some("Privé")),
            ("90 Private/a.md", Some("90 Private")),
            ("Private /a.md", Some("Private ")),
            ("Private 2/a.md", Some("Private 2")),
            ("Private_/a.md", Some("Private_")),
            ("Prive\u{301}/a.md", Some("Prive\u{301}")),
            ("pages/private%2Fdiary.md", Some("private")),
            ("🔒 privat/a.md", Some("🔒 privat")),
            ("pages/private___diary.md", Some("private")),
            ("pages/work___private.md", None),
            ("blog/_drafts.md", None),
            ("Private Notes/a.md", Some("Private Notes")),
            ("private-notes/a.md", Some("private-notes")),
            ("Work Private/a.md", Some("Work Private")),
            ("Notes privées/a.md", Some("Notes privées")),
            ("Entwürfe/a.md", Some("Entwürfe")),
            ("草稿箱/a.md", Some("草稿箱")),
            ("work notes/a.md", None),
            ("drafts-of-plans/a.md", None),
            ("private-sector/a.md", None),
        ] {
            assert_eq!(hiding_folder(path, false), folder, "{path}");
        }
        assert_eq!(super::hiding_tag_of_path("a/Talk ＃非公開.md"), Some("非公開"));
        let dotted = "work/private.journal.2026.01.03.md";
        assert_eq!(hiding_folder(dotted, true), Some("private"));
        assert_eq!(hiding_folder(dotted, false), None);
    }

    #[test]
    fn a_tag_hides_with_each_of_its_parts() {
        for tag in [
            "private",
            "Private/health",
            "work/SECRET",
            "a/confidential/b",
            "privé",
            "非公開/a",
            "private-notes",
        ] {
            assert!(tag_hides(tag), "{tag}");
        }
        assert!(!tag_hides("privately") && !tag_hides("private-sector"));
        for text in [
            "keywords: private",
            "categories: [a, Private]",
            "a: {labels: [b/secret]}",
            "taxonomies: {tags: [private]}",
            "is_draft: yes",
            "isPublished: false",
            "hidden?: true",
            "Published?: false",
            "kind: private",
            "label: private",
            "topics: [private]",
            "audience: self",
        ] {
            assert_eq!(verdicts(text), [PrivacyRuling::Hides], "{text}");
        }
        assert_eq!(verdicts("categories: [private-sector]"), []);
    }

    #[test]
    fn a_tag_that_yaml_takes_for_a_comment_is_meant() {
        for text in ["tags: #private\n", "tags:\n  - #Private/x\n  - b\n", "tags: [a, #secret]"] {
            assert!(commented_tag(text).is_some(), "{text:?}");
        }
        for text in
            ["#private: yes\n", "tags: a # private\n", "a: b#private\n", "tags: #privately\n"]
        {
            assert_eq!(commented_tag(text), None, "{text:?}");
        }
    }
}
