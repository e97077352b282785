//! Styles within a drawing: without comments, and asking for nothing from elsewhere.

use super::SanitizeError;

/// A style sheet, a `style` attribute, or the value of any other attribute that may have a `url(…)`.
///
/// `picture` gives what may stand for a `data:` URL of a picture. Any other address but a place in the
/// drawing itself, and a font within it, becomes `none`.
pub(super) fn clean(
    css: &str,
    picture: &dyn Fn(&str) -> Result<Option<String>, SanitizeError>,
) -> Result<String, SanitizeError> {
    let css = without_comments(css);
    let lower = css.to_ascii_lowercase();
    // An escape can spell `url`; these functions take addresses as strings.
    if ["\\", "image-set(", "image(", "src(", "cross-fade("].iter().any(|odd| lower.contains(odd)) {
        return Err(SanitizeError::foreign("has styles that could load something from elsewhere"));
    }
    let (css, lower) = without_imports(css, lower);
    let mut kept = String::with_capacity(css.len());
    let mut at = 0;
    while let Some(found) = lower[at..].find("url(") {
        let start = at + found;
        let end = start + 4 + address_length(&css[start + 4..]);
        kept.push_str(&css[at..start]);
        let address = css[start + 4..end].trim().trim_matches(['"', '\'']).trim();
        match allowed(address, picture)? {
            Some(address) => kept.push_str(&format!("url({address})")),
            None => kept.push_str("none"),
        }
        at = (end + 1).min(css.len());
    }
    kept.push_str(&css[at..]);
    Ok(kept)
}

/// An address that asks nobody for anything; its text has nothing that would end a `url(…)`.
fn allowed(
    address: &str,
    picture: &dyn Fn(&str) -> Result<Option<String>, SanitizeError>,
) -> Result<Option<String>, SanitizeError> {
    if address.contains(['"', '\'', '(', ')', '<', '>']) || address.contains(char::is_whitespace) {
        return Ok(None);
    }
    let font = ["data:font/", "data:application/font", "data:application/x-font"];
    if address.starts_with('#') || font.iter().any(|font| address.starts_with(font)) {
        return Ok(Some(address.to_owned()));
    }
    picture(address)
}

/// How long the argument of a `url(` is: up to its bracket, which within quotes is none.
fn address_length(rest: &str) -> usize {
    let start = rest.len() - rest.trim_start().len();
    let quoted = rest[start..].chars().next().filter(|c| matches!(c, '"' | '\''));
    let from = match quoted {
        Some(quote) => rest[start + 1..].find(quote).map_or(rest.len(), |end| start + end + 2),
        None => start,
    };
    rest[from..].find(')').map_or(rest.len(), |end| from + end)
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut quote = None;
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest[2..].find("*/").map_or("", |end| &rest[end + 4..]);
            kept.push(' ');
            continue;
        }
        quote = match quote {
            Some(open) if open == c || c == '\n' => None,
            None if matches!(c, '"' | '\'') => Some(c),
            same => same,
        };
        kept.push(c);
        rest = &rest[c.len_utf8()..];
    }
    kept
}

/// Without `@import`, up to its semicolon or the end of its line.
fn without_imports(mut css: String, mut lower: String) -> (String, String) {
    while let Some(start) = lower.find("@import") {
        let end = import_length(&css[start..]) + start;
        css.replace_range(start..end, "");
        lower.replace_range(start..end, "");
    }
    (css, lower)
}

/// Addresses have semicolons in them, so those in quotes and brackets don't count.
fn import_length(css: &str) -> usize {
    let (mut quote, mut open) = (None, 0_usize);
    for (at, c) in css.char_indices() {
        match (quote, c) {
            (Some(quoted), _) if quoted == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => open += 1,
            (None, ')') => open = open.saturating_sub(1),
            (None, ';' | '\n') if open == 0 => return at + 1,
            _ => {}
        }
    }
    css.len()
}

#[cfg(test)]
mod tests {
    use super::clean;

    fn cleaned(css: &str) -> String {
        clean(css, &|_| Ok(None)).expect("it can be cleaned")
    }

    #[test]
    fn nothing_is_asked_for_from_elsewhere() {
        assert_eq!(cleaned("fill:url(#a)"), "fill:url(#a)");
        assert_eq!(cleaned("fill: URL( '#a' ) red"), "fill: url(#a) red");
        assert_eq!(cleaned("a{fill:url(https://a.example/x)}"), "a{fill:none}");
        assert_eq!(cleaned("a{fill:url(\"https://a.example/)x\")} b{}"), "a{fill:none} b{}");
        assert_eq!(cleaned("fill:url(b.svg#c)"), "fill:none");
        assert_eq!(cleaned("fill:url(https://a.example"), "fill:none");
        assert_eq!(cleaned("@import url('https://a.example/?a;b');a{}"), "a{}");
        assert_eq!(cleaned("@Import 'x' screen;@import \"y\";"), "");
        assert_eq!(
            cleaned("src:url(data:font/woff2;base64,AAAA)"),
            "src:url(data:font/woff2;base64,AAAA)"
        );
        assert!(clean("fill:\\75rl(https://a.example)", &|_| Ok(None)).is_err());
        assert!(clean("fill:image-set('https://a.example' 1x)", &|_| Ok(None)).is_err());
    }

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(cleaned("a{/* /home/ann */fill:red}"), "a{ fill:red}");
        assert_eq!(cleaned("a{font-family:'/* no */'}/* open"), "a{font-family:'/* no */'} ");
        assert_eq!(cleaned("@im/**/port 'x'; fill:ur/**/l(x)"), "@im port 'x'; fill:ur l(x)");
    }
}
