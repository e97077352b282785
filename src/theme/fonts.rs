//! The families of a theme, for documents of one file: the rules of its `assets/fonts.css`, with the
//! files in them.

use std::ops::RangeInclusive;

use base64ct::{Base64, Encoding};

use super::Theme;

/// The style sheet that says which files a family has.
const FONTS: &str = "assets/fonts.css";
const RULE: &str = "@font-face";

impl Theme {
    /// The rules of the theme's families, each with its file as a `data:` URL. A rule for characters
    /// that `text` does not have is left out, and so is one whose file the theme lacks.
    pub fn embedded_fonts(&self, text: &str) -> String {
        let sheet = self.assets.get(FONTS).and_then(|sheet| std::str::from_utf8(sheet).ok());
        let rules = sheet.unwrap_or_default().split(RULE).skip(1);
        let characters = characters(text);
        rules
            .filter_map(|rule| Some(&rule[..=rule.find('}')?]))
            .filter(|rule| is_for(rule, &characters))
            .filter_map(|rule| Some(format!("{RULE}{}\n", self.with_file(rule)?)))
            .collect()
    }

    /// A rule with its file in the place of the file's address.
    fn with_file(&self, rule: &str) -> Option<String> {
        let (before, rest) = rule.split_once("url(")?;
        let (url, after) = rest.split_once(')')?;
        let url = url.trim().trim_matches(['"', '\'']);
        let file = self.assets.get(&format!("assets/{url}"))?;
        let mime = mime_guess::from_path(url).first_or_octet_stream();
        let data = Base64::encode_string(file);
        Some(format!("{before}url(data:{mime};base64,{data}){after}"))
    }
}

/// Of each code point, whether it is a character of the text.
fn characters(text: &str) -> Vec<bool> {
    let mut found = vec![false; char::MAX as usize + 1];
    for character in text.chars() {
        found[character as usize] = true;
    }
    found
}

/// Whether a rule is for any of the characters: one without a `unicode-range` is for all.
fn is_for(rule: &str, characters: &[bool]) -> bool {
    let Some((_, ranges)) = rule.split_once("unicode-range:") else { return true };
    let end = ranges.find([';', '}']).unwrap_or(ranges.len());
    let mut ranges = ranges[..end].split(',').filter_map(range);
    ranges.any(|range| characters.get(range).is_some_and(|part| part.contains(&true)))
}

/// The code points of a range, `U+0020-007E` or `U+0131`.
fn range(written: &str) -> Option<RangeInclusive<usize>> {
    let written = written.trim().strip_prefix("U+")?;
    let (first, last) = written.split_once('-').unwrap_or((written, written));
    Some(usize::from_str_radix(first, 16).ok()?..=usize::from_str_radix(last, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use crate::model::vocabulary::ShippedTheme;
    use crate::theme::Theme;

    fn theme() -> Theme {
        Theme::shipped(ShippedTheme::Notebook)
    }

    #[test]
    fn every_family_is_there_with_the_letters_that_a_text_has() {
        let western = theme().embedded_fonts("Zoë’s “case” → 5 €");
        assert_eq!(western.matches("@font-face{").count(), 5);
        assert_eq!(western.matches("url(data:font/woff2;base64,d09GMg").count(), 5, "`wOF2`");
        assert_eq!(theme().embedded_fonts("Łukasz").matches("@font-face{").count(), 10);
        assert_eq!(theme().embedded_fonts("模板").matches("@font-face{").count(), 0);
    }

    #[test]
    fn a_journals_own_families_take_the_place_of_the_shipped_ones() {
        let mut theme = theme();
        let own = "@font-face { font-family: Own; src: url('own.woff2') } @font-face { font-family: No; src: url(no.otf) } p { color: red }";
        theme.assets.insert("assets/fonts.css".into(), own.as_bytes().to_vec().into());
        theme.assets.insert("assets/own.woff2".into(), b"OTTO".into());
        let rule = "@font-face { font-family: Own; src: url(data:font/woff2;base64,T1RUTw==) }\n";
        assert_eq!(theme.embedded_fonts("any"), rule);
    }

    #[test]
    fn each_font_file_has_its_rule_and_its_licence_with_it() {
        let theme = theme();
        let sheet = String::from_utf8(theme.assets["assets/fonts.css"].to_vec()).expect("text");
        let files = theme.assets.keys().filter_map(|path| path.strip_prefix("assets/fonts/"));
        for file in files.clone().filter(|file| file.ends_with(".woff2")) {
            assert!(sheet.contains(&format!("url(\"fonts/{file}\")")), "{file}");
            let family = file.split(['-', '.']).next().expect("a name");
            let licence = &theme.assets[&format!("assets/fonts/{family}-license.txt")];
            let licence = String::from_utf8_lossy(licence);
            assert!(licence.contains("SIL OPEN FONT LICENSE Version 1.1"), "{file}");
            // A subset may keep the name only where the licence reserves none.
            assert!(!licence.contains("with Reserved Font Name"), "{file}");
        }
        assert_eq!(files.filter(|file| file.ends_with(".woff2")).count(), 10);
    }
}
