//! Text in Markdown that is pasted elsewhere: what looks like markup is escaped.

use super::super::Proof;

/// Text as it reads in a line of Markdown, in a cell of a table too.
pub(crate) fn text(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(words.len());
    let mut before = ' ';
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let inside = before.is_alphanumeric() && next.is_alphanumeric();
        let marks = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' => true,
            '_' => !inside,
            '~' => next == '~' || before == '~',
            '&' => next.is_ascii_alphabetic() || next == '#',
            '!' => next == '[',
            _ => false,
        };
        if marks {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Text that begins a line, where more looks like markup.
pub(crate) fn line(words: &str) -> String {
    let escaped = text(words);
    let digits = escaped.find(|c: char| !c.is_ascii_digit()).unwrap_or(escaped.len());
    let numbered = digits > 0 && escaped[digits..].starts_with(['.', ')']);
    if numbered {
        return format!("{}\\{}", &escaped[..digits], &escaped[digits..]);
    }
    if escaped.starts_with(['#', '>', '-', '+', '=', '~']) {
        return format!("\\{escaped}");
    }
    escaped
}

/// A link; a name where it leads nowhere.
pub(super) fn link(proof: &Proof) -> String {
    let Some(url) = &proof.url else { return text(&proof.text) };
    format!("[{}]({})", text(&proof.text), address(url))
}

/// An address without what would end it.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            ' ' => address.push_str("%20"),
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '|' => address.push_str("%7C"),
            '\\' => address.push_str("%5C"),
            '"' => address.push_str("%22"),
            _ => address.push(c),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{Proof, line, link, text};

    #[test]
    fn what_looks_like_markup_is_text() {
        for (written, markdown) in [
            ("a | b", "a \\| b"),
            ("*so* _it_ is", "\\*so\\* \\_it\\_ is"),
            ("snake_case", "snake_case"),
            ("<b> [x](y) `z`", "\\<b> \\[x\\](y) \\`z\\`"),
            ("R&D &amp; &#39;", "R\\&D \\&amp; \\&#39;"),
            ("50 %\nand  more", "50 % and more"),
            ("C:\\new ![x]", "C:\\\\new \\!\\[x\\]"),
            ("~~no~~ ~5", "\\~\\~no\\~\\~ ~5"),
        ] {
            assert_eq!(text(written), markdown);
        }
        for (written, markdown) in [
            ("# not a heading", "\\# not a heading"),
            ("- no list", "\\- no list"),
            ("2026. A year", "2026\\. A year"),
            ("2026 was", "2026 was"),
            ("> said", "\\> said"),
        ] {
            assert_eq!(line(written), markdown);
        }
    }

    #[test]
    fn a_link_ends_where_it_should() {
        let proof = |text: &str, url: Option<&str>| Proof {
            text: text.to_owned(),
            url: url.map(ToOwned::to_owned),
            named: false,
        };
        let address = "https://wiki.example/a_(b)?c=d|e";
        assert_eq!(
            link(&proof(&address["https://".len()..], Some(address))),
            "[wiki.example/a\\_(b)?c=d\\|e](https://wiki.example/a_%28b%29?c=d%7Ce)"
        );
        assert_eq!(link(&proof("the [page]", None)), "the \\[page\\]");
    }
}
