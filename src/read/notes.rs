//! One file at a time: bytes to a note, with every problem of it located.
//!
//! A note with an error stays out of the journal: what could not be read might have said that it
//! is private.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::Texts;
use super::fields::Fields;
use super::front_matter::{AsWritten, ReadKeys, is_locked, visibility};
use super::inline_fields::{self, StatedAccess, WrittenField};
use super::jrnl::{self, JrnlEntry};
use super::matter::{MAX_BYTES, Shape, ValueNode};
use super::notice::{self, LONGEST, is_plain_notice, is_titled_private};
use super::parts::{self, PartSpan};
use super::path_name::{note_id, path_name, path_name_in};
use super::privacy::{
    comment_hides, decides, hiding_folder, hiding_jrnl_tag, hiding_org_tag, hiding_tag,
    hiding_tag_of_path, line_decides, tag_hides,
};
use super::scan::{Scanned, scan};
use super::source::SourceFile;
use super::split::{Split, SplitError, split};
use super::stray::stray_line;
use super::types::{Flag, Name, ScalarText, read_flag};
use super::values::text;
use crate::diagnostic::{Diagnostic, codes};
use crate::markdown::comments;
use crate::markdown::part_title;
use crate::model::conventions::Conventions;
use crate::model::dates::{Period, YEARS};
use crate::model::document::{Kind as NodeKind, NodeId};
use crate::model::keys::{CommonKeys, EntryKeys, GoalKeys};
use crate::model::ladder::Level;
use crate::model::name;
use crate::model::phrasing::choices;
use crate::model::vocabulary::{Kind, Visibility, Word};
use crate::model::{Competency, Config, Entry, Ladder, Slug};

/// Something that was read from a file, before names and links are resolved against the others.
#[derive(Clone)]
pub struct ParsedNote<T> {
    /// What it says.
    pub value: T,
    /// Its file.
    pub source: SourceFile,
    /// Its text.
    pub scanned: Scanned,
}

/// What a note among the entries says.
#[derive(Clone)]
pub struct NoteHead {
    /// What every note has. Its title may be that of its text or its name.
    pub head: NoteHeader<EntryKeys<AsWritten>>,
    /// Its date, from its keys or its path.
    pub date: Option<Date>,
    /// Its name, from its path.
    pub name: String,
    /// Its date and the slug of its name, or either alone. Its id is the same, unless another note
    /// has that.
    pub plain_id: Slug,
    /// Its tags, as its keys have them.
    pub tags: Vec<String>,
    /// The author's own keys.
    pub extra: BTreeMap<String, String>,
    /// The parts of its text that are entries of their own, in order.
    pub parts: Vec<ParsedPart>,
}

/// What a part of a day's note says.
#[derive(Clone)]
pub struct ParsedPart {
    /// What every note has. It says always who may see it.
    pub head: NoteHeader<EntryKeys<AsWritten>>,
    /// Its id, unless another note has that.
    pub plain_id: Slug,
    /// The `^name` on its own line.
    pub block: Option<String>,
    /// Its tags, as its keys have them.
    pub tags: Vec<String>,
    /// The author's own keys.
    pub extra: BTreeMap<String, String>,
}

/// What every note has, and the keys of its sort.
#[derive(Clone)]
pub struct NoteHeader<K> {
    /// Its id: of an entry with its date, else the slug of its name.
    pub id: Slug,
    /// Its title.
    pub title: String,
    /// Other names by which links reach it.
    pub aliases: Vec<String>,
    /// The widest audience that may see it, where it says so.
    pub visibility: Option<Visibility>,
    /// The days on which others may see it.
    pub period: Period,
    /// Whether HTML in the text is let through, where it says so.
    pub raw_html: Option<bool>,
    /// Its other keys.
    pub keys: K,
}

impl<K> NoteHeader<K> {
    fn new(common: CommonKeys, privacy: Privacy, id: Slug, title: String, keys: K) -> Self {
        let Privacy { hides, period, in_text } = privacy;
        let visibility =
            if hides { Some(Visibility::Private) } else { visibility(&common, in_text) };
        // Taken apart in full: a key that is added must be dealt with here.
        let CommonKeys {
            title: _,
            aliases,
            tags: _,
            visibility: _,
            draft: _,
            private: _,
            publish: _,
            raw_html,
        } = common;
        Self { id, title, aliases, visibility, period, raw_html, keys }
    }
}

/// What is known of a note besides its text.
struct Around<'a> {
    /// The visibility of a note that states none.
    default: Visibility,
    /// The title of a note that stands outside of its front matter and its text, or its file's name.
    title: Option<&'a str>,
    /// What other programs' settings hide, and how their names are paths.
    conventions: &'a Conventions,
}

/// What other programs' ways of saying so come to: who may see the note.
struct Privacy {
    hides: bool,
    period: Period,
    /// What fields of the text say in this program's words.
    in_text: StatedAccess,
}

impl Privacy {
    /// Takes the keys, tags and folders by which other programs hide a note. Where it would be seen
    /// without them, its author is told.
    fn take(
        fields: &mut Fields<'_>,
        common: &CommonKeys,
        in_text: StatedAccess,
        scanned: &Scanned,
        source: &SourceFile,
        around: Around<'_>,
    ) -> Self {
        let Around { default, title, conventions } = around;
        let (keys, period) = fields.decided_elsewhere();
        let mut reasons: Vec<(String, Option<Range<usize>>)> =
            keys.into_iter().map(|(key, place)| (format!("`{key}`"), Some(place))).collect();
        let tags = common.tags.iter().map(String::as_str);
        let mut of_notes = tags.chain(tags_of_text(scanned)).chain(tags_of_fields(scanned));
        let hiding = of_notes.find(|tag| tag_hides(tag)).or_else(|| fields.commented_tag());
        let values = common.title.iter().chain(&common.aliases).map(String::as_str);
        let in_value = || values.chain(title).find_map(hiding_tag);
        let in_words = || hiding_tag_of_words(scanned, source);
        let hiding = hiding.or_else(in_value).or_else(in_words);
        let hiding = hiding.or_else(|| hiding_tag_of_path(&source.path));
        let hiding = hiding.map(ToOwned::to_owned).or_else(|| fields.hiding_tag());
        reasons.extend(hiding.map(|tag| (format!("the tag `{tag}`"), None)));
        let settings = conventions.hidden.iter().find(|scope| scope.covers(&source.path));
        reasons.extend(settings.map(|scope| (scope.reason.clone(), None)));
        let notice = hiding_notice(common, scanned, source, title);
        let said = |words| (format!("`{words}` as its title or first line"), None);
        reasons.extend(notice.map(said));
        let folder = hiding_folder(&source.path, conventions.dotted);
        reasons.extend(folder.map(|folder| (format!("its folder `{folder}`"), None)));
        let hides = !reasons.is_empty();
        let seen = visibility(common, in_text).unwrap_or(default) != Visibility::Private;
        if let Some((reason, place)) = reasons.into_iter().next().filter(|_| seen) {
            let message = format!("{reason} keeps this note private");
            let info = Diagnostic::info(codes::KEPT_PRIVATE, &source.path, message);
            let info = info
                .hint("what other programs call hidden is hidden here, whatever `visibility` says");
            fields.problems.push(match place {
                Some(place) => info.at(source.location(place)),
                None => info,
            });
        }
        if seen && !hides && period != Period::default() {
            let from = period.from.map(|day| format!("before {day}"));
            let until = period.until.map(|day| format!("from {day} on"));
            let days: Vec<String> = from.into_iter().chain(until).collect();
            let message = format!("others do not see this note {}", days.join(", nor "));
            fields.problems.push(Diagnostic::info(codes::KEPT_PRIVATE, &source.path, message));
        }
        Self { hides, period, in_text }
    }

    /// Whether nothing that states a wider `visibility` can be seen by others.
    fn locks(&self, common: &CommonKeys) -> bool {
        self.hides || is_locked(common, self.in_text)
    }
}

/// The tags in a note's text as they are written, those of its parts too.
fn tags_of_text(scanned: &Scanned) -> impl Iterator<Item = &str> {
    scanned.body.nodes.iter().filter_map(|node| match node.kind {
        NodeKind::Tag(words) => Some(&scanned.body.words(words)[1..]),
        _ => None,
    })
}

/// What says at the top of a note that it is private, and nothing else: its title, or a first line such as `CONFIDENTIAL`.
fn hiding_notice(
    common: &CommonKeys,
    scanned: &Scanned,
    source: &SourceFile,
    named: Option<&str>,
) -> Option<String> {
    let titles = [common.title.as_deref(), scanned.body.title(), named];
    // The name of a goal, a task or a person is no word about its file.
    let mut titles = titles.into_iter().flatten().filter(|_| named.is_some());
    let says = |words: &&str| is_plain_notice(words);
    let start = scanned.place(&(0..0)).start;
    let lines = source.text.get(start..).unwrap_or_default().lines();
    let mut lines = lines.map(str::trim).filter(|line| !line.is_empty()).take(3);
    let first = lines.next().unwrap_or_default();
    let below = lines.filter(|_| first.starts_with("# "));
    // Deeper headings, items, callouts and code are about what is in them.
    let is_about_all = |line: &&str| {
        let is_callout = line.contains(['[', '［']) && line.contains(['!', '！']);
        let is_item = line.strip_prefix(['-', '*', '+']).is_some_and(|rest| rest.starts_with(' '));
        !is_item && !is_callout && !line.starts_with(['#', '<', '%', '`', '~'])
    };
    let mut lines = std::iter::once(first).chain(below);
    // Most lines are paragraphs, and long.
    let line = || lines.find(|line| line.len() <= LONGEST && says(line) && is_about_all(line));
    titles.find(|title| is_titled_private(title)).or_else(line).map(|words| words.trim().to_owned())
}

/// A tag in the words of a text that hides its note, and that is no tag of the text: `**#private**`. Who wrote it means to
/// hide the note all the same. One that is escaped (`\#private`) and the words of a link are none.
fn hiding_tag_of_words<'s>(scanned: &'s Scanned, source: &'s SourceFile) -> Option<&'s str> {
    let body = &scanned.body;
    let may_have =
        |text: &str| memchr::memchr(b'#', text.as_bytes()).is_some() || text.contains('＃');
    let has_org = memchr::memmem::find(body.pool.as_bytes(), b" :").is_some();
    if !has_org && !may_have(&body.pool) {
        return None;
    }
    let mut behind_link = 0;
    (0..body.len()).find_map(|id| {
        let node = body.node(id);
        if matches!(node.kind, NodeKind::Link(_) | NodeKind::Image(_)) {
            behind_link = behind_link.max(node.end);
            // Logseq writes a tag as a link, too: `#[[private]]`.
            let start = scanned.place(&node.span).start;
            let is_tag = source.text.get(..start).is_some_and(|text| text.ends_with(['#', '＃']));
            let name = source.text.get(start..).filter(|_| is_tag)?.strip_prefix("[[")?;
            return name.split(['|', '#', ']']).next().filter(|name| tag_hides(name.trim()));
        }
        let NodeKind::Text(words) = node.kind else { return None };
        let text = body.words(words);
        if has_org && let Some(tag) = hiding_org_tag(text) {
            return Some(tag);
        }
        if id < behind_link || !may_have(text) {
            return None;
        }
        let start = scanned.place(&node.span).start;
        let before = source.text.get(..start).and_then(|text| text.chars().next_back());
        let text = if before == Some('\\') { text.trim_start_matches('#') } else { text };
        hiding_tag(text)
    })
}

/// The tags in the values of inline fields.
fn tags_of_fields(scanned: &Scanned) -> impl Iterator<Item = &str> {
    scanned.body.fields.iter().filter_map(|own| hiding_tag(scanned.body.words(own.value)))
}

/// Refuses a `visibility` that shows the whole note to more people, and stands in a section or an item
/// that is no part: its author may mean only that.
fn refuse_wide_field(
    fields: &mut Fields<'_>,
    common: &CommonKeys,
    scanned: &Scanned,
    own: &[WrittenField],
    default: Visibility,
) {
    // What front matter states is never widened.
    if common.visibility.is_some() {
        return;
    }
    let is_wide = |field: &&WrittenField| {
        field.key == "visibility"
            && Visibility::parse(&field.value).is_some_and(|own| own > default)
    };
    let wide = own.iter().filter(is_wide).map(|field| field.node);
    let Some(node) = parts::first_in_section(&scanned.body, wide) else { return };
    let places = own.iter().filter(|field| field.node == node).map(|field| field.place.clone());
    for place in places {
        let message = "this `visibility` would share the whole note, not only what it stands in";
        let hint = "to share only that, make it a part of the day with `kind:: note`; to share the note, put it into the front matter; until then the note is left out";
        fields.error(codes::WRONG_VALUE, place, message.to_owned(), Some(hint.to_owned()));
    }
}

/// Reads an entry or a page.
pub fn note(
    source: SourceFile,
    texts: Texts,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<ParsedNote<NoteHead>> {
    let mut spans = Vec::new();
    let note = read(source, texts, problems, |fields, scanned, source| {
        let path_name = path_name_in(&source.path, &config.conventions);
        let stated_date = fields.peek::<Date>("date");
        let date_span = fields.span("date");
        let dated = stated_date.is_some() || path_name.date.is_some();
        let written = inline_fields::written(scanned);
        if dated {
            spans = parts::find(&scanned.body, &written);
        }
        let in_parts: HashSet<usize> =
            spans.iter().flat_map(|part| part.fields.iter().copied()).collect();
        let own = written.iter().enumerate().filter(|(at, _)| !in_parts.contains(at));
        let own: Vec<WrittenField> = own.map(|(_, field)| field.clone()).collect();
        let in_text = inline_fields::add(fields, &own);
        let mut common = CommonKeys::read(fields);
        let default = if dated { config.visibility } else { Visibility::Private };
        refuse_wide_field(fields, &common, scanned, &own, default);
        let named = Some(path_name.name.as_str());
        let around = Around { default, title: named, conventions: &config.conventions };
        let privacy = Privacy::take(fields, &common, in_text, scanned, source, around);
        let (keys, extra) = if dated {
            let keys = EntryKeys::read(fields);
            (keys, fields.take_rest(&[CommonKeys::NAMES, EntryKeys::NAMES].concat()))
        } else {
            // It is in no timeline, so all other keys are its author's own.
            fields.get::<Date>("date");
            (EntryKeys::default(), fields.take_rest(CommonKeys::NAMES))
        };
        if let (None, Some(day)) = (stated_date, &path_name.invalid_date) {
            let why = why_no_day(day);
            let message = format!("the file's name has the date `{day}`, and {why}");
            let problem = Diagnostic::warning(codes::NO_SUCH_DAY, &source.path, message);
            fields.problems.push(problem.hint("rename the file, or give the note a `date`"));
        }
        if let (Some(stated), Some(span)) = (stated_date, date_span)
            && let Some(named) = path_name.other_date(stated)
        {
            let message = format!("`date` says {stated}, and the file's name says {named}");
            let problem = Diagnostic::warning(codes::DATE_MISMATCH, &source.path, message);
            let hint = "the key is used: correct one of the two";
            fields.problems.push(problem.at(source.location(span)).hint(hint));
        }
        let date = stated_date.or(path_name.date);
        let is_day = path_name.name.trim().is_empty();
        // What looks like a day and is none is all that its file is called.
        let called = path_name.invalid_date.as_ref().filter(|_| is_day && date.is_none());
        let name = called.unwrap_or(&path_name.name).clone();
        let stated = common.title.take();
        // A part before a title leaves it the title.
        let wrapped = (!spans.is_empty()).then(|| parts::wrap(&scanned.body, &spans));
        let body = wrapped.as_ref().unwrap_or(&scanned.body);
        let stated = stated.as_deref().or_else(|| body.title());
        if date.is_none()
            && let Some(key) = extra.keys().find(|key| needs_date(key, &extra[*key]))
        {
            let key = key.to_lowercase();
            let message = format!("this note has a `{key}` but no date, so it is in no loop");
            let problem = Diagnostic::warning(codes::NO_DATE, &source.path, message);
            fields.problems.push(problem.hint("begin the file's name with a date or add a `date`"));
        }
        let id = note_id(date, &name);
        let title = stated.map_or_else(|| untitled(&name, date), ToOwned::to_owned);
        let tags = std::mem::take(&mut common.tags);
        // Where links name a day by other words than its file, these are another name of it.
        let pattern = config.conventions.daily_name.as_ref().filter(|_| is_day);
        common.aliases.extend(pattern.zip(date).map(|(pattern, date)| pattern.write(date)));
        let plain_id = id.clone();
        let access = NoteAccess {
            locked: privacy.locks(&common),
            visibility: visibility(&common, in_text).unwrap_or(default),
        };
        let parts = match date {
            Some(date) => read_parts(fields, source, &written, &spans, access, date),
            None => Vec::new(),
        };
        NoteHead {
            head: NoteHeader::new(common, privacy, id, title, keys),
            date,
            name,
            plain_id,
            tags,
            extra,
            parts,
        }
    });
    note.map(|note| with_parts(note, &spans))
}

/// Who may see a note.
#[derive(Clone, Copy)]
struct NoteAccess {
    /// Whether something says that nobody else may, which binds all its parts.
    locked: bool,
    visibility: Visibility,
}

/// Reads the keys of the parts of a note. What is wrong with one of them is wrong with the note.
fn read_parts(
    note: &mut Fields<'_>,
    source: &SourceFile,
    written: &[WrittenField],
    spans: &[PartSpan],
    access: NoteAccess,
    date: Date,
) -> Vec<ParsedPart> {
    let mut parts: Vec<(ParsedPart, NoteAccess)> = Vec::with_capacity(spans.len());
    for span in spans {
        let mut fields = Fields::none(source).of_note();
        let own: Vec<WrittenField> = span.fields.iter().map(|at| written[*at].clone()).collect();
        let in_text = inline_fields::add(&mut fields, &own);
        let common = CommonKeys::read(&mut fields);
        let (hiding, period) = fields.decided_elsewhere();
        let around = span.around.map_or(access, |at| parts[at].1);
        let mut values = common.title.iter().chain(&common.aliases);
        let is_tagged = common.tags.iter().any(|tag| tag_hides(tag))
            || values.any(|value| hiding_tag(value).is_some());
        let locked =
            around.locked || is_tagged || !hiding.is_empty() || is_locked(&common, in_text);
        let inherited = access.visibility.min(around.visibility);
        let stated = visibility(&common, in_text).unwrap_or(inherited);
        let visibility = if locked { Visibility::Private } else { stated };
        let keys = EntryKeys::read(&mut fields);
        let extra = fields.take_rest(&[CommonKeys::NAMES, EntryKeys::NAMES].concat());
        note.problems.append(&mut fields.problems);
        let own_access = NoteAccess { locked, visibility };
        let privacy = Privacy { hides: false, period, in_text: StatedAccess::default() };
        let (title, tags) = (common.title.clone().unwrap_or_default(), common.tags.clone());
        let mut head = NoteHeader::new(common, privacy, Slug::default(), title, keys);
        head.visibility = Some(visibility);
        let plain_id = Entry::part_id(date, None, "");
        parts.push((ParsedPart { head, plain_id, block: None, tags, extra }, own_access));
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

/// Marks the parts in the text of a note, and gives each a title and an id.
fn with_parts(mut note: ParsedNote<NoteHead>, spans: &[PartSpan]) -> ParsedNote<NoteHead> {
    let Some(date) = note.value.date.filter(|_| !spans.is_empty()) else { return note };
    note.scanned.body = parts::wrap(&note.scanned.body, spans);
    let body = &note.scanned.body;
    let names = parts::block_names(body);
    for ((at, part), name) in note.value.parts.iter_mut().enumerate().zip(names) {
        let own = parts::cut(body, at, &Slug::default(), &Slug::default());
        let words = part_title(&own);
        part.block = name;
        part.plain_id = Entry::part_id(date, part.block.as_deref(), &words);
        part.head.id.clone_from(&part.plain_id);
        if part.head.title.is_empty() {
            part.head.title = if words.is_empty() { "Part".to_owned() } else { words };
        }
    }
    note
}

/// Reads the text of jrnl: each of its entries is a note.
pub fn jrnl_text(
    source: &SourceFile,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<ParsedNote<NoteHead>> {
    let entries = jrnl::entries(&source.text);
    let above = entries.first().map_or(0, |first| first.start);
    let are_hidden = above > 0 && jrnl_header_hides(source, above, config, problems);
    if entries.is_empty() {
        let message = "no entry begins in this file, as in `[2026-01-31 09:30] A title`";
        let problem = Diagnostic::warning(codes::TEXT, &source.path, message);
        problems.push(problem.hint("export the journal with jrnl's format `text`"));
    }
    let note = |entry| text_entry(source, entry, are_hidden, config, problems);
    entries.into_iter().filter_map(note).collect()
}

/// Whether what stands above the first entry says that all are private, as a note may say it. Where it can't be read, it
/// may.
fn jrnl_header_hides(
    source: &SourceFile,
    end: usize,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let header = SourceFile::new(source.path.clone(), source.text[..end].to_owned());
    let mut found = Vec::new();
    let read = read(header, Texts::All, &mut found, |fields, scanned, source| {
        let in_text = inline_fields::add(fields, &inline_fields::written(scanned));
        let common = CommonKeys::read(fields);
        let around =
            Around { default: config.visibility, title: None, conventions: &config.conventions };
        let privacy = Privacy::take(fields, &common, in_text, scanned, source, around);
        privacy.hides || visibility(&common, in_text) == Some(Visibility::Private)
    });
    let says = |problem: &Diagnostic| problem.is_error() || problem.code == codes::KEPT_PRIVATE;
    problems.extend(found.into_iter().filter(says));
    read.is_none_or(|note| note.value)
}

/// One entry of a text; `None` where an error keeps it out.
fn text_entry(
    source: &SourceFile,
    JrnlEntry { date, title, body, lines_above, .. }: JrnlEntry<'_>,
    is_hidden: bool,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<ParsedNote<NoteHead>> {
    let before = problems.len();
    let (path, text) = (source.path.clone(), source.text[body].to_owned());
    let mut source = SourceFile::new(path, text).below_lines(lines_above);
    if let Some(stray) = stray_line(&source.text, 0..source.text.len(), false) {
        problems.push(unsplit(&source, SplitError::Stray(stray)));
    }
    let range = 0..source.text.len();
    let scanned = scan(&mut source, range, Texts::All, problems);
    let mut fields = Fields::none(&source).of_note();
    let own = inline_fields::written(&scanned);
    let in_text = inline_fields::add(&mut fields, &own);
    let common = CommonKeys::read(&mut fields);
    let default = config.visibility;
    refuse_wide_field(&mut fields, &common, &scanned, &own, default);
    let around = Around { default, title: Some(title), conventions: &config.conventions };
    let mut privacy = Privacy::take(&mut fields, &common, in_text, &scanned, &source, around);
    privacy.hides |= is_hidden;
    // Its tags begin with either sign.
    let tagged = hiding_jrnl_tag(title).or_else(|| hiding_jrnl_tag(&source.text));
    let tagged = tagged.map(|tag| format!("the tag `@{tag}`"));
    let in_title = || title_hides(title).then(|| "its title".to_owned());
    if let Some(reason) = tagged.or_else(in_title).filter(|_| !privacy.hides) {
        privacy.hides = true;
        if visibility(&common, in_text).unwrap_or(default) != Visibility::Private {
            let message = format!("{reason} keeps this entry private");
            fields.problems.push(Diagnostic::info(codes::KEPT_PRIVATE, &source.path, message));
        }
    }
    let keys = EntryKeys::read(&mut fields);
    let extra = fields.take_rest(&[CommonKeys::NAMES, EntryKeys::NAMES].concat());
    problems.append(&mut fields.problems);
    let tags = common.tags.clone();
    let name = comments::cut(title).text;
    let id = note_id(Some(date), &name);
    let title = if name.trim().is_empty() { date.to_string() } else { name.trim().to_owned() };
    let value = NoteHead {
        head: NoteHeader::new(common, privacy, id.clone(), title, keys),
        date: Some(date),
        name,
        plain_id: id,
        tags,
        extra,
        parts: Vec::new(),
    };
    let failed = problems[before..].iter().any(Diagnostic::is_error);
    (!failed).then_some(ParsedNote { value, source, scanned })
}

/// Whether the title of an entry of jrnl says that it is private: in a comment, as a key, or by a tag as Org has them.
fn title_hides(title: &str) -> bool {
    notice::opening(title).is_some_and(|(at, close)| comment_hides(&title[at..], close))
        || line_decides(title, true)
        || hiding_org_tag(title).is_some()
}

/// Whether a key is of use in an entry alone. `kind` is one that other programs write too.
fn needs_date(key: &str, value: &str) -> bool {
    match key.to_lowercase().as_str() {
        "step" | "task" | "shows" | "impact" => value != "null",
        "kind" => Kind::parse(value).is_some_and(|kind| kind != Kind::Note),
        _ => false,
    }
}

/// The title of a note that states none: its file's name, else its day. A name can have nothing but a comment.
fn untitled(name: &str, date: Option<Date>) -> String {
    match (name.trim(), date) {
        ("", Some(date)) => date.to_string(),
        ("", None) => "Untitled note".to_owned(),
        (name, _) => name::title(name),
    }
}

/// Why a text that is shaped as a day or a week is none. One that exists can lie outside of the years that are read.
fn why_no_day(written: &str) -> String {
    let week = written.split_once(['W', 'w']).and_then(|(year, week)| {
        Some((year.trim_end_matches('-').parse::<i16>().ok()?, week.parse::<i8>().ok()?))
    });
    let exists = match week {
        Some((year, week)) => ISOWeekDate::new(year, week, Weekday::Monday).is_ok(),
        None => written.replace(['_', '.', '/'], "-").parse::<Date>().is_ok(),
    };
    match week {
        _ if exists => format!("days are read from {} to {}", YEARS.start(), YEARS.end()),
        Some((year, 53)) => format!("{year} has 52 weeks"),
        Some(_) => "there is no such week".to_owned(),
        None => "there is no such day".to_owned(),
    }
}

/// Reads a file of `goals/`. A packet for the goal has all of its text, whoever may see the file otherwise, so nothing in it can
/// be private alone by a field or a tag.
pub fn goal(
    source: SourceFile,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<ParsedNote<NoteHeader<GoalKeys<AsWritten>>>> {
    let goal = thing(source, GoalKeys::NAMES, name::title, config, problems)?;
    let ParsedNote { source, scanned, .. } = &goal;
    let hides = |own: &WrittenField| {
        let flag = read_flag(&own.value);
        let own_key = match own.key.as_str() {
            "private" | "draft" => flag == Some(true),
            "publish" => flag == Some(false),
            "visibility" => Visibility::parse(&own.value) == Some(Visibility::Private),
            _ => false,
        };
        own_key || decides(&own.key, &own.value)
    };
    let fields = inline_fields::written(scanned);
    let fields = fields.iter().filter(|own| hides(own)).map(|own| own.node);
    let is_tag = |id: &NodeId| match scanned.body.node(*id).kind {
        NodeKind::Tag(words) => tag_hides(&scanned.body.words(words)[1..]),
        _ => false,
    };
    let mut nodes: Vec<NodeId> = fields.chain((0..scanned.body.len()).filter(is_tag)).collect();
    nodes.sort_unstable();
    let Some(node) = parts::first_in_section(&scanned.body, nodes.into_iter()) else {
        return Some(goal);
    };
    let message = "this says that a part of the goal's file is private, but a packet for this goal has all of its text";
    let hint = "put the part into a private callout, `> [!private]`, or a comment; until then the file is left out";
    let place = source.location(scanned.place(&scanned.body.node(node).span));
    let error = Diagnostic::error(codes::WRONG_VALUE, &source.path, message);
    problems.push(error.at(place).hint(hint));
    None
}

/// Reads a file of `goals/`, `tasks/` or `people/`, whose keys are those of `known`.
pub fn thing<K: ReadKeys>(
    source: SourceFile,
    known: &[&'static str],
    title_of: fn(&str) -> String,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<ParsedNote<NoteHeader<K>>> {
    read(source, Texts::All, problems, |fields, scanned, source| {
        let own = inline_fields::written(scanned);
        let in_text = inline_fields::add(fields, &own);
        let common = CommonKeys::read(fields);
        let default = Visibility::Private;
        refuse_wide_field(fields, &common, scanned, &own, default);
        let around = Around { default, title: None, conventions: &config.conventions };
        let privacy = Privacy::take(fields, &common, in_text, scanned, source, around);
        let keys = K::read(fields);
        fields.take_rest(&[CommonKeys::NAMES, known].concat());
        let name = path_name(&source.path).name;
        let id = Slug::new(&name);
        let title = common.title.clone();
        let title = title.or_else(|| scanned.body.title().map(ToOwned::to_owned));
        let title = title.unwrap_or_else(|| title_of(&name));
        NoteHeader::new(common, privacy, id, title, keys)
    })
}

/// Reads a file of `ladders/`; the text of its levels may be long, so more of it is read.
pub fn ladder(source: &SourceFile, problems: &mut Vec<Diagnostic>) -> Option<Ladder> {
    let mut fields = match Fields::read(source, 0..source.text.len(), MAX_BYTES) {
        Ok(fields) => fields,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let name = match path_name(&source.path).name {
        name if name.trim().is_empty() => {
            // Its name is only a day, or looks like one.
            let file = source.path.rsplit('/').next().unwrap_or_default();
            file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
        }
        name => name,
    };
    let id = Slug::new(&name);
    let title = text(&mut fields, &["title"]).unwrap_or_else(|| name::title(&name));
    let levels: Vec<Level> = fields
        .list("levels")
        .into_iter()
        .map(|ScalarText(title)| Level { id: Slug::new(&title), title })
        .collect();
    let mut competencies = Vec::new();
    for node in fields.raw_list("competencies") {
        competencies.extend(competency(&mut fields, &node, &levels));
    }
    fields.reject_unknown(&["title", "levels", "competencies"]);
    let ok = !fields.problems.iter().any(Diagnostic::is_error);
    problems.append(&mut fields.problems);
    ok.then(|| Ladder { id, path: source.path.clone(), title, levels, competencies })
}

fn competency(fields: &mut Fields<'_>, node: &ValueNode, levels: &[Level]) -> Option<Competency> {
    let place = fields.place(&node.range);
    let Shape::Map(pairs) = &node.shape else {
        let hint = Some("each item of `competencies` has `id`, `title` and `expects`".to_owned());
        fields.error(codes::WRONG_VALUE, place, "expected keys and values".into(), hint);
        return None;
    };
    let (mut name, mut title, mut strategic, mut expects) = (None, None, false, Vec::new());
    for (key, node) in pairs {
        let Shape::Scalar(key_text, _) = &key.shape else { continue };
        match key_text.as_str() {
            "id" => name = fields.convert("id", node).map(|(name, _): (Name, _)| name.slug),
            "title" => {
                title = fields.convert("title", node).map(|(ScalarText(title), _)| title);
            }
            "strategic" => {
                let flag = fields.convert("strategic", node);
                strategic = flag.is_some_and(|(Flag(flag), _)| flag);
            }
            "expects" => expects = expectations(fields, node, levels),
            other => {
                let place = fields.place(&key.range);
                let hint = Some("the keys are `id`, `title`, `strategic` and `expects`".to_owned());
                fields.error(codes::UNKNOWN_KEY, place, format!("unknown key `{other}`"), hint);
            }
        }
    }
    let Some(id) = name.or_else(|| title.as_deref().map(Slug::new)) else {
        let hint = Some("add `id: ownership`".to_owned());
        fields.error(codes::WRONG_VALUE, place, "this competency has no `id`".into(), hint);
        return None;
    };
    Some(Competency { title: title.unwrap_or_else(|| id.title()), id, strategic, expects })
}

fn expectations(
    fields: &mut Fields<'_>,
    node: &ValueNode,
    levels: &[Level],
) -> Vec<(Slug, String)> {
    let Shape::Map(pairs) = &node.shape else {
        let place = fields.place(&node.range);
        let hint = Some("`expects` maps each level to a text".to_owned());
        fields.error(codes::WRONG_VALUE, place, "expected keys and values".into(), hint);
        return Vec::new();
    };
    let mut expects: Vec<(Slug, String)> = Vec::new();
    for (key, node) in pairs {
        let Shape::Scalar(key_text, _) = &key.shape else { continue };
        let level = Slug::new(key_text);
        if !levels.iter().any(|known| known.id == level) {
            let place = fields.place(&key.range);
            let known: Vec<String> =
                levels.iter().map(|level| format!("`{}`", level.title)).collect();
            let message = format!("`{key_text}` is not a level of this ladder");
            fields.error(
                codes::UNKNOWN_LEVEL,
                place,
                message,
                Some(choices("its only level is", "its levels are", &known)),
            );
        } else if let Some((ScalarText(text), _)) = fields.convert(key_text, node) {
            expects.push((level, text));
        }
    }
    let rank = |level: &Slug| levels.iter().position(|known| known.id == *level);
    expects.sort_by_key(|(level, _)| rank(level));
    expects
}

/// Splits, scans and converts a note; `None` where an error keeps it out.
fn read<T>(
    mut source: SourceFile,
    texts: Texts,
    problems: &mut Vec<Diagnostic>,
    convert: impl FnOnce(&mut Fields<'_>, &Scanned, &SourceFile) -> T,
) -> Option<ParsedNote<T>> {
    let before = problems.len();
    let Split { matter, body } = match split(&source.text) {
        Ok(parts) => parts,
        Err(error) => {
            source.hide_comments(0..source.text.len());
            problems.push(unsplit(&source, error));
            return None;
        }
    };
    let scanned = scan(&mut source, body, texts, problems);
    if let Some(matter) = &matter {
        source.hide_comments(matter.range.clone());
    }
    let fields = match matter {
        Some(matter) => Fields::of_matter(&source, matter),
        None => Ok(Fields::none(&source)),
    };
    let value = match fields {
        Ok(fields) => {
            let mut fields = fields.of_note();
            let value = convert(&mut fields, &scanned, &source);
            problems.append(&mut fields.problems);
            value
        }
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let failed = problems[before..].iter().any(Diagnostic::is_error);
    (!failed).then_some(ParsedNote { value, source, scanned })
}

fn unsplit(source: &SourceFile, error: SplitError) -> Diagnostic {
    let (at, message, hint): (Range<usize>, _, _) = match error {
        SplitError::Unreadable(at, message, hint) => {
            return Diagnostic::error(codes::FRONT_MATTER, &source.path, message)
                .at(source.location(at))
                .hint(format!("{hint}; until then the note is left out"));
        }
        SplitError::Stray(at) => (
            at,
            "this line says who may see the note, but it is outside the front matter",
            "put it into the front matter at the very top, as a key such as `private: true`; until then the note is left out",
        ),
        SplitError::Unclosed(at) => (
            at,
            "the front matter that begins here is never closed",
            "close it with the line that it begins with; until then the note is left out, because a key in it may make it private",
        ),
        SplitError::Ambiguous(at) => (
            at,
            "it is not clear where the front matter ends",
            "write one `key: value` per line, between two `---` lines",
        ),
    };
    Diagnostic::error(codes::FRONT_MATTER, &source.path, message).at(source.location(at)).hint(hint)
}
