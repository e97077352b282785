//! The note that is made of a reply to a packet.
//!
//! Nothing that the reader wrote is Markdown in it: their words are values of keys, in quotes and on one line each.

use super::{NewNote, Request, path};
use crate::model::Journal;
use crate::model::keys::{COMMON_KEYS, ENTRY_KEYS};
use crate::model::reply::{Recommends, ReplyAnswers, ReplyForm};
use crate::model::vocabulary::{Answer, Kind, Visibility};
use crate::model::{NoteTemplate, Slug};

/// The note is at most that long, in bytes.
pub const LONGEST: usize = 16 << 10;

/// What the note says beside the answers.
pub struct ReplyNote<'a> {
    /// The id of the copy that was answered.
    pub id: &'a str,
    /// What the copy asked.
    pub form: &'a ReplyForm,
    /// What was answered.
    pub answers: &'a ReplyAnswers,
    /// Who answered.
    pub reader: &'a Slug,
    /// What they are called within a sentence.
    pub reader_name: &'a str,
    /// In whose thread the note is: that of the reader, or of the direct report whose goal it is.
    pub with: &'a Slug,
    /// Where it goes, and its day.
    pub request: &'a Request,
}

/// The request for such a note.
pub fn request(date: jiff::civil::Date, goal: &Slug, with: &Slug) -> Request {
    Request {
        template: NoteTemplate::Kind(Kind::Feedback),
        title: None,
        date,
        tasks: Vec::new(),
        goals: vec![goal.clone()],
        with: vec![with.clone()],
        about: None,
        folder: None,
    }
}

/// The note.
pub fn reply(journal: &Journal, note: &ReplyNote<'_>) -> NewNote {
    let ReplyNote { id, form, answers, reader, reader_name, with, request } = note;
    let ReplyAnswers { confirms, missing, recommends, recommendation, quote } = answers;
    let title = format!("What {reader_name} answered");
    let answer = recommends.map(|recommends| match recommends {
        Recommends::Yes => Answer::Yes,
        Recommends::Later => Answer::Later,
    });
    let words = |text: &String| Some(quoted(text)).filter(|_| !text.is_empty());
    let keys = [
        (COMMON_KEYS.title, Some(quoted(&title))),
        (ENTRY_KEYS.kind, Some(Kind::Feedback.word().to_owned())),
        // Whatever the journal shares by default.
        (COMMON_KEYS.visibility, Some(Visibility::Private.word().to_owned())),
        (ENTRY_KEYS.with, Some(quoted(with.as_str()))),
        (ENTRY_KEYS.goals, Some(quoted(&form.goal))),
        (ENTRY_KEYS.recommends, answer.map(|answer| answer.word().to_owned())),
        (ENTRY_KEYS.recommendation, words(recommendation)),
        (ENTRY_KEYS.still_missing, words(missing)),
        (ENTRY_KEYS.quote_from, Some(quoted(reader.as_str()))),
        (ENTRY_KEYS.quote_ok, quote.then(|| "yes".to_owned())),
        (ENTRY_KEYS.reply, Some(quoted(id))),
    ];
    let keys = keys.into_iter().filter_map(|(key, value)| Some(format!("{key}: {}\n", value?)));
    let mut text = format!("---\n{}---\n", keys.collect::<String>());
    // Whoever may see the note gets none of this: it is for its author.
    text.push_str(&format!(
        "\n> [!private]\n> Answers to the packet of {} for {}, made with the copy of {}.\n",
        plain(&form.made),
        plain(&form.title),
        plain(reader_name)
    ));
    if !confirms.is_empty() {
        let titles = form.competencies.iter().filter(|own| confirms.contains(&own.id));
        let titles = titles.map(|own| format!("> - {}\n", plain(&own.title)));
        text.push_str(&format!(
            ">\n> They ticked these as confirmed. That counts once you name them under `{}` in the notes on the work:\n>\n{}",
            ENTRY_KEYS.confirmed_by,
            titles.collect::<String>()
        ));
    }
    NewNote { path: path::path(journal, request, Some(&title)), text }
}

/// A text as a YAML value in quotes, on one line. What would be a comment, a link or an embed in some program that
/// reads the note is taken apart.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in apart(text).chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Other line ends, marks that change the direction of what follows, and what no editor shows.
            c if must_be_escaped(c) => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

fn must_be_escaped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..)
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Reading removes comments from values; other programs take a wikilink or an address in a value for a link.
fn apart(text: &str) -> String {
    let mut text = text.to_owned();
    for (mark, apart) in [("%%", "% %"), ("<!--", "<! --"), ("[[", "[ ["), ("://", ": //")] {
        while text.contains(mark) {
            text = text.replace(mark, apart);
        }
    }
    text
}

/// A text of the author's as Markdown that shows it on one line.
fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plain = String::with_capacity(text.len());
    for c in apart(&text).chars().filter(|c| !c.is_control()) {
        // `2026-11-21` and `half-way` stay; a list begins with a `-` that follows nothing.
        let joins = c == '-' && plain.ends_with(char::is_alphanumeric);
        if c.is_ascii_punctuation() && !joins && !matches!(c, ',' | '\'' | '/') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
