//! Where things are: what lies outside the view box is never seen.

/// A transformation of the plane, as SVG writes it: `a b c d e f`.
#[derive(Clone, Copy)]
pub(super) struct Transform(pub [f64; 6]);

/// A rectangle: the left, upper, right and lower edge.
#[derive(Clone, Copy)]
pub(super) struct Area(pub [f64; 4]);

impl Transform {
    pub(super) const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This one around another: the other happens first.
    pub(super) fn around(self, Self([a, b, c, d, e, f]): Self) -> Self {
        let [p, q, r, s, t, u] = self.0;
        Self([
            p * a + r * b,
            q * a + s * b,
            p * c + r * d,
            q * c + s * d,
            p * e + r * f + t,
            q * e + s * f + u,
        ])
    }

    /// Whether everything becomes a line or a point.
    pub(super) fn is_flat(self) -> bool {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs() < 1e-12
    }

    /// The smallest rectangle around what becomes of one.
    pub(super) fn area(self, Area([left, top, right, bottom]): Area) -> Area {
        let [a, b, c, d, e, f] = self.0;
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
        Area::around(corners.map(|(x, y)| (a * x + c * y + e, b * x + d * y + f)))
            .unwrap_or(Area([0.0; 4]))
    }

    /// Reads a list such as `translate(1 2) rotate(45)`; CSS writes `px` and `deg`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut all = Self::SAME;
        let mut rest = text.trim();
        if rest == "none" {
            return Some(all);
        }
        while !rest.is_empty() {
            let (name, after) = rest.split_once('(')?;
            let (values, after) = after.split_once(')')?;
            let values: Option<Vec<f64>> = values
                .split([',', ' ', '\t', '\n'])
                .filter(|value| !value.is_empty())
                .map(|value| value.trim_end_matches("px").trim_end_matches("deg").parse().ok())
                .collect();
            all = all.around(Self::one(name.trim_matches([',', ' ', '\n', '\t']), &values?)?);
            rest = after.trim_start_matches([',', ' ', '\n', '\t']);
        }
        all.0.iter().all(|value| value.is_finite()).then_some(all)
    }

    fn one(name: &str, values: &[f64]) -> Option<Self> {
        let turned = |degrees: f64| {
            let (sin, cos) = degrees.to_radians().sin_cos();
            Self([cos, sin, -sin, cos, 0.0, 0.0])
        };
        Some(match (name, values) {
            ("matrix", [a, b, c, d, e, f]) => Self([*a, *b, *c, *d, *e, *f]),
            ("translate", [x]) | ("translateX", [x]) => Self::moved(*x, 0.0),
            ("translate", [x, y]) => Self::moved(*x, *y),
            ("translateY", [y]) => Self::moved(0.0, *y),
            ("scale", [x]) => Self([*x, 0.0, 0.0, *x, 0.0, 0.0]),
            ("scale", [x, y]) => Self([*x, 0.0, 0.0, *y, 0.0, 0.0]),
            ("rotate", [degrees]) => turned(*degrees),
            ("rotate", [degrees, x, y]) => {
                Self::moved(*x, *y).around(turned(*degrees)).around(Self::moved(-x, -y))
            }
            ("skewX", [degrees]) => Self([1.0, 0.0, degrees.to_radians().tan(), 1.0, 0.0, 0.0]),
            ("skewY", [degrees]) => Self([1.0, degrees.to_radians().tan(), 0.0, 1.0, 0.0, 0.0]),
            _ => return None,
        })
    }
}

impl Area {
    /// The smallest rectangle around some points.
    pub(super) fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        points.into_iter().fold(None, |area: Option<Self>, (x, y)| {
            let Self([left, top, right, bottom]) = area.unwrap_or(Self([x, y, x, y]));
            Some(Self([left.min(x), top.min(y), right.max(x), bottom.max(y)]))
        })
    }

    pub(super) fn larger(self, by: f64) -> Self {
        let [left, top, right, bottom] = self.0;
        Self([left - by, top - by, right + by, bottom + by])
    }

    pub(super) fn meets(self, other: Self) -> bool {
        let ([left, top, right, bottom], [x, y, x2, y2]) = (self.0, other.0);
        // What is no number is nowhere, and so may be anywhere.
        !(right < x || x2 < left || bottom < y || y2 < top)
    }
}

/// Numbers, separated as in SVG's attributes.
pub(super) fn numbers(text: &str) -> Option<Vec<f64>> {
    separated(text).map(|part| part.parse().ok()).collect()
}

/// Lengths, separated as numbers are; see [`length`].
pub(super) fn lengths(text: &str, whole: f64, font: f64) -> Option<Vec<f64>> {
    separated(text).map(|part| length(part, whole, font)).collect()
}

fn separated(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', '\t', '\n', '\r']).filter(|part| !part.is_empty())
}

/// A length in the drawing's units; `whole` is what a percentage is of.
pub(super) fn length(text: &str, whole: f64, font: f64) -> Option<f64> {
    let text = text.trim();
    let end = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').len();
    let number: f64 = text[..end].parse().ok()?;
    Some(match text[end..].to_ascii_lowercase().as_str() {
        "" | "px" => number,
        "%" => number * whole / 100.0,
        "em" | "rem" => number * font,
        "ex" | "ch" => number * font / 2.0,
        "pt" => number * 4.0 / 3.0,
        "pc" => number * 16.0,
        "in" => number * 96.0,
        "cm" => number * 96.0 / 2.54,
        "mm" => number * 96.0 / 25.4,
        _ => return None,
    })
}

/// The rectangle around a path: around its points and those that its curves bend to.
pub(super) fn path(d: &str) -> Option<Area> {
    let mut points = Vec::new();
    let (mut x, mut y, mut start) = (0.0, 0.0, (0.0, 0.0));
    for (command, values) in commands(d)? {
        let relative = command.is_ascii_lowercase();
        let size = match command.to_ascii_uppercase() {
            'M' | 'L' | 'T' => 2,
            'H' | 'V' => 1,
            'C' => 6,
            'S' | 'Q' => 4,
            'A' => 7,
            'Z' => {
                (x, y) = start;
                continue;
            }
            _ => return None,
        };
        if values.is_empty() || !values.len().is_multiple_of(size) {
            return None;
        }
        for (index, step) in values.chunks(size).enumerate() {
            let (from_x, from_y) = if relative { (x, y) } else { (0.0, 0.0) };
            match command.to_ascii_uppercase() {
                'H' => x = from_x + step[0],
                'V' => y = from_y + step[0],
                'A' => {
                    let reach = 2.0 * step[0].abs().max(step[1].abs());
                    points.extend([(x - reach, y - reach), (x + reach, y + reach)]);
                    (x, y) = (from_x + step[5], from_y + step[6]);
                }
                _ => {
                    points
                        .extend(step.chunks(2).map(|point| (from_x + point[0], from_y + point[1])));
                    (x, y) = (from_x + step[size - 2], from_y + step[size - 1]);
                }
            }
            points.push((x, y));
            if command.eq_ignore_ascii_case(&'M') && index == 0 {
                start = (x, y);
            }
        }
    }
    Area::around(points)
}

/// The commands of a path, each with its numbers.
fn commands(d: &str) -> Option<Vec<(char, Vec<f64>)>> {
    let mut all: Vec<(char, Vec<f64>)> = Vec::new();
    let mut rest = d.trim_start_matches(is_gap);
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E') {
            all.push((c, Vec::new()));
            rest = &rest[1..];
        } else {
            let (command, values) = all.last_mut()?;
            // The two flags of an arc need nothing between them and what follows.
            let flag = command.eq_ignore_ascii_case(&'A') && matches!(values.len() % 7, 3 | 4);
            let length = if flag { 1 } else { number_length(rest) };
            values.push(rest.get(..length)?.parse().ok()?);
            rest = &rest[length..];
        }
        rest = rest.trim_start_matches(is_gap);
    }
    Some(all)
}

fn is_gap(c: char) -> bool {
    c.is_ascii_whitespace() || c == ','
}

/// How long the number is that a text starts with.
fn number_length(text: &str) -> usize {
    let (mut dot, mut power) = (false, false);
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let fits = match c {
            '0'..='9' => true,
            '+' | '-' => at == 0 || matches!(last, 'e' | 'E'),
            '.' => !std::mem::replace(&mut dot, true) && !power,
            'e' | 'E' => at > 0 && !std::mem::replace(&mut power, true),
            _ => false,
        };
        if !fits {
            return at;
        }
        last = c;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Area, Transform, length, path};

    #[test]
    fn what_is_moved_stands_where_it_is_seen() {
        let area = |text: &str| Transform::read(text).map(|m| m.area(Area([0.0, 0.0, 2.0, 1.0])).0);
        assert_eq!(area("translate(3,4) scale(2)"), Some([3.0, 4.0, 7.0, 6.0]));
        assert_eq!(
            area("rotate(90)").map(|edges| edges.map(f64::round)),
            Some([-1.0, 0.0, 0.0, 2.0])
        );
        assert_eq!(area("translate(3px, 4px)"), Some([3.0, 4.0, 5.0, 5.0]));
        assert_eq!(area("translate(3em)"), None);
        assert_eq!(area("scale(NaN)"), None);
        assert!(Transform::read("scale(0)").is_some_and(Transform::is_flat));
    }

    #[test]
    fn a_path_reaches_as_far_as_its_points() {
        let area = |d: &str| path(d).map(|Area(edges)| edges);
        assert_eq!(area("M1 2L3-4.5.5"), None, "a point has two numbers");
        assert_eq!(area("M1 2L3-4.5"), Some([1.0, -4.5, 3.0, 2.0]));
        assert_eq!(area("m1 2l3 4h-9z"), Some([-5.0, 2.0, 4.0, 6.0]));
        assert_eq!(area("M0 0C0 9 9 9 9 0"), Some([0.0, 0.0, 9.0, 9.0]));
        assert_eq!(area("M0 0a2 2 0 015 5"), Some([-4.0, -4.0, 5.0, 5.0]));
        assert_eq!(area("M1e1,2"), Some([10.0, 2.0, 10.0, 2.0]));
        assert_eq!(area("X1"), None);
    }

    #[test]
    fn lengths_have_units() {
        assert_eq!(length("50%", 8.0, 16.0), Some(4.0));
        assert_eq!(length("2em", 8.0, 10.0), Some(20.0));
        assert_eq!(length("1e2", 8.0, 10.0), Some(100.0));
        assert_eq!(length("3vw", 8.0, 10.0), None);
    }
}
