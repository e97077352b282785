use super::{curl, curl_text};

fn page(html: &str, language: &str) -> String {
    let html = html.replace('"', "&quot;").replace('\'', "&#39;").replace('`', "\"");
    String::from_utf8(curl(html.into_bytes(), language)).expect("text")
}

#[track_caller]
fn both(text: &str, curled: &str) {
    assert_eq!(page(text, "en"), curled, "in a page");
    assert_eq!(curl_text(text, "en"), curled, "as a text");
}

#[test]
fn quotes_open_before_words_and_close_behind_them() {
    both("\"I heard,\" she said. \"Twice.\"", "“I heard,” she said. “Twice.”");
    both("a (\"b\") and—\"c\"—then \"d.\"", "a (“b”) and—“c”—then “d.”");
    both("\"'Yes,' he said\" and 'no'", "“‘Yes,’ he said” and ‘no’");
    both("He said \"she said 'no'\"", "He said “she said ‘no’”");
    both("\"Zoë's\"", "“Zoë’s”");
}

#[test]
fn an_apostrophe_is_one() {
    both("don't, the leaders' plan, O'Neill's", "don’t, the leaders’ plan, O’Neill’s");
    both("the '90s, rock 'n' roll, 'tis", "the ’90s, rock ’n’ roll, ’tis");
    // A letter may be more than two bytes.
    both("it's '日本' and '€5", "it’s ‘日本’ and ‘€5");
    both("1990's, Q3's", "1990’s, Q3’s");
    assert_eq!(curl_text("l'été, aujourd'hui", "fr"), "l’été, aujourd’hui");
}

#[test]
fn what_is_no_quotation_mark_stays() {
    for text in ["6'2 m, a 5\" screen, 3' long, 4\"x6\"", "צה\"ל", "a \" b ' c"] {
        assert_eq!(curl_text(text, "en"), text.replace("6'2", "6’2"));
    }
    assert_eq!(page("a \" b", "en"), "a &quot; b");
}

#[test]
fn each_language_has_its_own() {
    let cases = [
        ("en-GB", "“a ‘b’ c”"),
        ("de", "„a ‚b‘ c“"),
        ("de-CH", "«a ‹b› c»"),
        ("fr", "«\u{202f}a “b” c\u{202f}»"),
        ("sv", "”a ’b’ c”"),
        ("nb-NO", "«a ‘b’ c»"),
        ("es", "«a “b” c»"),
        ("pl", "„a ‚b’ c”"),
        ("ru", "«a „b“ c»"),
        ("ja", "\"a 'b' c\""),
        ("he", "\"a 'b' c\""),
    ];
    for (language, curled) in cases {
        assert_eq!(curl_text("\"a 'b' c\"", language), curled, "{language}");
    }
    assert_eq!(curl_text("die Kinder' \"a\"", "de"), "die Kinder’ „a“");
}

#[test]
fn text_goes_on_through_what_stands_within_a_line() {
    let curled = page("<p>\"<em>One</em>\" and <a href=`x`>it</a>'s \"<b>a</b> b\"</p>", "en");
    assert_eq!(curled, "<p>“<em>One</em>” and <a href=\"x\">it</a>’s “<b>a</b> b”</p>");
    let curled = page("<li>5\" <li>\"a<li>\"b\"</li>", "en");
    assert_eq!(curled, "<li>5&quot; <li>“a<li>“b”</li>", "each block begins anew");
    assert_eq!(page("<p><code>a</code>'s</p>", "en"), "<p><code>a</code>’s</p>");
}

#[test]
fn attributes_and_code_stay() {
    for html in [
        "<p title=`\"a\" it's`>b</p>",
        "<a aria-label=`Link to \"a\"` href=`?q=\"a\"`>b</a>",
        "<code>\"a\" it's</code>",
        "<pre><code class=`x`>\"a\" <b>c</b> it's</code></pre>",
        "<pre>a <span class=`x`>b</span> it's</pre>",
        "<style>a::before { content: \"b\" }</style>",
    ] {
        let plain = html.replace('"', "&quot;").replace('\'', "&#39;").replace('`', "\"");
        assert_eq!(page(html, "en"), plain);
    }
    // Quotes that are not written as references are those of a note's own HTML.
    let own = "<div>\"a\" it's</div>".as_bytes().to_vec();
    assert_eq!(curl(own.clone(), "en"), own);
}
