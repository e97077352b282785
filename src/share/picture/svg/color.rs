//! What a colour paints: something, nothing, or what can't be told.

use std::collections::HashMap;

use super::sheet::{Declaration, declarations, split};
use super::styled::references;

/// What is painted in a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Visible,
    Clear,
    /// In whatever `color` is where it is painted.
    CurrentColor,
    /// Something or nothing: that depends on what is not known here.
    Unclear,
}

/// What the values of a drawing refer to.
#[derive(Default)]
pub(super) struct CustomProperties {
    /// The values that it has for its own properties (`--name`). Which of them holds where is not asked.
    values: HashMap<String, Vec<String>>,
    /// What gradients and patterns paint, by their ids.
    pub servers: HashMap<String, Paint>,
}

/// The most functions in each other.
const DEEPEST: usize = 8;

impl CustomProperties {
    pub(super) fn add<'d>(&mut self, declarations: impl Iterator<Item = &'d Declaration>) {
        for own in declarations.filter(|own| own.name.starts_with("--")) {
            self.values.entry(own.name.clone()).or_default().push(own.value.clone());
        }
    }

    /// Adds what a property has where nothing states it: `@property --name { initial-value: red }`.
    pub(super) fn add_initial(&mut self, rule: &str) {
        let Some((head, body)) = rule.split_once('{') else { return };
        let Some(name) = head.trim().strip_prefix("@property") else { return };
        let body = body.trim_end().trim_end_matches('}');
        let initial = declarations(body).into_iter().find(|own| own.name == "initial-value");
        let values = self.values.entry(name.trim().to_owned()).or_default();
        values.extend(initial.map(|own| own.value));
    }

    /// What `url(#name)` paints; where there is nothing of that name, what stands behind it.
    fn referred(&self, value: &str, read: impl Fn(&str) -> Paint) -> Paint {
        let (_, fallback) = value.split_once(')').unwrap_or((value, ""));
        let name = references(value).into_iter().next();
        match name.and_then(|name| self.servers.get(&name)) {
            Some(paint) => *paint,
            None if fallback.trim().is_empty() => Paint::Clear,
            None => read(fallback),
        }
    }

    /// What a value paints where the element around paints something or nothing.
    pub(super) fn paint(&self, value: &str, around: Paint) -> Paint {
        self.read(value, around, 0)
    }

    fn read(&self, value: &str, around: Paint, depth: usize) -> Paint {
        let value = value.trim();
        let lower = value.to_ascii_lowercase();
        match lower.as_str() {
            "inherit" | "unset" | "revert" | "revert-layer" => return around,
            "currentcolor" => return Paint::CurrentColor,
            _ if depth > DEEPEST => return Paint::Unclear,
            _ => {}
        }
        let read = |value: &str| self.read(value, around, depth + 1);
        if let Some(inner) = arguments(value, "var") {
            let (name, fallback) =
                inner.split_once(',').map_or((inner, None), |(name, rest)| (name, Some(rest)));
            // A property that has no value leaves what is inherited.
            let Some(values) = self.values.get(name.trim()) else {
                return fallback.map_or(around, read);
            };
            return one_of(values.iter().map(String::as_str).chain(fallback).map(read));
        }
        if let Some(inner) = arguments(value, "light-dark") {
            return one_of(split(inner, ',').map(|own| read(&own)));
        }
        if let Some(inner) = arguments(value, "color-mix") {
            return mixed(inner, read);
        }
        if lower.starts_with("url(") {
            return self.referred(value, read);
        }
        plain(&lower)
    }
}

/// What is in the brackets of a function.
fn arguments<'v>(value: &'v str, function: &str) -> Option<&'v str> {
    let (name, rest) = value.split_once('(')?;
    rest.strip_suffix(')').filter(|_| name.eq_ignore_ascii_case(function))
}

/// What is painted where any of these may hold.
fn one_of(mut all: impl Iterator<Item = Paint>) -> Paint {
    let first = all.next().unwrap_or(Paint::Unclear);
    if all.all(|other| other == first) { first } else { Paint::Unclear }
}

/// `in srgb, red 20%, transparent`: something is seen unless each colour of any weight is clear.
fn mixed(inner: &str, read: impl Fn(&str) -> Paint) -> Paint {
    let mut colors: Vec<(String, Option<f64>)> = Vec::new();
    for part in split(inner, ',').filter(|part| !part.starts_with("in ")) {
        let weighs = |word: &&str| word.ends_with('%') && !word.contains('(');
        let weight = part.split_whitespace().find(weighs);
        let color = part.split_whitespace().filter(|word| Some(*word) != weight);
        let percent = weight.and_then(|word| word.trim_end_matches('%').parse().ok());
        colors.push((color.collect::<Vec<_>>().join(" "), percent));
    }
    let stated: f64 = colors.iter().filter_map(|(_, weight)| *weight).sum();
    let counts = |weight: &Option<f64>| weight.unwrap_or(100.0 - stated) > 0.0;
    let all: Vec<Paint> = colors
        .iter()
        .filter(|(_, weight)| counts(weight))
        .map(|(color, _)| read(color))
        .filter(|paint| *paint != Paint::Clear)
        .collect();
    match all.first() {
        None => Paint::Clear,
        Some(_) if all.contains(&Paint::Visible) => Paint::Visible,
        Some(first) if all.iter().all(|paint| paint == first) => *first,
        Some(_) => Paint::Unclear,
    }
}

/// A colour that names no other, in lower case.
fn plain(value: &str) -> Paint {
    if matches!(value, "none" | "transparent") {
        return Paint::Clear;
    }
    if let Some(digits) = value.strip_prefix('#') {
        let is_clear = digits.len() == 4 && digits.ends_with('0')
            || digits.len() == 8 && digits.ends_with("00");
        return if is_clear { Paint::Clear } else { Paint::Visible };
    }
    let Some((name, inner)) = value.split_once('(') else { return Paint::Visible };
    let inner = inner.strip_suffix(')').unwrap_or(inner);
    let by_slash: Vec<String> = split(inner, '/').collect();
    let by_comma: Vec<String> = split(inner, ',').collect();
    let alpha = match (by_slash.as_slice(), by_comma.as_slice()) {
        ([_, .., alpha], _) => alpha,
        // The old names take a fourth value, too.
        (_, [_, _, _, alpha]) if name.starts_with("rgb") || name.starts_with("hsl") => alpha,
        // It may come from elsewhere.
        _ if inner.contains("var(") || inner.starts_with("from ") => return Paint::Unclear,
        _ => return Paint::Visible,
    };
    match alpha.trim().trim_end_matches('%').parse::<f64>() {
        Ok(alpha) if alpha <= 0.0 => Paint::Clear,
        Ok(_) => Paint::Visible,
        Err(_) if alpha == "none" => Paint::Clear,
        Err(_) => Paint::Unclear,
    }
}
