//! Text that is data, as Markdown.

/// A text as Markdown that shows it as paragraphs: whatever would begin another block, a comment, an
/// inline field, a callout or the name of a block is escaped. Emphasis, links, code and tags stay.
pub fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let lines: Vec<String> = text.trim().lines().map(|line| escaped_line(line.trim())).collect();
    lines.join("\n")
}

fn escaped_line(line: &str) -> String {
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
        ] {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }
}
