//! Where notes that others see still say the real name of somebody with `share_as`: the author's own words are never
//! changed, so their author is told.

use std::collections::HashMap;

use super::{ShareOptions, share};
use crate::model::document::{Kind, LinkKind};
use crate::model::keys::{EntryKeys, GoalKeys, PersonKeys, TaskKeys};
use crate::model::real_names::{RealNames, Writing};
use crate::model::{Document, Journal, Ladder, Slug, Target};

/// A real name that a reader sees in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidName {
    /// The file.
    pub path: String,
    /// What of the file says it first: a key, the text, its name.
    pub part: &'static str,
    /// The words in which it stands there, as a reader sees them.
    pub words: String,
    /// The name, as it stands there.
    pub name: String,
    /// Whose name it is.
    pub person: Slug,
    /// The name that the reader is to know instead.
    pub share_as: String,
    /// In how many more places the file names this person.
    pub more: usize,
}

/// Where the site's title is.
const CONFIG: &str = "loopbook.yaml";

/// What a reader sees of a file: which part of it, how it is written, and the words.
type Said = (&'static str, Writing, String);

/// The names that a reader of a journal sees, with the first place of each person in each file.
pub fn said_names(journal: &Journal, options: &ShareOptions) -> Vec<SaidName> {
    let names = RealNames::of(&journal.people);
    if names.is_empty() {
        return Vec::new();
    }
    let (shared, report) = share(journal, &[], options);
    let paths: HashMap<&Target, &str> =
        report.sources.iter().map(|(target, path)| (target, path.as_str())).collect();
    let mut files: Vec<(&str, Vec<Said>)> = Vec::new();
    let mut add = |target: Target, said: Vec<Said>| {
        files.extend(paths.get(&target).map(|path| (*path, said)));
    };
    for own in &shared.entries {
        let said = [of_note(&own.title, &own.key_tags, &own.body), of_entry(&own.keys)].concat();
        add(Target::Entry(own.id.clone()), said);
    }
    for own in &shared.pages {
        add(Target::Page(own.id.clone()), of_note(&own.title, &own.key_tags, &own.body));
    }
    for own in &shared.goals {
        let said = [of_note(&own.title, &[], &own.body), of_goal(&own.keys)].concat();
        add(Target::Goal(own.id.clone()), said);
    }
    for own in &shared.tasks {
        let said = [of_note(&own.title, &[], &own.body), of_task(&own.keys)].concat();
        add(Target::Task(own.id.clone()), said);
    }
    for own in &shared.people {
        let said = [of_note(&own.title, &[], &own.body), of_person(&own.keys)].concat();
        add(Target::Person(own.id.clone()), said);
    }
    for own in &shared.ladders {
        files.push((&own.path, of_ladder(own)));
    }
    files.push((CONFIG, vec![("the site's title", Writing::Prose, shared.config.title.clone())]));
    // Others get these by the path that the author gave them.
    let statics = shared.files.keys().filter(|path| path.starts_with("static/"));
    files
        .extend(statics.map(|path| (path.as_str(), vec![("its path", Writing::Id, path.clone())])));
    files.sort_by_key(|(path, _)| *path);
    let mut found: Vec<SaidName> = Vec::new();
    for (path, said) in files {
        for (part, writing, words) in said {
            for name in names.find(&words, writing) {
                let same =
                    |known: &&mut SaidName| known.path == path && known.person == name.person.id;
                match found.iter_mut().rev().find(same) {
                    Some(known) => known.more += 1,
                    None => found.push(SaidName {
                        path: path.to_owned(),
                        part,
                        words: words.clone(),
                        name: words[name.range].to_owned(),
                        person: name.person.id.clone(),
                        share_as: name.person.share_as.clone().unwrap_or_default(),
                        more: 0,
                    }),
                }
            }
        }
    }
    found
}

/// What every note says.
fn of_note(title: &str, tags: &[String], body: &Document) -> Vec<Said> {
    let mut said = vec![("the title", Writing::Prose, title.to_owned())];
    said.extend(tags.iter().map(|tag| ("`tags`", Writing::Id, tag.clone())));
    let mut behind_heading = 0;
    for id in 0..body.len() {
        let node = body.node(id);
        match node.kind {
            // The first one may be the title.
            Kind::Heading(_) => behind_heading = node.end,
            Kind::Link(at) | Kind::Image(at) => {
                let link = &body.links[at as usize];
                if matches!(link.kind, LinkKind::External) {
                    said.push(("an address", Writing::Id, body.words(link.destination).to_owned()));
                    said.push(("the text", Writing::Prose, body.words(link.title).to_owned()));
                }
            }
            Kind::Tag(words) => {
                said.push(("the text", Writing::Id, body.words(words).to_owned()));
            }
            Kind::BlockId(_) | Kind::FootnoteReference(_) => {}
            _ => {
                let part = if id < behind_heading { "a heading" } else { "the text" };
                said.push((part, Writing::Prose, body.text(id).to_owned()));
            }
        }
    }
    let is_title = |part: &str, words: &str| part == "a heading" && words == title;
    said.retain(|(part, _, words)| !words.is_empty() && !is_title(part, words));
    said
}

fn of_entry(keys: &EntryKeys) -> Vec<Said> {
    let EntryKeys { trying, blocking, help, bar, impact, quote, recommendation, .. } = keys;
    let EntryKeys { lesson, expect, wrong_if, combines, metrics, evidence, .. } = keys;
    let EntryKeys { shows, gaps, project, .. } = keys;
    let mut said = texts([
        ("`trying`", trying),
        ("`blocking`", blocking),
        ("`help`", help),
        ("`bar`", bar),
        ("`impact`", impact),
        ("`quote`", quote),
        ("`recommendation`", recommendation),
        ("`lesson`", lesson),
        ("`expect`", expect),
        ("`wrong_if`", wrong_if),
    ]);
    said.extend(combines.iter().map(|text| prose("`combines`", text)));
    said.extend(metrics.iter().map(|metric| prose("`metric`", &metric.to_string())));
    for proof in evidence {
        let words = [Some(&proof.text), proof.url.as_ref()];
        said.extend(words.into_iter().flatten().map(|words| prose("`evidence`", words)));
    }
    said.extend(shows.iter().map(|shows| name("`shows`", &shows.competency)));
    said.extend(slugs("`gaps`", gaps));
    said.extend(slugs("`project`", project.as_slice()));
    said
}

fn of_goal(keys: &GoalKeys) -> Vec<Said> {
    let GoalKeys { from, to, outcome, needs, .. } = keys;
    let mut said = texts([("`from`", from), ("`to`", to), ("`outcome`", outcome)]);
    said.extend(needs.iter().map(|need| prose("`needs`", &need.title)));
    said
}

fn of_ladder(ladder: &Ladder) -> Vec<Said> {
    let mut said = vec![prose("the title", &ladder.title)];
    said.extend(ladder.levels.iter().map(|level| prose("a level", &level.title)));
    for competency in &ladder.competencies {
        said.push(prose("a competency", &competency.title));
        said.extend(competency.expects.iter().map(|(_, text)| prose("`expects`", text)));
    }
    said
}

fn of_task(keys: &TaskKeys) -> Vec<Said> {
    let TaskKeys { project, serves, .. } = keys;
    [slugs("`project`", project.as_slice()), slugs("`serves`", serves)].concat()
}

fn of_person(keys: &PersonKeys) -> Vec<Said> {
    texts([("`level`", &keys.level), ("`employer`", &keys.employer)])
}

fn texts<const N: usize>(keys: [(&'static str, &Option<String>); N]) -> Vec<Said> {
    keys.into_iter().filter_map(|(key, text)| Some(prose(key, text.as_ref()?))).collect()
}

fn slugs(key: &'static str, names: &[Slug]) -> Vec<Said> {
    names.iter().map(|own| name(key, own)).collect()
}

fn prose(key: &'static str, words: &str) -> Said {
    (key, Writing::Prose, words.to_owned())
}

fn name(key: &'static str, name: &Slug) -> Said {
    (key, Writing::Id, name.to_string())
}
