//! Blocks of code, coloured by classes: what a language is read by is hl-lite's, and for those that
//! it lacks a table of words. The style sheet has a colour for each class, in both schemes.

mod words;

use hl_lite::{Kind, Lang, highlight};

use super::escape::escape;

/// What a piece of code is, as a class of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Keyword,
    String,
    Comment,
    /// Numbers, constants, variables of a shell.
    Number,
    /// Types, tags of HTML.
    Type,
    /// Functions, keys, attributes.
    Name,
    Added,
    Removed,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Self::Keyword => "k",
            Self::String => "s",
            Self::Comment => "c",
            Self::Number => "n",
            Self::Type => "t",
            Self::Name => "f",
            Self::Added => "ins",
            Self::Removed => "del",
        }
    }

    fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Keyword => Self::Keyword,
            Kind::String => Self::String,
            Kind::Comment => Self::Comment,
            Kind::Number | Kind::Constant | Kind::Variable => Self::Number,
            Kind::Type | Kind::Tag => Self::Type,
            Kind::Function | Kind::Attribute | Kind::Property => Self::Name,
            Kind::Plain | Kind::Operator | Kind::Punctuation => return None,
        })
    }
}

/// What other programs draw or answer in place of the code: here, readers see what it is for.
const PROGRAMS: [&str; 10] = [
    "mermaid",
    "plantuml",
    "dot",
    "chart",
    "dataview",
    "dataviewjs",
    "tasks",
    "query",
    "base",
    "tracker",
];

/// A block of code as HTML. `info` is what stands behind its fence, the language first; one that
/// is not known is plain.
pub fn block(info: &str, code: &str) -> String {
    let language = info.split([' ', ',', '\t', '{']).next().unwrap_or("").to_lowercase();
    let mut html = String::with_capacity(code.len() * 2 + 128);
    let named = PROGRAMS.contains(&language.as_str());
    if named {
        html.push_str(&format!(
            "<figure class=\"named-code\"><figcaption>{language}</figcaption>\n"
        ));
    }
    // Long lines scroll within, so the keyboard has to reach it.
    html.push_str("<pre class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"Code");
    if language.is_empty() {
        html.push_str("\"><code>");
    } else {
        let name = escape(&language);
        html.push_str(&format!(", {name}\"><code class=\"language-{name}\">"));
    }
    if let Some(language) = Lang::from_slug(&language) {
        for span in highlight(language, code) {
            push(&mut html, Class::of(span.kind), span.text);
        }
    } else if language == "diff" || language == "patch" {
        diff(&mut html, code);
    } else if let Some(words) = words::of(&language) {
        words.highlight(code, |class, text| push(&mut html, class, text));
    } else {
        push(&mut html, None, code);
    }
    html.push_str("</code></pre>\n");
    if named {
        html.push_str("</figure>\n");
    }
    html
}

fn push(html: &mut String, class: Option<Class>, text: &str) {
    match class {
        Some(class) => {
            html.push_str(&format!("<span class=\"{}\">{}</span>", class.name(), escape(text)));
        }
        None => html.push_str(&escape(text)),
    }
}

/// Colours the lines of a diff.
fn diff(html: &mut String, code: &str) {
    for line in code.split_inclusive('\n') {
        let class = match line.as_bytes().first() {
            _ if line.starts_with("+++ ") || line.starts_with("--- ") => Some(Class::Comment),
            Some(b'+') => Some(Class::Added),
            Some(b'-') => Some(Class::Removed),
            Some(b'@') => Some(Class::Keyword),
            _ => None,
        };
        push(html, class, line);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::block;

    /// The code that a reader sees in a block.
    fn shown(html: &str) -> String {
        let tags = html.split('<').skip(1).map(|part| part.split_once('>').map_or("", |p| p.1));
        let text: String = tags.collect();
        let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        let marks =
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        marks.into_iter().fold(text, |text, (mark, c)| text.replace(mark, c))
    }

    #[test]
    fn each_language_of_a_work_journal_has_colours() {
        for (language, code, wanted) in [
            ("rust", "fn main() {}", "<span class=\"k\">fn</span>"),
            ("python", "def a(): pass", "<span class=\"k\">def</span>"),
            ("js", "const a = 'b'", "<span class=\"k\">const</span>"),
            ("ts", "let a: string", "<span class=\"k\">let</span>"),
            ("sh", "echo \"a\"", "<span class=\"s\">&quot;a&quot;</span>"),
            ("yaml", "a: 1", "<span class=\"f\">a</span>"),
            ("toml", "a = 1", "<span class=\"f\">a</span>"),
            ("json", "{\"a\": 1}", "<span class=\"n\">1</span>"),
            ("html", "<b>a</b>", "<span class=\"t\">b</span>"),
            ("css", "a { color: red }", "<span class=\"f\">color</span>"),
            ("Dockerfile", "FROM scratch", "<span class=\"k\">FROM</span>"),
            ("markdown", "# A", "<span class=\""),
            ("diff", "+a\n-b\n", "<span class=\"ins\">+a\n</span><span class=\"del\">-b\n</span>"),
            ("go", "func a() {}", "<span class=\"k\">func</span> <span class=\"f\">a</span>()"),
            (
                "go",
                "fmt.Println(List{})",
                "<span class=\"f\">Println</span>(<span class=\"t\">List</span>",
            ),
            ("java", "new List()", "<span class=\"k\">new</span> <span class=\"t\">List</span>()"),
            ("kotlin", "val a = 1", "<span class=\"k\">val</span>"),
            ("c", "#include <a.h>", "<span class=\"k\">#include</span>"),
            ("c++", "class A", "<span class=\"k\">class</span>"),
            ("c#", "var a = 1;", "<span class=\"k\">var</span>"),
            ("ruby", "def a # b", "<span class=\"c\"># b</span>"),
            ("php", "echo 'a';", "<span class=\"k\">echo</span>"),
            ("swift", "let a = 1", "<span class=\"k\">let</span>"),
            ("SQL {.x}", "select 'it''s'", "<span class=\"s\">&#39;it&#39;&#39;s&#39;</span>"),
        ] {
            let html = block(language, code);
            assert!(html.contains(wanted), "{language}: {html}");
        }
    }

    #[test]
    fn an_unknown_language_is_plain() {
        let html = block("brainheck\"", "<b> if 1");
        assert!(html.contains("<code class=\"language-brainheck&quot;\">&lt;b&gt; if 1</code>"));
        assert!(block("", "if 1").contains("<code>if 1</code>"));
    }

    #[test]
    fn strings_and_comments_end_where_they_do() {
        let html = block("go", "a := `x\ny` // z\nb := \"\\\"\" + 'c'\n/* d\n*/ e");
        for wanted in [
            "<span class=\"s\">`x\ny`</span>",
            "<span class=\"c\">// z</span>\nb",
            "<span class=\"s\">&quot;\\&quot;&quot;</span> + ",
            "<span class=\"c\">/* d\n*/</span> e",
        ] {
            assert!(html.contains(wanted), "{html}");
        }
        // A quote that is never closed colours its own line alone.
        assert!(block("java", "\"a\nb").contains("<span class=\"s\">&quot;a</span>\nb"));
    }

    proptest! {
        #[test]
        fn no_code_is_lost_or_changed(
            language in prop::sample::select(vec![
                "rust", "sh", "css", "docker", "html", "js", "json", "md", "py", "toml", "ts", "yaml",
                "go", "java", "kotlin", "c", "cpp", "cs", "ruby", "php", "swift", "sql", "diff", "x",
            ]),
            code in "([a-z0-9éA \n\t\"'`/*#<>(){}$\\\\.:-]|<!--|```|r#\"|<<A|\\$\\{|--){0,40}",
        ) {
            prop_assert_eq!(shown(&block(language, &code)), code);
        }
    }
}
