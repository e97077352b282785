//! What is wrong with a journal: values, collected and never thrown.
//!
//! A [`Diagnostic`] says what, where, and what to do about it. It knows nothing about terminals
//! or pages; how one is shown is up to whoever shows it.

pub mod codes;
pub mod fault;

use schemars::JsonSchema;
use serde::Serialize;

pub use codes::Code;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file is left out of the site, and the program's exit code is 1.
    Error,
    /// The file is used; with `--strict` the exit code is 1.
    Warning,
    /// Worth a thought.
    Info,
}

/// A place in a file, as its author sees it in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// How many characters of the line are meant; at least 1.
    pub length: usize,
    /// The line itself, without its line ending; of a very long one, the part from the place on.
    pub source: String,
    /// Whether it is only a part of the line.
    pub clipped: bool,
}

/// One problem in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of the rule, such as `unknown-key`.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The file, relative to the journal, with `/` between its parts.
    pub path: String,
    /// Where in the file; absent where the whole file is meant.
    pub location: Option<Location>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error about a whole file; see [`Diagnostic::at`] and [`Diagnostic::hint`] for the rest.
    pub fn error(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path.into(), message.into())
    }

    /// A warning about a whole file.
    pub fn warning(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, path.into(), message.into())
    }

    /// A remark about a whole file.
    pub fn info(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, path.into(), message.into())
    }

    fn new(severity: Severity, code: Code, path: String, message: String) -> Self {
        Self { code, severity, path, location: None, message, hint: None }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// The same, with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether this one keeps its file out of the site.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The order in which diagnostics are listed: by file, then by place.
    pub fn sort_key(&self) -> (&str, usize, usize, &str) {
        let (line, column) = self.location.as_ref().map_or((0, 0), |at| (at.line, at.column));
        (&self.path, line, column, self.code.as_str())
    }
}

/// A [`Diagnostic`] as `check --format json` and `export` print it.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Diagnostic")]
struct Flat<'a> {
    /// The stable name of the rule.
    code: &'a str,
    /// How bad it is.
    severity: Severity,
    /// The file, relative to the journal.
    path: &'a str,
    /// Line, from 1.
    line: Option<usize>,
    /// Column, from 1, in characters.
    column: Option<usize>,
    /// What is wrong.
    message: &'a str,
    /// What to do about it.
    hint: Option<&'a str>,
}

impl Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Flat {
            code: self.code.as_str(),
            severity: self.severity,
            path: &self.path,
            line: self.location.as_ref().map(|at| at.line),
            column: self.location.as_ref().map(|at| at.column),
            message: &self.message,
            hint: self.hint.as_deref(),
        }
        .serialize(serializer)
    }
}

impl JsonSchema for Diagnostic {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Flat::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Flat::json_schema(generator)
    }
}

/// A text without its digits: what is left to compare of a name, for `sprint-1` is not a
/// misspelling of `sprint-2`.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Which letters a name has, without regard to case, as bits; some letters share one.
fn letter_marks(name: &str) -> u64 {
    let lower = name.chars().flat_map(char::to_lowercase);
    lower.fold(0, |marks, letter| marks | 1 << (letter as u32 % 64))
}

/// The nearest of `known` to what was written, where one is near enough to have been meant.
///
/// The distance counts swapped neighbours as one edit (`stpe`). Names that differ in their digits
/// only are never near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lowered = written.to_lowercase();
    let allowed = match lowered.chars().count() {
        0..=2 => 0,
        3..=6 => 1,
        7..=11 => 2,
        _ => 3,
    };
    let (length, marks) = (lowered.chars().count(), letter_marks(written));
    // An edit changes two letters at most: most names are told apart without counting edits.
    let alike = |name: &&str| {
        name.chars().count().abs_diff(length) <= allowed
            && (letter_marks(name) ^ marks).count_ones() as usize <= 2 * allowed
    };
    known
        .into_iter()
        .filter(alike)
        .map(|name| (strsim::damerau_levenshtein(&lowered, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= allowed && letters(name) != letters(&lowered))
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_near_and_a_number_is_not() {
        let keys = ["step", "task", "goal", "sprint-2", "cross-team-influence"];
        assert_eq!(nearest("stpe", keys), Some("step"));
        assert_eq!(nearest("tasks", keys), Some("task"));
        assert_eq!(nearest("cross-team-infuence", keys), Some("cross-team-influence"));
        assert_eq!(nearest("sprint-1", keys), None);
        assert_eq!(nearest("author", keys), None);
        assert_eq!(nearest("go", keys), None);
    }
}
