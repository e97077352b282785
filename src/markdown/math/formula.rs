//! A formula in TeX becomes MathML, which any current browser shows without a script.
//!
//! Nothing of the source stays in it: no comment, no annotation. pulldown-latex does the reading. What it
//! writes is read again here by a list of what may be in a formula, because it does not escape the names of
//! functions, and because a page's policy allows no styles in the text.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Event, Parser, ParserError, Storage, push_mathml};

/// The longest formula, in bytes.
pub(in crate::markdown) const LONGEST: usize = 10_000;

/// How many commands a formula can have. pulldown-latex calls itself for a command that is the argument of
/// another.
const MOST_COMMANDS: usize = 400;

/// How deep groups and environments can be in each other. pulldown-latex looks for the end of each anew.
const DEEPEST: usize = 60;

/// Commands that define others. A few of them can make a formula of any size, and a definition would have to
/// count in the other formulas of the note too.
const DEFINITIONS: [&str; 13] = [
    "def",
    "edef",
    "gdef",
    "xdef",
    "let",
    "futurelet",
    "global",
    "long",
    "outer",
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareMathOperator",
];

/// A formula as pages and lists have it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::markdown) struct Converted {
    /// The `math` element.
    pub mathml: String,
    /// The formula on one line, where there is no markup: `E=mc^2`.
    pub plain: String,
}

/// Converts a formula, or says why that is not possible.
pub(in crate::markdown) fn convert(tex: &str, display: bool) -> Result<Converted, &'static str> {
    check(tex)?;
    // Its parser has a few places that panic, such as for `\` at the end of an argument.
    let written = std::panic::catch_unwind(|| write(tex, display));
    let written =
        written.ok().flatten().ok_or("it has a command or a form that loopbook does not know")?;
    clean(&written).ok_or("it has a character that cannot be in a name")
}

fn write(tex: &str, display: bool) -> Option<String> {
    let storage = Storage::new();
    let events: Vec<Event<'_>> = Parser::new(tex, &storage).collect::<Result<_, _>>().ok()?;
    let mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode: mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    push_mathml(&mut mathml, events.into_iter().map(Ok::<_, ParserError>), config).ok()?;
    Some(mathml)
}

/// Refuses what would take too long, or too much of the stack.
fn check(tex: &str) -> Result<(), &'static str> {
    if tex.trim().is_empty() {
        return Err("it is empty");
    }
    if tex.len() > LONGEST {
        return Err("it is longer than 10,000 bytes");
    }
    let (mut commands, mut depth, mut deepest) = (0, 0_usize, 0);
    let mut rest = tex;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        let (sign, behind) = rest[at..].split_at(1);
        rest = behind;
        if sign == "\\" {
            commands += 1;
            let length = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
            let name = &behind[..length];
            if DEFINITIONS.contains(&name) {
                return Err("definitions of commands do not count here");
            }
            match name {
                "begin" | "left" => depth += 1,
                "end" | "right" => depth = depth.saturating_sub(1),
                _ => {}
            }
            // A sign behind a backslash is no brace.
            let sign = behind.chars().next().map_or(0, char::len_utf8);
            rest = &behind[length.max(sign)..];
        } else if sign == "{" {
            depth += 1;
        } else {
            depth = depth.saturating_sub(1);
        }
        deepest = deepest.max(depth);
    }
    if commands > MOST_COMMANDS {
        return Err("it has more than 400 commands");
    }
    if deepest > DEEPEST {
        return Err("it has more than 60 groups in each other");
    }
    Ok(())
}

/// The elements that a formula can have.
const ELEMENTS: [&str; 20] = [
    "math",
    "mrow",
    "mi",
    "mo",
    "mn",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
    "mpadded",
];

/// Their attributes. What has a style, such as a colour, is shown without it.
const ATTRIBUTES: [&str; 15] = [
    "display",
    "displaystyle",
    "scriptlevel",
    "class",
    "mathvariant",
    "stretchy",
    "movablelimits",
    "symmetric",
    "largeop",
    "linethickness",
    "minsize",
    "maxsize",
    "width",
    "height",
    "depth",
];

/// An element that is being read.
struct Element<'m> {
    name: &'m str,
    /// What each of its children says.
    children: Vec<String>,
}

/// Reads MathML and writes it anew: only with what can be in it, and each sign of its text escaped. `None`
/// where it has anything else.
fn clean(written: &str) -> Option<Converted> {
    let mut mathml = String::with_capacity(written.len());
    let mut open = vec![Element { name: "", children: Vec::new() }];
    let mut rest = written;
    while !rest.is_empty() {
        if let Some(name) = end_tag(rest) {
            let own = open.pop().filter(|own| own.name == name)?;
            open.last_mut()?.children.push(says(&own));
            mathml.push_str(&rest[..name.len() + 3]);
            rest = &rest[name.len() + 3..];
        } else if let Some((name, attributes, behind)) = start_tag(rest) {
            mathml.push('<');
            mathml.push_str(name);
            let closed = write_attributes(attributes, &mut mathml)?;
            mathml.push_str(if closed { "/>" } else { ">" });
            if closed {
                open.last_mut()?.children.push(" ".to_owned());
            } else {
                open.push(Element { name, children: Vec::new() });
            }
            rest = behind;
        } else {
            let (text, length) = match rest.strip_prefix('&').and_then(|rest| rest.split_once(';'))
            {
                Some(("nbsp", _)) => ("\u{a0}", 6),
                Some(("amp", _)) => ("&", 5),
                Some(("lt", _)) => ("<", 4),
                Some(("gt", _)) => (">", 4),
                _ => {
                    let length = rest.chars().next()?.len_utf8();
                    (&rest[..length], length)
                }
            };
            match text {
                "<" => mathml.push_str("&lt;"),
                ">" => mathml.push_str("&gt;"),
                "&" => mathml.push_str("&amp;"),
                text => mathml.push_str(text),
            }
            let inner = &mut open.last_mut()?.children;
            match inner.last_mut() {
                Some(last) => last.push_str(text),
                None => inner.push(text.to_owned()),
            }
            rest = &rest[length..];
        }
    }
    let [root] = open.as_slice() else { return None };
    let plain = spaced(&root.children.concat());
    Some(Converted { mathml, plain })
}

/// The name in an end tag that begins here.
fn end_tag(text: &str) -> Option<&str> {
    let name = text.strip_prefix("</")?.split_once('>')?.0;
    ELEMENTS.contains(&name).then_some(name)
}

/// The name and the attributes in a start tag that begins here, and what stands behind it.
fn start_tag(text: &str) -> Option<(&str, &str, &str)> {
    let (tag, behind) = text.strip_prefix('<')?.split_once('>')?;
    let length = tag.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(length);
    let ends = attributes.is_empty() || attributes.starts_with([' ', '/']);
    (ends && ELEMENTS.contains(&name)).then_some((name, attributes, behind))
}

/// Copies the attributes that a formula can have. Whether the tag closes itself; `None` where it has others.
fn write_attributes(mut written: &str, mathml: &mut String) -> Option<bool> {
    loop {
        written = written.trim_start();
        if written.is_empty() || written == "/" {
            return Some(written == "/");
        }
        let (name, rest) = written.split_once("=\"")?;
        let (value, rest) = rest.split_once('"')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '%');
        if ATTRIBUTES.contains(&name) && value.chars().all(plain) {
            mathml.push_str(&format!(" {name}=\"{value}\""));
        } else if name != "style" {
            return None;
        }
        written = rest;
    }
}

/// What an element says on one line.
fn says(own: &Element<'_>) -> String {
    let child = |at: usize| own.children.get(at).map_or("", String::as_str);
    match own.name {
        "msup" | "mover" => format!("{}^{}{ENDS}", child(0), grouped(child(1))),
        "msub" | "munder" => format!("{}_{}{ENDS}", child(0), grouped(child(1))),
        "msubsup" | "munderover" => {
            format!("{}_{}^{}{ENDS}", child(0), grouped(child(1)), grouped(child(2)))
        }
        "mfrac" => format!("{}/{}{ENDS}", grouped(child(0)), grouped(child(1))),
        "msqrt" => format!("√{}", grouped(&own.children.concat())),
        "mroot" => format!("√[{}]{}", child(1), grouped(child(0))),
        "mtr" | "mtd" => format!("{} ", own.children.concat()),
        // The sign of a function's application has no look.
        _ => own.children.concat().replace('\u{2061}', ""),
    }
}

/// Stands behind an index or a part of a fraction until it is known what follows.
const ENDS: char = '\u{1}';

/// A formula in words with single blanks, and with one between an index and the next letter.
fn spaced(words: &str) -> String {
    let mut parts = words.split(ENDS);
    let mut spaced = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if part.starts_with(char::is_alphanumeric) && spaced.ends_with(char::is_alphanumeric) {
            spaced.push(' ');
        }
        spaced.push_str(part);
    }
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a part that has an operator before or behind it.
fn grouped(words: &str) -> String {
    let single = words.chars().count() < 2 || words.chars().all(|c| c.is_ascii_digit());
    // What ends within brackets needs no blank behind it.
    if single { words.to_owned() } else { format!("({words})") }
}

#[cfg(test)]
mod tests {
    use super::{Converted, convert};

    fn plain(tex: &str) -> String {
        convert(tex, false).map_or_else(ToOwned::to_owned, |own| own.plain)
    }

    #[test]
    fn a_formula_is_mathml_and_words() {
        let mathml = "<math display=\"inline\"><mi>E</mi><mo>=</mo><mi>m</mi>\
                      <msup><mi>c</mi><mn>2</mn></msup></math>";
        let expected = Converted { mathml: mathml.to_owned(), plain: "E=mc^2".to_owned() };
        assert_eq!(convert("E=mc^2", false), Ok(expected));
        assert!(convert("x", true).is_ok_and(|own| own.mathml.contains("display=\"block\"")));
        for (tex, words) in [
            (r"\frac{a+b}{2}", "(a+b)/2"),
            (r"\sum_{i=1}^n i", "∑_(i=1)^n i"),
            (r"\sqrt{x+1} \cdot \sqrt[3]{y}", "√(x+1)⋅√[3]y"),
            (r"\alpha \le \text{a & b}", "α≤a & b"),
            (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b c d )"),
            ("日本", "日本"),
        ] {
            assert_eq!(plain(tex), words, "{tex}");
        }
    }

    #[test]
    fn nothing_of_the_source_is_in_it() {
        for tex in ["a % secret\n+ b", "a + b % secret", "%secret\na+b"] {
            let own = convert(tex, true).expect("a formula");
            assert_eq!(own.plain, "a+b");
            assert!(!own.mathml.contains("secret") && !own.mathml.contains("annotation"));
        }
    }

    #[test]
    fn nothing_but_a_formula_is_in_it() {
        for tex in [
            r"\operatorname{<script>alert(1)</script>}",
            r"\operatorname{<img src=x onerror=alert(1)>}",
            r"\mathop{<b>}",
            r"\text{<b>x</b>}<script>",
            "a<b>c",
            "a&b",
            r"\color{red}x \colorbox{blue}{y}",
            r"\begin{aligned} a &= b \\[1em] c &= d \end{aligned}",
            r"\hspace{-1em} x",
            r"\&\%\$",
            r"\href{javascript:alert(1)}{x}",
            r"\operatorname{</math><b>}",
            r#"\operatorname{<mi onclick="x">}"#,
        ] {
            let Ok(own) = convert(tex, false) else { continue };
            assert!(!own.mathml.contains("style"), "{tex}: {}", own.mathml);
            for tag in own.mathml.split('<').skip(1) {
                let tag = tag.trim_start_matches('/');
                assert!(tag.starts_with('m'), "{tex}: {}", own.mathml);
            }
            assert!(!own.mathml.contains("onclick"), "{tex}: {}", own.mathml);
        }
        assert!(convert("a<b>c", false).is_ok_and(|own| own.mathml.contains("&lt;")));
        assert!(convert(r"\color{red}x", false).is_ok(), "its colour is left out");
    }

    #[test]
    fn what_would_take_long_is_refused() {
        let deep = |begin: &str, end: &str, times| {
            convert(&format!("{}x{}", begin.repeat(times), end.repeat(times)), false)
        };
        assert!(deep("{", "}", 50).is_ok());
        assert!(deep("{", "}", 61).is_err());
        assert!(deep(r"\left(", r"\right)", 61).is_err());
        assert!(deep(r"\begin{matrix}", r"\end{matrix}", 61).is_err());
        assert!(deep(r"\frac1", "", 400).is_ok());
        assert!(deep(r"\frac1", "", 401).is_err());
        assert!(deep("x", "", 10_001).is_err());
        let bomb = r"\def\a{xx}\def\b{\a\a}\def\c{\b\b}\c";
        assert_eq!(convert(bomb, false), Err("definitions of commands do not count here"));
        for tex in [r"\", r"\frac", "{", "}", "a_", "^", r"a\\", "a_b_c", r"\begin{x}", "#", "  "] {
            assert!(convert(tex, false).is_err(), "{tex}");
        }
    }
}
