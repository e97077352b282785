//! Tera's reports, taken apart.

use serde_json::Value;

use super::PREFIX;

/// The filters of Tera, which it does not list itself.
pub(super) const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// One thing that is wrong, and where.
pub(super) struct Fault<'e> {
    pub message: String,
    /// The name of the template.
    pub template: &'e str,
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub length: usize,
}

pub(super) fn fault(report: &tera::ReportError) -> Fault<'_> {
    let span = report.span();
    let one_line = span.start_line == span.end_line;
    Fault {
        message: report.message().lines().next().unwrap_or("it cannot be rendered").to_owned(),
        template: report.filename(),
        line: span.start_line,
        column: span.start_col + 1,
        length: if one_line { span.end_col.saturating_sub(span.start_col) } else { 1 },
    }
}

/// `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, and the line with carets below it.
pub(super) fn parse(report: &str) -> Option<Fault<'_>> {
    let report = report.strip_prefix("error: ").unwrap_or(report);
    let (message, rest) = report.split_once('\n')?;
    let place = rest.lines().next()?.trim_start().strip_prefix("--> ")?;
    Some(Fault { message: message.to_owned(), ..placed(place, rest)? })
}

/// `called from TEMPLATE:LINE:COLUMN`, and the line with carets below it.
pub(super) fn parse_note(note: &str) -> Option<Fault<'_>> {
    let place = note.lines().next()?.strip_prefix("called from ")?;
    placed(place, note)
}

fn placed<'e>(place: &'e str, report: &str) -> Option<Fault<'e>> {
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let length = report.lines().last().map_or(1, |carets| carets.matches('^').count());
    Some(Fault { message: String::new(), template: parts.next()?, line, column, length })
}

/// What is missing, and the names that are there instead.
pub(super) fn missing(said: &str) -> Option<(&str, Vec<&str>)> {
    if !said.contains("is not defined") {
        return None;
    }
    let name = said.split('`').nth(1)?;
    let known =
        said.split_once(" Available variables: ").or(said.split_once(" Available fields: "));
    Some((name, known.map_or_else(Vec::new, |(_, names)| names.split(", ").collect())))
}

/// The value at `a.b.c`.
pub(super) fn walk<'v>(value: &'v Value, path: Option<&str>) -> Option<&'v Value> {
    path?.split('.').try_fold(value, |value, field| value.get(field))
}

/// A name with its type, where that is known.
pub(super) fn typed(name: &str, of: Option<&Value>) -> String {
    let kind = match of.and_then(|of| of.get(name)) {
        Some(Value::Null) => " (null)",
        Some(Value::Bool(_)) => " (true or false)",
        Some(Value::Number(_)) => " (number)",
        Some(Value::String(_)) => " (text)",
        Some(Value::Array(_)) => " (list)",
        Some(Value::Object(_)) => " (object)",
        None => "",
    };
    format!("`{name}`{kind}")
}

pub(super) fn chain(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" → ")
}

/// A template's name without its theme.
pub(super) fn plain_name(name: &str) -> String {
    let rest = name.strip_prefix(PREFIX);
    rest.and_then(|rest| rest.split_once('/')).map_or(name, |(_, name)| name).to_owned()
}

/// The first name in ticks.
pub(super) fn ticked(message: &str) -> String {
    message.split('`').nth(1).unwrap_or_default().to_owned()
}

/// Messages are lower case here, and have no full stop.
pub(super) fn decapitalised(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::FILTERS;

    #[test]
    fn every_filter_that_is_named_is_one() {
        for filter in FILTERS.iter().chain(&["no_filter_at_all"]) {
            let loaded =
                tera::Tera::default().add_raw_template("t", &format!("{{{{ x | {filter} }}}}"));
            let known =
                loaded.is_ok() || !loaded.unwrap_err().to_string().contains("Unknown filter");
            assert_eq!(known, *filter != "no_filter_at_all", "{filter}");
        }
    }
}
