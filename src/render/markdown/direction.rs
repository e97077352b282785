//! Texts in scripts that are written from right to left: each block says that its own text decides its
//! direction. A text without such letters stays as it is, on a page that is written from left to right.

use crate::model::direction::Direction;

/// The elements that hold text.
const BLOCKS: [&str; 12] =
    ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "summary", "figcaption"];

/// The elements around them. What their blocks say for themselves does not count for them, so they get the
/// direction of their first letter.
const AROUND: [&str; 3] = ["ul", "ol", "blockquote"];

/// How far ahead the first letter is looked for.
const FARTHEST: usize = 1000;

/// HTML whose blocks have a direction.
pub(super) fn with_direction(html: &str, page: Direction) -> String {
    let mut written = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        written.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = &rest[..length];
        let Some(end) = rest.find('>').filter(|_| length > 0) else { continue };
        if rest[..end].contains(" dir=") {
            continue;
        }
        let behind = &rest[end + 1..];
        // An item of a loose list has paragraphs, which speak for themselves.
        let is_loose = name == "li" && behind.trim_start().starts_with("<p>");
        let direction = if BLOCKS.contains(&name) && !is_loose {
            Some("auto")
        } else if AROUND.contains(&name) || is_loose || is_callout(&rest[..end]) {
            first_letter(behind).filter(|own| *own != page).map(Direction::word)
        } else {
            None
        };
        if let Some(direction) = direction {
            written.push_str(name);
            written.push_str(&format!(" dir=\"{direction}\""));
            rest = &rest[length..];
        }
    }
    written.push_str(rest);
    written
}

/// Whether a tag begins a callout, whose border is at the beginning of its lines.
fn is_callout(tag: &str) -> bool {
    tag.contains(" class=\"callout callout-")
}

/// The direction of the first letter in some HTML.
fn first_letter(html: &str) -> Option<Direction> {
    let mut in_tag = false;
    let mut in_entity = false;
    html.chars().take(FARTHEST).find_map(|c| {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '&' => in_entity = true,
            ';' => in_entity = false,
            c if in_entity && !c.is_ascii_alphanumeric() && c != '#' => in_entity = false,
            c if !in_tag && !in_entity => return Direction::of_letter(c),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::with_direction;
    use crate::model::direction::Direction;

    #[test]
    fn blocks_have_the_direction_of_their_text() {
        for (html, expected) in [
            ("<p>שלום</p>\n", "<p dir=\"auto\">שלום</p>\n"),
            ("<h2 id=\"a\">x</h2>", "<h2 dir=\"auto\" id=\"a\">x</h2>"),
            (
                "<ul>\n<li>&quot;שלום</li>\n</ul>",
                "<ul dir=\"rtl\">\n<li dir=\"auto\">&quot;שלום</li>\n</ul>",
            ),
            ("<ol start=\"3\">\n<li>a</li>", "<ol start=\"3\">\n<li dir=\"auto\">a</li>"),
            (
                "<ul>\n<li>\n<p>שלום</p>",
                "<ul dir=\"rtl\">\n<li dir=\"rtl\">\n<p dir=\"auto\">שלום</p>",
            ),
            (
                "<div role=\"note\" class=\"callout callout-tip\">שלום</div>",
                "<div dir=\"rtl\" role=\"note\" class=\"callout callout-tip\">שלום</div>",
            ),
            ("<p dir=\"ltr\">a</p><pre>b</pre>", "<p dir=\"ltr\">a</p><pre>b</pre>"),
            ("<blockquote>", "<blockquote>"),
            ("<", "<"),
            ("a < b <p", "a < b <p"),
        ] {
            assert_eq!(with_direction(html, Direction::LeftToRight), expected);
        }
        let list = "<ul>\n<li>a</li>";
        let expected = "<ul dir=\"ltr\">\n<li dir=\"auto\">a</li>";
        assert_eq!(with_direction(list, Direction::RightToLeft), expected);
    }
}
