//! HTML that a note with `raw_html` writes itself, without what could act or lead away.
//!
//! A crate would do (`ammonia`), at 61 crates. This is smaller than its list of exceptions would be,
//! because it reads no document: whatever begins like a tag either is one by the strict grammar below
//! and is written anew from what was read, or its `<` becomes text. So a browser finds the same tags
//! here, whatever state it is in, and no value of an attribute can become one.

use crate::markdown::text::behind_element;
use crate::markdown::url::{Destination, destination};

/// Elements that go with everything in them.
const WITH_CONTENT: [&str; 5] = ["script", "iframe", "noembed", "noframes", "template"];

/// Elements whose tags go: they lead away, load another document, send something, change what other
/// tags mean, or change attributes later.
const TAGS: [&str; 18] = [
    "meta",
    "base",
    "form",
    "link",
    "object",
    "embed",
    "applet",
    "param",
    "frame",
    "frameset",
    "portal",
    "fencedframe",
    "plaintext",
    "xmp",
    "animate",
    "animatemotion",
    "animatetransform",
    "set",
];

/// Attributes that go, besides those that begin with `on`.
const ATTRIBUTES: [&str; 8] =
    ["action", "formaction", "srcdoc", "ping", "http-equiv", "autofocus", "nonce", "attributename"];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 9] =
    ["href", "xlink:href", "src", "data", "poster", "background", "cite", "longdesc", "usemap"];

/// The HTML of a whole note, without what its author's own HTML may not do.
pub(super) fn clean(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    // Where one element is never closed, no later one of its name is: it is not looked for again.
    let mut open: Vec<String> = Vec::new();
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if let Some((tag, length)) = Tag::read(rest) {
            rest = &rest[length..];
            rest = tag.write(&mut kept, rest, &mut open);
        } else {
            kept.push_str("&lt;");
            rest = &rest[1..];
        }
    }
    kept.push_str(rest);
    kept
}

/// A tag as it is written.
struct Tag<'t> {
    closing: bool,
    name: &'t str,
    attributes: Vec<(&'t str, Option<&'t str>)>,
    /// Whether it ends in `/>`.
    empty: bool,
}

impl<'t> Tag<'t> {
    /// The tag that the text begins with, and how long it is.
    fn read(text: &'t str) -> Option<(Self, usize)> {
        let mut rest = text.strip_prefix('<')?;
        let closing = rest.starts_with('/');
        rest = rest.strip_prefix('/').unwrap_or(rest);
        let name = run(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':'));
        name.chars().next().filter(char::is_ascii_alphabetic)?;
        rest = &rest[name.len()..];
        let mut tag = Self { closing, name, attributes: Vec::new(), empty: false };
        loop {
            let blank = rest.len();
            rest = rest.trim_ascii_start();
            let apart = rest.len() < blank;
            if let Some(end) = rest.strip_prefix('>') {
                return Some((tag, text.len() - end.len()));
            }
            if let Some(end) = rest.strip_prefix("/>") {
                tag.empty = true;
                return Some((tag, text.len() - end.len()));
            }
            let name = run(rest, |c| !(c.is_ascii_whitespace() || "\"'<>/=`\0".contains(c)));
            if name.is_empty() || !apart {
                return None;
            }
            rest = &rest[name.len()..];
            let value;
            (value, rest) = attribute_value(rest)?;
            tag.attributes.push((name, value));
        }
    }

    /// Writes what may stay of it, and gives what comes after it.
    fn write<'r>(&self, kept: &mut String, rest: &'r str, open: &mut Vec<String>) -> &'r str {
        let name = self.name.to_ascii_lowercase();
        if WITH_CONTENT.contains(&name.as_str()) {
            if self.closing || open.contains(&name) {
                return rest;
            }
            return behind_element(rest, &name).map(|end| &rest[end..]).unwrap_or_else(|| {
                open.push(name);
                rest
            });
        }
        if TAGS.contains(&name.as_str()) {
            return rest;
        }
        kept.push_str(if self.closing { "</" } else { "<" });
        kept.push_str(self.name);
        for (name, value) in &self.attributes {
            if !may_stay(name, value.unwrap_or_default()) {
                continue;
            }
            kept.push(' ');
            kept.push_str(name);
            if let Some(value) = value {
                let value = value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
                kept.push_str(&format!("=\"{value}\""));
            }
        }
        kept.push_str(if self.empty { " />" } else { ">" });
        rest
    }
}

/// The value behind an attribute's name, if it has one, and what comes after it.
fn attribute_value(text: &str) -> Option<(Option<&str>, &str)> {
    let Some(value) = text.trim_ascii_start().strip_prefix('=') else { return Some((None, text)) };
    let value = value.trim_ascii_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, rest) = quoted.split_once(quote)?;
            return Some((Some(value), rest));
        }
    }
    let bare = run(value, |c| !(c.is_ascii_whitespace() || "\"'<>=`".contains(c)));
    (!bare.is_empty()).then(|| (Some(bare), &value[bare.len()..]))
}

/// Whether an attribute neither acts nor leads to what a link of a note may not lead to.
fn may_stay(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if name.starts_with("on") || ATTRIBUTES.contains(&name.as_str()) {
        return false;
    }
    if !ADDRESSES.contains(&name.as_str()) {
        return true;
    }
    let value = value.replace("&amp;", "&");
    // Where the scheme would be, a reference such as `&#115;` or `&Tab;` can spell another one.
    let start = value.split(['/', '?']).next().unwrap_or_default();
    let spelled = start.contains("&#") || start.contains('&') && start.contains(';');
    let picture = name == "src" && value.to_ascii_lowercase().starts_with("data:image/");
    !spelled && (picture || !matches!(destination(&value), Destination::Refused(_)))
}

fn run(text: &str, fits: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !fits(c)).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::clean;

    #[test]
    fn what_says_something_stays() {
        for html in [
            "<details open><summary>More</summary>\n<p class=\"a\" style=\"color: red\">x</p></details>",
            "<img src=\"files/a%20b.png\" alt=\"A &lt; B\" width=\"40\" /><br /><hr>",
            "<a href=\"https://a.example/?b&amp;c#d\">x</a> <a href=\"#e\">y</a> <a href=\"Q&amp;A.md\">z</a>",
            "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\" /></svg> 1 &lt; 2 > 1",
            "<input type=\"checkbox\" disabled checked aria-label=\"done\"> done",
        ] {
            assert_eq!(clean(html), html);
        }
        assert_eq!(
            clean("<A HREF=x title='a \"b\"'>y</A>"),
            "<A HREF=\"x\" title=\"a &quot;b&quot;\">y</A>"
        );
    }

    #[test]
    fn what_acts_or_leads_away_goes() {
        for (html, kept) in [
            ("a<script>alert(1)</script>b", "ab"),
            ("a<SCRIPT\nsrc=x>alert(1)</ScRiPt >b", "ab"),
            ("a<script>alert(1)", "aalert(1)"),
            ("<meta http-equiv=refresh content='0;url=https://a.example'>x", "x"),
            ("<base href=\"https://a.example/\">x", "x"),
            ("<form action=\"https://a.example\"><input name=a></form>", "<input name=\"a\">"),
            ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
            ("<b OnClick = 'alert(1)'>x</b>", "<b>x</b>"),
            ("<button formaction=x>a</button>", "<button>a</button>"),
            ("<iframe srcdoc='<b>'>a</iframe>b", "b"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>"),
            ("<a href=\" java&#115;cript:alert(1)\">x</a>", "<a>x</a>"),
            ("<a href=\"java&Tab;script:alert(1)\">x</a>", "<a>x</a>"),
            ("<a href=\"java\nscript:alert(1)\">x</a>", "<a>x</a>"),
            ("<svg><animate attributeName=href to=javascript:alert(1)></svg>", "<svg></svg>"),
            ("<!-- a --><b>x</b><!-- never closed", "<b>x</b>"),
            ("<!doctype html><?php ?>", "&lt;!doctype html>&lt;?php ?>"),
        ] {
            assert_eq!(clean(html), kept, "{html}");
        }
    }

    #[test]
    fn what_is_no_tag_to_us_is_none_to_a_browser() {
        for (html, kept) in [
            ("<img/src=x/onerror=alert(1)>", "&lt;img/src=x/onerror=alert(1)>"),
            ("<img src=\"x\"onerror=alert(1)>", "&lt;img src=\"x\"onerror=alert(1)>"),
            ("<img src=x onerror=alert(1) ", "&lt;img src=x onerror=alert(1) "),
            ("<<b onclick=a>x", "&lt;<b>x"),
            // In a style, a quote is no end of what is quoted: the tag in it must be none.
            (
                "<style><a title=\"</style><img src=x onerror=alert(1)>\">",
                "<style><a title=\"&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;\">",
            ),
        ] {
            assert_eq!(clean(html), kept, "{html}");
        }
    }

    proptest! {
        /// Every `<` that is left begins a tag without anything that acts; a second pass finds nothing.
        #[test]
        fn nothing_slips_through_between_pieces(
            html in "(<|>|/|\"|'|=| |\n|&|;|script|b|img|onload|on|src|href|javascript:|<!--|-->|<script>|</script|x|style){0,24}",
        ) {
            let kept = clean(&html);
            prop_assert_eq!(&clean(&kept), &kept);
            let lower = kept.to_ascii_lowercase();
            for tag in lower.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap_or_default();
                let name = tag.split(['/', ' ', '\n']).next();
                prop_assert!(name != Some("script"), "{}", kept);
                // Outside of quotes no attribute begins with `on`.
                let bare: String = tag.split('"').step_by(2).collect();
                prop_assert!(!bare.split_ascii_whitespace().skip(1).any(|a| a.starts_with("on")), "{}", kept);
            }
        }
    }
}
