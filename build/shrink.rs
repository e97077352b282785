//! Files of a theme without what only helps those who read them.
//!
//! No crate does this for our style sheets: `css-minify` cannot read nested rules, `minifier` turns
//! `1.2rem + 2vw` into `1.2rem+2vw`, which is no length, and `lightningcss` takes longer to compile
//! than the rest of the program.

/// A template without its indentation and blank lines. A line that begins with neither a tag nor a
/// statement goes on from the line before, after a blank: text and attributes may be wrapped. Cells
/// of a table and entries of a list of terms follow each other without a line break.
pub(super) fn template(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !short.is_empty() && !is_cell(line) {
            short.push(if begins_line(line) { '\n' } else { ' ' });
        }
        short.push_str(line);
    }
    short.push('\n');
    short
}

/// The number of the line of the template as it is written from which each line of it comes.
pub(super) fn template_lines(text: &str) -> Vec<usize> {
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    let begun = lines.enumerate().filter(|(at, (_, line))| *at == 0 || begins_line(line));
    begun.map(|(_, (number, _))| number + 1).collect()
}

fn begins_line(line: &str) -> bool {
    line.starts_with(['<', '{']) && !is_cell(line)
}

fn is_cell(line: &str) -> bool {
    let starts = |tag: &str| {
        line.strip_prefix(tag).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
    };
    ["<th", "<td", "</tr", "<dt", "<dd"].into_iter().any(starts)
}

/// A script without indentation, blank lines, and comments that have whole lines.
pub(super) fn script(text: &str) -> String {
    // A licence stays with what it is for.
    let block =
        |line: &str| line.starts_with("/*") && !line.starts_with("/*!") && line.ends_with("*/");
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//") && !block(line))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// A style sheet, or a template of one, on one line, without comments. Blanks go only where they
/// never mean anything: around braces and semicolons, and behind colons and commas.
pub(super) fn style(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    // Whether a blank that comes next means nothing.
    let mut tight = true;
    let mut rest = text;
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token_length(rest));
        rest = after;
        match token {
            _ if token.starts_with("/*") => {}
            "{" | "}" | ";" => {
                short.truncate(short.trim_end().len());
                if token == "}" && short.ends_with(';') {
                    short.pop();
                }
                short.push_str(token);
                tight = true;
            }
            _ if token.trim().is_empty() => {
                if !tight {
                    short.push(' ');
                    tight = true;
                }
            }
            _ => {
                // `{{` would begin a value of the template.
                if short.ends_with('{') && token.starts_with('{') {
                    short.push(' ');
                }
                short.push_str(token);
                tight = matches!(token, ":" | ",");
            }
        }
    }
    short.truncate(short.trim_end().len());
    short.push('\n');
    short
}

/// How long the comment, string or template tag is that the text starts with, else its first character.
fn token_length(text: &str) -> usize {
    for (start, end) in [("/*", "*/"), ("{{", "}}"), ("{%", "%}"), ("\"", "\""), ("'", "'")] {
        if let Some(inner) = text.strip_prefix(start) {
            return inner.find(end).map_or(text.len(), |at| start.len() + at + end.len());
        }
    }
    text.chars().next().map_or(0, char::len_utf8)
}
