//! The themes that the program carries.

use crate::model::vocabulary::{ShippedTheme, Word};

/// A file of a theme.
struct ThemeFile {
    /// Its path below `themes/`.
    path: &'static str,
    /// As it is written.
    source: &'static [u8],
    /// As it is used: `build/shrink.rs` took out what only helps those who read it.
    used: &'static [u8],
    /// From which line of the source each used line of a template comes.
    lines: &'static [usize],
}

/// Every file of every one of them.
const FILES: &[ThemeFile] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

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

/// The files of a theme as they are written, by their path in it, without those of what lies below.
pub fn sources(theme: ShippedTheme) -> impl Iterator<Item = (&'static str, &'static [u8])> + Clone {
    files(theme).map(|(path, file)| (path, file.source))
}

/// The same files as they are used.
pub(super) fn used(theme: ShippedTheme) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    files(theme).map(|(path, file)| (path, file.used))
}

fn files(theme: ShippedTheme) -> impl Iterator<Item = (&'static str, &'static ThemeFile)> + Clone {
    let folder = theme.word();
    FILES
        .iter()
        .filter_map(move |file| Some((file.path.strip_prefix(folder)?.strip_prefix('/')?, file)))
}

/// The line in the template as it is written, of a line in it as it is used. Templates are named as
/// they are loaded, `theme/notebook/goal.html`.
pub(super) fn source_line(template: &str, line: usize) -> usize {
    let found = || {
        let (folder, name) = template.strip_prefix(super::PREFIX)?.split_once('/')?;
        let path = format!("{folder}/templates/{name}");
        let file = FILES.iter().find(|file| file.path == path)?;
        file.lines.get(line.checked_sub(1)?).copied()
    };
    found().unwrap_or(line)
}

#[cfg(test)]
#[path = "../../build/shrink.rs"]
mod shrink;

#[cfg(test)]
mod tests {
    use super::shrink::{script, style, template, template_lines};
    use super::{all, sources};

    #[test]
    fn comments_and_indentation_of_a_script_stay_at_home() {
        let text = "// Why.\nlet a = 1; // how\n\n  /* what */\n  b(`x // y`);\n/*! MIT */\n";
        assert_eq!(script(text), "let a = 1; // how\nb(`x // y`);\n/*! MIT */\n");
    }

    #[test]
    fn a_style_sheet_loses_no_blank_that_means_something() {
        let text = "/* Why. */\na :hover > b,\nc {\n  width: calc(1px + 2px);\n  & d {\n    content: \"; /* e */ \";\n  }\n}\n";
        let short = "a :hover > b,c{width:calc(1px + 2px);& d{content:\"; /* e */ \"}}\n";
        assert_eq!(style(text), short);
        let text = "@page {\n  {% if p %}size: {{ p }};{% endif %}\n  margin: 1mm;\n}\n";
        assert_eq!(style(text), "@page{ {% if p %}size:{{ p }};{% endif %} margin:1mm}\n");
    }

    #[test]
    fn a_template_is_wrapped_and_indented_without_a_trace() {
        let text = "<ul>\n  {% for a in b -%}\n    <li class=\"a\"\n        id=\"b\">One\n      two.</li>\n\n  {% endfor -%}\n</ul>\n";
        let short = "<ul>\n{% for a in b -%}\n<li class=\"a\" id=\"b\">One two.</li>\n{% endfor -%}\n</ul>\n";
        assert_eq!(template(text), short);
        assert_eq!(template_lines(text), [1, 2, 3, 7, 8]);
        let text =
            "<thead><tr>\n  <th>A</th>\n  <td>B</td>\n</tr></thead>\n<dl>\n  <dt>C</dt>\n</dl>\n";
        let short = "<thead><tr><th>A</th><td>B</td></tr></thead>\n<dl><dt>C</dt>\n</dl>\n";
        assert_eq!(template(text), short);
    }

    #[test]
    fn templates_and_styles_can_be_read_without_scrolling() {
        for (path, bytes) in all().flat_map(sources) {
            if [".html", ".xml", ".css"].into_iter().any(|kind| path.ends_with(kind)) {
                let text = std::str::from_utf8(bytes).expect("text");
                let long: Vec<&str> = text.lines().filter(|l| l.chars().count() > 120).collect();
                assert!(long.is_empty(), "{path}: {long:#?}");
            }
        }
    }

    /// Only what templates print is curled for the journal's language; their own words are English.
    #[test]
    fn the_words_of_templates_have_curly_quotes() {
        fn without(mut text: String, (open, close): (&str, &str)) -> String {
            while let Some(start) = text.find(open) {
                let end =
                    text[start..].find(close).map_or(text.len(), |at| start + at + close.len());
                text.replace_range(start..end, "");
            }
            text
        }
        let pairs = [
            ("{#", "#}"),
            ("{%", "%}"),
            ("{{", "}}"),
            ("<script", "</script>"),
            ("<code", "</code>"),
            ("<", ">"),
        ];
        for (path, bytes) in all().flat_map(sources).filter(|(path, _)| path.ends_with(".html")) {
            let text = std::str::from_utf8(bytes).expect("text").to_owned();
            let words = pairs.into_iter().fold(text, without);
            let straight: Vec<&str> =
                words.lines().filter(|line| line.contains(['"', '\''])).collect();
            assert!(straight.is_empty(), "{path}: {straight:#?}");
        }
    }

    #[test]
    fn no_text_of_a_shipped_script_goes_over_several_lines() {
        for (path, bytes) in all().flat_map(sources).filter(|(path, _)| path.ends_with(".js")) {
            let text = std::str::from_utf8(bytes).expect("text");
            let even =
                |line: &str| line.matches('`').count().is_multiple_of(2) || line.starts_with("//");
            assert!(text.lines().all(even) || path.contains("minisearch"), "{path}");
        }
    }
}
