//! What would make a packet stronger: said to its author alone, never in it.

use jiff::civil::Date;

use super::opening::section;
use super::{Packet, PacketLength, SECTIONS, length};
use crate::analyse::gaps::lacks;
use crate::model::packet_file::{FilePiece, PacketFile};
use crate::model::phrasing::counted;
use crate::model::vocabulary::{Audience, GoalState, Step, Visibility};
use crate::model::{Goal, Journal, Slug};

/// What makes a story of a task. A measure alone does not say that the work is finished.
const STORY_NEEDS: &str =
    "it takes a `deliver` with an `impact`, or with a `metric` and `status: delivered`";

/// What to write or do today, a sentence each. `journal` is the author's, with nothing left out.
pub fn advice(
    packet: &Packet,
    journal: &Journal,
    goal: &Goal,
    file: Option<&PacketFile>,
    today: Date,
) -> Vec<String> {
    let path = goal.path.clone().unwrap_or_else(|| format!("goals/{}.md", goal.id));
    let mut advice = Vec::new();
    if packet.case.is_none() {
        let place = match file {
            Some(file) => format!("`{}` under `## The case`", file.path),
            None => format!("`{path}`, below the keys"),
        };
        advice.push(format!(
            "the case is missing: write it in {place}, as you would say it in one minute: \
             what changed because of you, why now, what you ask for"
        ));
    }
    let lacks = lacks(goal, packet.needs.is_empty());
    for key in lacks.iter().map(|lack| lack.key).filter(|key| *key != "needs") {
        advice.push(format!("set `{key}` in `{path}`, so that your reader knows what you ask for"));
    }
    if lacks.iter().any(|lack| lack.key == "needs") {
        advice.push(format!(
            "the goal names no competencies: list them under `needs` in `{path}`, or name a `ladder`"
        ));
    }
    if packet.who.name.is_none() {
        advice.push("set `author` in `loopbook.yaml`".to_owned());
    }
    advice.extend(wrong_length(packet, journal, file));
    advice.extend(packet.untold.iter().map(|task| {
        let place = match hidden_story(packet, journal, task.as_str()) {
            Some(hidden) => hidden,
            None => format!(
                "write it under `## Story` in `{}`, in {} to {} words",
                task_path(journal, task.as_str()),
                length::STORY.start(),
                length::STORY.end()
            ),
        };
        format!("the story of `{task}` is left out, because it would say no more than its result: {place}")
    }));
    advice.extend(missing_sections(packet, file.map_or(&path, |file| &file.path)));
    advice.extend(file.into_iter().flat_map(|file| unfilled(packet, file)));
    if packet.stories.len() + packet.untold.len() < crate::analyse::choice::STORIES {
        let told = packet.stories.len();
        let noun = if told == 1 { "story" } else { "stories" };
        let one = if told == 0 { "one" } else { "another" };
        advice.push(format!(
            "the packet has {told} {noun}: to add {one}, write an `impact` in a `deliver`, or a `metric` and \
             `status: delivered`"
        ));
    }
    advice.extend(for_any_goal(journal, goal, today));
    advice.extend(
        goal.packet
            .pinned
            .iter()
            .filter(|task| !told(packet, task) && !packet.untold.contains(task))
            .map(|task| format!("`{task}` is pinned but not a story yet: {STORY_NEEDS}")),
    );
    advice
}

/// What is longer than is read, and the stories that are too short to be believed.
fn wrong_length(packet: &Packet, journal: &Journal, file: Option<&PacketFile>) -> Vec<String> {
    let mut advice = Vec::new();
    let too_long = |what: &str, words: usize, most: usize| {
        (words > most).then(|| format!("{what} has {words} words: more than {most} are not read"))
    };
    let case = packet.case.as_ref().map_or(0, |case| case.words);
    advice.extend(too_long("the case", case, length::CASE));
    let PacketLength { first_page, both_pages } = packet.opening.length;
    advice.extend(too_long("the first page", first_page, length::FIRST_PAGE));
    advice.extend(too_long("the first two pages together", both_pages, length::BOTH_PAGES));
    for story in &packet.stories {
        let words = story.text.as_ref().map_or(0, |text| text.words);
        let what = format!("the story of `{}`", story.id);
        advice.extend(too_long(&what, words, *length::STORY.end()));
        let hidden = hidden_story(packet, journal, &story.id).filter(|_| file.is_none());
        if words < *length::STORY.start()
            && let Some(hidden) = hidden
        {
            let said = counted(words, "word");
            advice
                .push(format!("the story of `{}` has {said} for your reader: {hidden}", story.id));
        } else if words < *length::STORY.start() {
            let place = match file {
                Some(file) => format!("below its block in `{}`", file.path),
                None => format!("under `## Story` in `{}`", task_path(journal, &story.id)),
            };
            advice.push(format!(
                "the story of `{}` has {}: write it {place}, in {} to {} words: the situation, your part and what was \
                 hard, what changed, how you know",
                story.id,
                counted(words, "word"),
                length::STORY.start(),
                length::STORY.end()
            ));
        }
    }
    advice
}

/// The file of a task, or the one that it would have.
fn task_path(journal: &Journal, task: &str) -> String {
    journal.task(task).map_or_else(|| format!("tasks/{task}.md"), |own| own.path.clone())
}

/// What to do about a story that is written in the task's file, where the reader may not see that file.
fn hidden_story(packet: &Packet, journal: &Journal, task: &str) -> Option<String> {
    let own = journal.task(task)?;
    if own.visibility.reaches(packet.audience) {
        return None;
    }
    section(&own.body, "Story")?;
    let wanted = match packet.audience {
        Audience::Public => Visibility::Public,
        _ => Visibility::Manager,
    };
    Some(format!(
        "what you wrote under `## Story` is not used, because `{}` is `{}`: set `visibility: {}` in it",
        own.path,
        own.visibility.word(),
        wanted.word()
    ))
}

/// The stories that the author's file names and that the reader sees no result of.
fn unfilled(packet: &Packet, file: &PacketFile) -> Vec<String> {
    let pieces = file.sections.iter().flat_map(|section| &section.pieces);
    let named = pieces.filter_map(|piece| match piece {
        FilePiece::Story(task, ..) => Some(task),
        _ => None,
    });
    let missing = named.filter(|task| !told(packet, task));
    let said = |task: &Slug| {
        format!(
            "`story: {task}` in `{}` is left out: among the notes that your reader may see, {STORY_NEEDS}",
            file.path
        )
    };
    missing.map(said).collect()
}

/// The sections of the goal's file that a committee looks for.
fn missing_sections(packet: &Packet, path: &str) -> Option<String> {
    let has = |anchor: &str| packet.opening.sections.iter().any(|own| own.anchor == anchor);
    let missing = SECTIONS.iter().filter(|(anchor, _)| !has(anchor));
    let missing: Vec<String> = missing.map(|(_, title)| format!("`## {title}`")).collect();
    (packet.who.ask.is_some() && !missing.is_empty())
        .then(|| format!("a committee looks for {} in `{path}`", missing.join(", ")))
}
/// Deliveries that no packet may claim, since they name no goal and there are several.
fn for_any_goal(journal: &Journal, goal: &Goal, today: Date) -> Option<String> {
    let is_active = |own: &&Goal| {
        own.path.is_some() && own.state_on(today) == GoalState::Active && own.owner == goal.owner
    };
    let active = journal.goals.iter().filter(is_active).count();
    let works: Vec<_> = journal
        .entries
        .iter()
        .filter(|entry| {
            let is_since = goal.since.is_none_or(|since| entry.date >= since);
            entry.step == Some(Step::Deliver) && entry.owner == goal.owner && is_since
        })
        .filter(|entry| entry.goals.is_empty())
        .collect();
    let last = works.last().filter(|_| goal.state_on(today) == GoalState::Active && active > 1)?;
    let (noun, verb) =
        if works.len() == 1 { ("delivery", "names") } else { ("deliveries", "name") };
    Some(format!(
        "{} {noun} {verb} no goal, and there are {active} active ones: write `goal: {}` into those that belong here, such \
         as `{}`",
        works.len(),
        goal.id,
        last.path
    ))
}

fn told(packet: &Packet, task: &Slug) -> bool {
    packet.stories.iter().any(|story| story.id == task.as_str())
}
