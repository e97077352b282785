//! Text that is data, as Markdown.

use std::ops::Range;

/// A text as Markdown that shows it as paragraphs: whatever would begin another block, a comment, an
/// inline field, a callout or the name of a block is escaped. Emphasis, links, code and tags stay.
pub fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    // Where a line leaves a span of code open, the next one may be code, or what follows that.
    let is_plain = lines.iter().all(|line| spans(line).is_some());
    let lines = lines.iter().map(|line| escaped_line(line, is_plain));
    lines.collect::<Vec<String>>().join("\n")
}

fn escaped_line(line: &str, has_whole_spans: bool) -> String {
    let within = |text: &str| match spans(text).filter(|_| has_whole_spans) {
        Some(spans) => outside(text, &spans),
        None => within(text),
    };
    let mut escaped = String::with_capacity(line.len() + 4);
    if begins_block(line) {
        escaped.push('\\');
    } else if let Some(digits) = number(line) {
        // `1.` at the beginning of a line begins a list.
        escaped.push_str(&line[..digits]);
        escaped.push('\\');
        return escaped + &within(&line[digits..]);
    }
    escaped + &within(line)
}

/// Whether the first character of a line begins a heading, a quote, a list, a rule, code, a table or
/// HTML.
fn begins_block(line: &str) -> bool {
    line.starts_with(['#', '>', '-', '+', '=', '|', '~', '<', ':'])
        || line.starts_with("* ")
        || line == "*"
        || line.starts_with("```")
        || line.starts_with("***")
        || line.starts_with("___")
}

/// How many digits number a line, as in `12. text`.
fn number(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && line[digits..].starts_with(['.', ')'])).then_some(digits)
}

/// The spans of code in a line; `None` if one is left open.
fn spans(line: &str) -> Option<Vec<Range<usize>>> {
    let run = |at: usize| line[at..].bytes().take_while(|byte| *byte == b'`').count();
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(start) = line[from..].find('`').map(|at| from + at) {
        let length = run(start);
        let mut end = start + length;
        loop {
            end += line[end..].find('`')?;
            let closing = run(end);
            end += closing;
            if closing == length {
                break;
            }
        }
        spans.push(start..end);
        from = end;
    }
    Some(spans)
}

/// Escapes what means something outside of these spans of code.
fn outside(line: &str, spans: &[Range<usize>]) -> String {
    // An address or a backslash may take the sign of a span away.
    let starts = std::iter::once(0).chain(spans.iter().map(|span| span.end));
    let ends = spans.iter().map(|span| span.start).chain([line.len()]);
    if starts.zip(ends).any(|(start, end)| line[start..end].contains(['<', '\\'])) {
        return within(line);
    }
    let mut escaped = String::with_capacity(line.len() + 4);
    let mut from = 0;
    for span in spans {
        escaped += &within(&line[from..span.start]);
        escaped += &line[span.clone()];
        from = span.end;
    }
    escaped + &within(&line[from..])
}

/// Escapes what means something anywhere in a line.
fn within(line: &str) -> String {
    let line = line
        .replace("%%", "\\%\\%")
        .replace("<!", "<\\!")
        .replace("::", ":\\:")
        .replace("[!", "\\[!")
        .replace("[^", "\\[^")
        .replace("]:", "]\\:")
        .replace(" ^", " \\^");
    // A line that says `private: yes` would be taken for a lost line of front matter.
    match line.split_once(": ") {
        Some((key, value)) if key.chars().all(|c| c.is_alphanumeric() || "-_ ".contains(c)) => {
            format!("{key}\\: {value}")
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_means_something_is_escaped() {
        for (text, expected) in [
            ("Search is *live*, see [[search]] #win", "Search is *live*, see [[search]] #win"),
            ("fix(search): retry\r\n\r\nIt broke.", "fix(search): retry\n\nIt broke."),
            ("# one\n  - two\n> [!private]\n", "\\# one\n\\- two\n\\> \\[!private]"),
            ("step:: deliver", "step:\\: deliver"),
            ("private: yes", "private\\: yes"),
            ("a %%b%% <!-- c -->", "a \\%\\%b\\%\\% <\\!-- c -->"),
            ("1. one\n```\n---\n===", "1\\. one\n\\```\n\\---\n\\==="),
            ("[^1]: note\n[a]: b\ntext ^id", "\\[^1]\\: note\n[a]\\: b\ntext \\^id"),
            ("a\u{0}\u{1b}[31mb", "a[31mb"),
            (
                "Use `std::vec<T>` and ``%% ` %%``, std::vec",
                "Use `std::vec<T>` and ``%% ` %%``, std:\\:vec",
            ),
            ("a `b\n%%c` `d::e`", "a `b\n\\%\\%c` `d:\\:e`"),
            ("<https://a.example/`> %%a%% `", "\\<https://a.example/`> \\%\\%a\\%\\% `"),
            ("\\`%%a%%`", "\\`\\%\\%a\\%\\%`"),
        ] {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }
}
