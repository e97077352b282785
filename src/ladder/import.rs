//! Ladders that others publish become loopbook's: the shapes of the Financial Times' progression
//! files, of two generations, and of Monzo's.
//!
//! Both have many pieces of text for a competency at a level, and loopbook has one: a theme, an
//! area or a topic is a competency here, and the pieces are joined. What loopbook has no place for
//! (proficiencies, links, colours) is left out.

use serde::de::DeserializeOwned;
use serde_yaml::Value;

pub use super::draft::ImportError;
use super::draft::LadderDraft;
use super::shapes::{Family, Framework, LevelFile, Named, OfArea, Topic, TopicContent};
use super::write;
use crate::model::Slug;
use crate::read::split::split;

/// A ladder that was converted from another format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// As a file for `ladders/`.
    pub yaml: String,
    /// What the person should look at: what was left out, and what had to be guessed.
    pub remarks: Vec<String>,
}

/// The format of a progression file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LadderFormat {
    /// Keys `themes` and `competencies`: a job family.
    Family,
    /// A list whose items have an `area`.
    Areas,
    /// One level, with competencies that have an `area`.
    Level,
    /// Front matter with `topics`.
    Framework,
}

impl LadderFormat {
    /// The names of files that complete one of this shape; one stands beside it, or a folder up.
    pub fn companions(self) -> &'static [&'static str] {
        match self {
            Self::Areas => &["levels.yml", "levels.yaml", "levels.json"],
            Self::Framework => &["generic.md"],
            Self::Family | Self::Level => &[],
        }
    }
}

/// Which shape a text has.
pub fn shape(text: &str) -> Result<LadderFormat, ImportError> {
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

/// Reads a ladder. `companion` is the text of the file that completes it, where there is one:
/// `levels.yml` says the order of levels, `generic.md` what all frameworks ask. The levels in
/// `without` are left out. `from` says where it comes from, in the written file.
pub fn import(
    text: &str,
    companion: Option<&str>,
    without: &[Slug],
    from: &str,
) -> Result<Imported, ImportError> {
    let mut rough = match shape(text)? {
        LadderFormat::Family => family(parse(decoded(text))?),
        LadderFormat::Areas => areas(parse(decoded(text))?, companion)?,
        LadderFormat::Level => {
            let LevelFile { id, mut competencies } = parse(decoded(text))?;
            competencies.iter_mut().for_each(|own| own.level.clone_from(&id));
            by_area(competencies, vec![id])
        }
        LadderFormat::Framework => framework(text, companion)?,
    };
    rough.leave_out(without)?;
    rough.check()?;
    Ok(Imported { yaml: write::yaml(&rough, from), remarks: rough.remarks })
}

fn family(file: Family) -> LadderDraft {
    let mut rough = LadderDraft::new(&file.name, file.levels.into_iter().map(|level| level.id));
    for theme in &file.themes {
        let own = file.competencies.iter().filter(|competency| competency.theme == theme.id);
        let pieces = own.map(|own| (Slug::new(&own.level), own.summary.clone())).collect();
        rough.add(&theme.id, theme.name.as_deref().unwrap_or(&theme.id), pieces);
    }
    let themes = |id: &str| file.themes.iter().any(|theme| theme.id == id);
    let lost = file.competencies.iter().filter(|own| !themes(&own.theme)).count();
    if lost > 0 {
        rough
            .remarks
            .push(format!("{lost} left out because their theme is not in the list of themes"));
    }
    rough
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
    for own in &file {
        if guessed && !levels.contains(&own.level) {
            levels.push(own.level.clone());
        }
    }
    let mut rough = by_area(file, levels);
    if guessed {
        rough.remarks.insert(
            0,
            "the order of the levels is that in which they first appear: check it, or name their \
             file with `--with`"
                .into(),
        );
    }
    Ok(rough)
}

/// The older format has no names for its areas, and its first version names the steps between
/// levels: what leads from `a` to `b` is what `b` asks.
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
    let mut rough = LadderDraft::new("Imported ladder", names);
    let mut areas: Vec<&str> = Vec::new();
    for own in &file {
        if !areas.contains(&own.area.as_str()) {
            areas.push(&own.area);
        }
    }
    for area in areas {
        let own = file.iter().filter(|competency| competency.area == area);
        let pieces = own.map(|own| (level_of(&own.level), own.summary.clone())).collect();
        rough.add(area, &capitalised(area), pieces);
    }
    rough
}

fn framework(text: &str, generic: Option<&str>) -> Result<LadderDraft, ImportError> {
    let own = front_matter(text)?;
    let generic = generic.map(front_matter).transpose()?;
    let generic = |name: &str| {
        let topics = generic.as_ref().map_or(&[][..], |generic| &generic.topics);
        topics.iter().find(|topic| topic.name == name)
    };
    let contents = || own.topics.iter().flat_map(|topic| topic.content.iter().flatten());
    let highest = contents().map(|content| content.level).max().unwrap_or(0);
    let stated = own.levels.unwrap_or(highest);
    let count = highest.max(stated);
    if count > 99 {
        return Err(ImportError(format!("it has {count} levels")));
    }
    let title = own.title.as_deref().map_or("", undecorated);
    let title = if title.is_empty() { "Imported ladder" } else { title };
    let mut rough = LadderDraft::new(title, (1..=count).map(|number| format!("l{number}")));
    if highest != stated {
        rough.remarks.push(format!("it says {stated} levels, and its text goes up to {highest}"));
    }
    for topic in &own.topics {
        let shared = generic(&topic.name);
        let title = shared.and_then(|topic| topic.title.as_deref()).or(topic.title.as_deref());
        let title = title.map(undecorated).filter(|title| !title.is_empty());
        let title = title.map_or_else(|| capitalised(&topic.name), ToOwned::to_owned);
        rough.add(&topic.name, &title, criteria(topic, shared, count));
    }
    Ok(rough)
}

/// What a topic asks, and after it at each level what all frameworks ask there.
fn criteria(topic: &Topic, shared: Option<&Topic>, levels: usize) -> Vec<(Slug, String)> {
    let at = |topic: &Topic, level: usize, own: bool| {
        let contents = topic.content.iter().flatten().filter(|content| content.level == level);
        contents.flat_map(|content| pieces(content, own)).collect::<Vec<String>>()
    };
    let of_level = |level: usize| {
        let own = at(topic, level, true);
        let shared = shared.map(|shared| at(shared, level, false)).unwrap_or_default();
        let id = Slug::new(&format!("l{level}"));
        own.into_iter().chain(shared).map(move |piece| (id.clone(), piece)).collect::<Vec<_>>()
    };
    (1..=levels).flat_map(of_level).collect()
}

/// Of what is shared, those with examples are not inherited.
fn pieces(content: &TopicContent, own: bool) -> Vec<String> {
    let plain = content.criteria.iter().flatten().cloned();
    let with_examples =
        content.example_criteria.iter().flatten().filter(|_| own).map(|criterion| {
            let examples: Vec<&str> =
                criterion.examples.iter().flatten().map(|example| example.trim()).collect();
            let asked = criterion.criteria.trim();
            if examples.is_empty() {
                return asked.to_owned();
            }
            let asked = asked.trim_end_matches(['.', ':']);
            format!("{asked} (for example: {})", examples.join("; "))
        });
    plain.chain(with_examples).collect()
}

fn front_matter(text: &str) -> Result<Framework, ImportError> {
    let text = decoded(text);
    match split(text).ok().and_then(|parts| parts.matter) {
        Some(matter) => parse(&text[matter.range]),
        None => Err(ImportError("it has no front matter".into())),
    }
}

/// YAML, or JSON, which has escapes that YAML lacks.
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

/// A title without the picture in front of it.
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
        assert_eq!(remarks, ["it says 3 levels, and its text goes up to 2"]);
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
