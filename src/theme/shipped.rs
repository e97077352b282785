//! The themes that the program carries.

use crate::model::words::{ShippedTheme, Word};

/// Every file of every one of them, by its path below `themes/`.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// All of them.
pub fn all() -> impl Iterator<Item = ShippedTheme> {
    ShippedTheme::WORDS.iter().map(|(_, theme)| *theme)
}

/// A theme, and below it the one that has what it lacks.
pub fn lineage(theme: ShippedTheme) -> &'static [ShippedTheme] {
    match theme {
        ShippedTheme::Notebook => &[ShippedTheme::Notebook],
        ShippedTheme::Plain => &[ShippedTheme::Plain, ShippedTheme::Notebook],
    }
}

/// The files of a theme by their path in it, without those of what lies below.
pub fn files(theme: ShippedTheme) -> impl Iterator<Item = (&'static str, &'static [u8])> + Clone {
    let folder = theme.word();
    FILES.iter().filter_map(move |(path, bytes)| {
        Some((path.strip_prefix(folder)?.strip_prefix('/')?, *bytes))
    })
}

/// A file of a theme as a reader's browser gets it: comments and indentation of scripts and styles
/// are for those who read a theme, and have whole lines of their own.
pub fn slim(path: &str, bytes: &[u8]) -> Vec<u8> {
    let is = |extension: &str| path.ends_with(extension);
    let text = std::str::from_utf8(bytes).ok().filter(|_| is(".js") || is(".css"));
    let Some(text) = text else { return bytes.to_vec() };
    // A licence stays with what it is for.
    let block =
        |line: &str| line.starts_with("/*") && !line.starts_with("/*!") && line.ends_with("*/");
    let comment = |line: &&str| (is(".js") && line.starts_with("//")) || block(line);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !comment(line));
    let mut slim = String::with_capacity(text.len());
    for line in lines {
        slim.push_str(line);
        slim.push('\n');
    }
    slim.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{all, files, slim};

    #[test]
    fn comments_and_indentation_stay_at_home() {
        let script = b"// Why.\nlet a = 1; // how\n\n  /* what */\n  b(`x // y`);\n";
        assert_eq!(slim("a.js", script), b"let a = 1; // how\nb(`x // y`);\n");
        assert_eq!(slim("a.css", b"/* Why. */\na {\n  b: c;\n}\n"), b"a {\nb: c;\n}\n");
        assert_eq!(slim("a.svg", b"<svg>\n  <!-- -->"), b"<svg>\n  <!-- -->");
    }

    #[test]
    fn no_text_of_a_shipped_script_goes_over_several_lines() {
        for (path, bytes) in all().flat_map(files).filter(|(path, _)| path.ends_with(".js")) {
            let text = std::str::from_utf8(bytes).expect("text");
            let even =
                |line: &str| line.matches('`').count().is_multiple_of(2) || line.starts_with("//");
            assert!(text.lines().all(even) || path.contains("minisearch"), "{path}");
        }
    }
}
