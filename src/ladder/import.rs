//! Converts ladders in other formats: two generations of the Financial Times' progression files, and
//! Monzo's.
//!
//! A theme, area or topic of these formats becomes a competency. They have many texts for a competency
//! at one level, and loopbook has one, so the texts are joined. Proficiencies, links and colours are
//! left out.

use serde::de::DeserializeOwned;
use serde_yaml::Value;

pub use super::draft::ImportError;
use super::draft::LadderDraft;
use super::shapes::{Family, Framework, LevelFile, Named, OfArea, Topic, TopicContent};
use super::write;
use crate::model::Slug;
use crate::model::phrasing::counted;
use crate::read::split::split;

/// A ladder that was converted from another format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The text of a file for `ladders/`.
    pub yaml: String,
    /// What the user should check: parts that were left out or guessed.
    pub remarks: Vec<String>,
}

/// The format of a progression file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LadderFormat {
    /// A job family: a mapping with `themes` and `competencies`.
    Family,
    /// A list of competencies, each with an `area`.
    Areas,
    /// One level with competencies, each with an `area`.
    Level,
    /// Markdown whose front matter has `topics`.
    Framework,
}

impl LadderFormat {
    /// The names of files with further data for this format, in the same folder or the one above.
    pub fn companions(self) -> &'static [&'static str] {
        match self {
            Self::Areas => &["levels.yml", "levels.yaml", "levels.json"],
            Self::Framework => &["generic.md"],
            Self::Family | Self::Level => &[],
        }
    }
}

/// Detects the format of a text.
pub fn detect_format(text: &str) -> Result<LadderFormat, ImportError> {
    let text = decoded(text);
    if text.trim_start().starts_with("---")
        && let Ok(parts) = split(text)
        && let Some(matter) = parts.matter
    {
        let value: Value = parse(&text[matter.range])?;
        return match value.get("topics") {
            Some(Value::Sequence(_)) => Ok(LadderFormat::Framework),
            _ => Err(ImportError("its front matter has no `topics`, so it is not a ladder".into())),
        };
    }
    let value: Value = parse(text)?;
    let with_area = |value: &Value| {
        value.as_sequence().and_then(|items| items.first()).is_some_and(|i| i.get("area").is_some())
    };
    let competencies = value.get("competencies");
    match () {
        () if value.get("themes").is_some() && competencies.is_some() => Ok(LadderFormat::Family),
        () if with_area(&value) => Ok(LadderFormat::Areas),
        () if competencies.is_some_and(with_area) => Ok(LadderFormat::Level),
        () => Err(ImportError(KNOWN.into())),
    }
}

const KNOWN: &str = "loopbook cannot read this ladder; the formats are: keys `themes` and \
    `competencies` (Financial Times, job families), a list of items with `area` and `level` \
    (Financial Times, competencies), one level with such `competencies`, and Markdown whose front \
    matter has `topics` (Monzo)";

/// Imports a ladder. `companion` is the text of a file with further data: `levels.yml` has the order
/// of levels, `generic.md` what all frameworks expect. The levels in `without` are left out. `source`
/// says in the new file where the ladder comes from.
pub fn import(
    text: &str,
    companion: Option<&str>,
    without: &[Slug],
    source: &str,
) -> Result<Imported, ImportError> {
    let mut draft = match detect_format(text)? {
        LadderFormat::Family => family(parse(decoded(text))?),
        LadderFormat::Areas => areas(parse(decoded(text))?, companion)?,
        LadderFormat::Level => {
            let LevelFile { id, mut competencies } = parse(decoded(text))?;
            competencies.iter_mut().for_each(|competency| competency.level.clone_from(&id));
            by_area(competencies, vec![id])
        }
        LadderFormat::Framework => framework(text, companion)?,
    };
    draft.leave_out(without)?;
    draft.check()?;
    Ok(Imported { yaml: write::yaml(&draft, source), remarks: draft.remarks })
}

fn family(file: Family) -> LadderDraft {
    let mut draft = LadderDraft::new(&file.name, file.levels.into_iter().map(|level| level.id));
    for theme in &file.themes {
        let pieces = file.competencies.iter().filter(|competency| competency.theme == theme.id);
        let pieces = pieces
            .map(|competency| (Slug::new(&competency.level), competency.summary.clone()))
            .collect();
        draft.add(&theme.id, theme.name.as_deref().unwrap_or(&theme.id), pieces);
    }
    let is_theme = |id: &str| file.themes.iter().any(|theme| theme.id == id);
    let dropped = file.competencies.iter().filter(|c| !is_theme(&c.theme)).count();
    if dropped > 0 {
        draft.remarks.push(format!(
            "{} left out because the list of themes lacks their theme",
            counted(dropped, "text")
        ));
    }
    draft
}

fn areas(file: Vec<OfArea>, companion: Option<&str>) -> Result<LadderDraft, ImportError> {
    let mut levels: Vec<String> = match companion {
        Some(text) => {
            let named: Vec<Named> = parse(decoded(text))?;
            named.into_iter().map(|level| level.id).collect()
        }
        None => Vec::new(),
    };
    let guessed = levels.is_empty();
    for competency in &file {
        if guessed && !levels.contains(&competency.level) {
            levels.push(competency.level.clone());
        }
    }
    let mut draft = by_area(file, levels);
    if guessed {
        draft.remarks.insert(
            0,
            "the order of the levels is guessed from their first use: check it, or name the file \
             with the levels with `--with`"
                .into(),
        );
    }
    Ok(draft)
}

/// Converts the older format. It has no titles for areas. Its first version names steps between levels:
/// what leads from `a` to `b` is what level `b` expects.
fn by_area(file: Vec<OfArea>, levels: Vec<String>) -> LadderDraft {
    let between: Option<Vec<(&str, &str)>> =
        levels.iter().map(|level| level.split_once("-to-")).collect();
    let names: Vec<String> = match &between {
        Some(steps) => {
            let first = steps.first().map(|(from, _)| (*from).to_owned());
            first.into_iter().chain(steps.iter().map(|(_, to)| (*to).to_owned())).collect()
        }
        None => levels.clone(),
    };
    let level_of = |written: &str| match (&between, written.split_once("-to-")) {
        (Some(_), Some((_, to))) => Slug::new(to),
        _ => Slug::new(written),
    };
    let mut draft = LadderDraft::new("Imported ladder", names);
    let mut areas: Vec<&str> = Vec::new();
    for competency in &file {
        if !areas.contains(&competency.area.as_str()) {
            areas.push(&competency.area);
        }
    }
    for area in areas {
        let pieces = file.iter().filter(|competency| competency.area == area);
        let pieces = pieces
            .map(|competency| (level_of(&competency.level), competency.summary.clone()))
            .collect();
        draft.add(area, &capitalised(area), pieces);
    }
    draft
}

fn framework(text: &str, generic: Option<&str>) -> Result<LadderDraft, ImportError> {
    let framework = front_matter(text)?;
    let generic = generic.map(front_matter).transpose()?;
    let generic = |name: &str| {
        let topics = generic.as_ref().map_or(&[][..], |generic| &generic.topics);
        topics.iter().find(|topic| topic.name == name)
    };
    let contents = || framework.topics.iter().flat_map(|topic| topic.content.iter().flatten());
    let highest = contents().map(|content| content.level).max().unwrap_or(0);
    let stated = framework.levels.unwrap_or(highest);
    let count = highest.max(stated);
    if count > 99 {
        return Err(ImportError(format!("it has {count} levels, and 99 is the most")));
    }
    let title = framework.title.as_deref().map_or("", undecorated);
    let title = if title.is_empty() { "Imported ladder" } else { title };
    let mut draft = LadderDraft::new(title, (1..=count).map(|number| format!("l{number}")));
    if highest != stated {
        draft
            .remarks
            .push(format!("it states {stated} levels, but its text has levels up to {highest}"));
    }
    for topic in &framework.topics {
        let shared = generic(&topic.name);
        let title = shared.and_then(|topic| topic.title.as_deref()).or(topic.title.as_deref());
        let title = title.map(undecorated).filter(|title| !title.is_empty());
        let title = title.map_or_else(|| capitalised(&topic.name), ToOwned::to_owned);
        draft.add(&topic.name, &title, criteria(topic, shared, count));
    }
    Ok(draft)
}

/// What a topic expects at each level, followed by what all frameworks expect there.
fn criteria(topic: &Topic, shared: Option<&Topic>, levels: usize) -> Vec<(Slug, String)> {
    let pieces_at = |topic: &Topic, level: usize, with_examples: bool| {
        let contents = topic.content.iter().flatten().filter(|content| content.level == level);
        contents.flat_map(|content| pieces(content, with_examples)).collect::<Vec<String>>()
    };
    let of_level = |level: usize| {
        let topic_pieces = pieces_at(topic, level, true);
        let shared = shared.map(|shared| pieces_at(shared, level, false)).unwrap_or_default();
        let id = Slug::new(&format!("l{level}"));
        topic_pieces
            .into_iter()
            .chain(shared)
            .map(move |piece| (id.clone(), piece))
            .collect::<Vec<_>>()
    };
    (1..=levels).flat_map(of_level).collect()
}

/// The criteria of a topic at one level. Frameworks don't inherit criteria with examples.
fn pieces(content: &TopicContent, with_examples: bool) -> Vec<String> {
    let plain = content.criteria.iter().flatten().cloned();
    let examples =
        content.example_criteria.iter().flatten().filter(|_| with_examples).map(|criterion| {
            let examples: Vec<&str> =
                criterion.examples.iter().flatten().map(|example| example.trim()).collect();
            let expected = criterion.criteria.trim();
            if examples.is_empty() {
                return expected.to_owned();
            }
            let expected = expected.trim_end_matches(['.', ':']);
            format!("{expected} (for example: {})", examples.join("; "))
        });
    plain.chain(examples).collect()
}

fn front_matter(text: &str) -> Result<Framework, ImportError> {
    let text = decoded(text);
    match split(text).ok().and_then(|parts| parts.matter) {
        Some(matter) => parse(&text[matter.range]),
        None => Err(ImportError("it has no front matter".into())),
    }
}

/// Parses YAML or JSON. JSON has escapes that YAML lacks.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ImportError> {
    if text.trim_start().starts_with(['{', '['])
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    serde_yaml::from_str(text).map_err(|error| ImportError(error.to_string()))
}

fn decoded(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A title without the emoji before it.
fn undecorated(title: &str) -> &str {
    title.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end()
}

fn capitalised(text: &str) -> String {
    let mut rest = text.trim().chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::{Imported, import};
    use crate::ladder::read;
    use crate::model::{Ladder, Slug};

    const FAMILY: &str = include_str!("../../tests/ladders/family.yml");
    const AREAS: &str = include_str!("../../tests/ladders/areas/competencies.yml");
    const LEVELS: &str = include_str!("../../tests/ladders/areas/levels.yml");
    const LEVEL: &str = include_str!("../../tests/ladders/level.json");
    const GENERIC: &str = include_str!("../../tests/ladders/frameworks/generic.md");
    const ORCHARD: &str = include_str!("../../tests/ladders/frameworks/gardening/orchard.md");

    /// What is written is read again without a problem.
    fn ladder(text: &str, companion: Option<&str>, without: &[&str]) -> (Ladder, Vec<String>) {
        let without: Vec<Slug> = without.iter().map(|level| Slug::new(level)).collect();
        let Imported { yaml, remarks } =
            import(text, companion, &without, "a test").expect("a ladder");
        let (ladder, problems) = read("imported", &yaml);
        assert_eq!(problems, [], "{yaml}");
        (ladder.expect("a ladder"), remarks)
    }

    /// Levels, and what is asked at them.
    fn told(ladder: &Ladder) -> String {
        let levels: Vec<&str> = ladder.levels.iter().map(|level| level.id.as_str()).collect();
        let mut told = format!("{}: {}\n", ladder.title, levels.join(" "));
        for own in &ladder.competencies {
            told.push_str(&format!("{} ({})\n", own.title, own.id));
            for (level, text) in &own.expects {
                told.push_str(&format!("  {level}: {text}\n"));
            }
        }
        told
    }

    #[test]
    fn a_job_family_without_one_of_its_tracks() {
        let (own, remarks) = ladder(FAMILY, None, &["gardener-2-pm"]);
        let expected = "\
Gardening: helper gardener-2-ic
Soil (soil)
  helper: Tells sand from clay.
  gardener-2-ic: 1. Tests a bed before planting it. 2. Writes the result on the plan.
";
        assert_eq!((told(&own).as_str(), remarks.len()), (expected, 0));
        let (both, remarks) = ladder(FAMILY, None, &[]);
        assert!(told(&both).contains("gardener-2-pm: Buys the soil for a team of helpers.\n"));
        assert!(remarks[0].contains("two tracks"), "{remarks:?}");
    }

    #[test]
    fn what_leads_to_a_level_is_what_it_asks() {
        let (own, remarks) = ladder(AREAS, Some(LEVELS), &[]);
        let expected = "\
Imported ladder: helper gardener head
Technical (technical)
  gardener: Tells sand from clay.
Communication (communication)
  gardener: Says when a plant is dying.
";
        assert_eq!((told(&own).as_str(), remarks.len()), (expected, 0));
        let (own, remarks) = ladder(AREAS, None, &[]);
        assert_eq!(own.levels.len(), 2);
        assert!(remarks[0].contains("order of the levels"), "{remarks:?}");
    }

    #[test]
    fn one_level_as_json() {
        let (own, _) = ladder(LEVEL, None, &[]);
        let expected = "\
Imported ladder: gardener
Communication (communication)
  gardener: Says when a plant is dying—before it is dead.
";
        assert_eq!(told(&own), expected);
    }

    #[test]
    fn a_framework_inherits_the_criteria_of_the_generic_one() {
        let (own, remarks) = ladder(ORCHARD, Some(GENERIC), &[]);
        let expected = "\
Orchard Framework: l1 l2 l3
Soil (soil)
  l1: Tells sand from clay.
  l2: Knows which soil apples want. Mends poor soil (for example: Two barrows of compost per tree). \
Tests a bed before planting it.
Pruning (pruning-when-and-how)
  l1: Cleans the shears (for example: \"After every tree\").
";
        assert_eq!(told(&own), expected);
        assert_eq!(remarks, ["it states 3 levels, but its text has levels up to 2"]);
        let (alone, _) = ladder(ORCHARD, None, &[]);
        assert_eq!(alone.competencies[0].expects.len(), 1);
    }

    #[test]
    fn names_that_yaml_would_misread_stay_names() {
        let text = "name: \"No: 7\"\nlevels: [{id: '1'}, {id: 'on'}]\nthemes: [{id: '2', name: \"'#'\"}, \
                    {id: '2'}]\ncompetencies:\n- {level: '1', theme: '2', summary: '# a: b'}\n\
                    - {level: 'on', theme: '2', summary: '- x'}\n";
        let (own, _) = ladder(text, None, &[]);
        let expected = "\
No: 7: 1 on
'#' (2)
  1: # a: b.
  on: - x.
2 (2-2)
  1: # a: b.
  on: - x.
";
        assert_eq!(told(&own), expected);
    }

    #[test]
    fn what_is_no_ladder_says_why() {
        for (text, why) in [
            (include_str!("../../tests/ladders/prose.md"), "no `topics`"),
            (include_str!("../../tests/ladders/plants.yml"), "the formats are"),
            (include_str!("../../tests/ladders/no-summary.yml"), "missing field `summary`"),
            ("", "the formats are"),
            ("a: [", "line"),
            ("name: x\nlevels: []\nthemes: []\ncompetencies: []\n", "no expectations"),
            (
                "name: x\nlevels: []\nthemes: [{id: a}]\n\
                 competencies: [{level: up, theme: a, summary: b}]\n",
                "not one of its levels",
            ),
        ] {
            let error = import(text, None, &[], "a test").expect_err("an error").to_string();
            assert!(error.contains(why), "{text:?}: {error}");
        }
        let error = import(FAMILY, None, &[Slug::new("king")], "a test").expect_err("an error");
        assert!(error.to_string().contains("no level `king`"), "{error}");
    }
}
