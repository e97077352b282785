//! Texts that make a program slow which reads something again for each thing it finds: each can be
//! made as large as one likes.

/// The files of a journal, by their paths.
pub(super) type Files = Vec<(String, String)>;

/// How large a journal of that shape is in the short form, and what makes one.
pub(super) type Shape = (&'static str, usize, fn(usize) -> Files);

const NOTE: &str = "entries/2026-01-05-a.md";

/// A journal of one note.
pub(super) fn one(text: String) -> Files {
    vec![(NOTE.to_owned(), text)]
}

/// A text for each number.
fn each(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

/// A note of the same words, so often.
fn again(words: &str, count: usize) -> Files {
    one(words.repeat(count))
}

/// Words, then something so often, then other words.
fn around(before: &str, words: &str, count: usize, after: &str) -> Files {
    one(format!("{before}{}{after}", words.repeat(count)))
}

/// Many notes beside one.
fn beside(text: String, count: usize, note: impl Fn(usize) -> (String, String)) -> Files {
    let mut files = one(text);
    files.extend((0..count).map(note));
    files
}

/// All shapes.
pub(super) const SHAPES: &[Shape] = &[
    // Formulas.
    ("dollars that open", 4000, |n| again("$a", n)),
    ("dollars: formulas", 1000, |n| again("$a_1$ ", n)),
    ("dollars in pairs", 4000, |n| again("$$", n)),
    ("dollars: displayed formulas", 600, |n| again("$$\na\n- b\n$$\n\n", n)),
    ("dollars: lines that begin with a pair", 1000, |n| again("$$\na\n\n", n)),
    ("dollars behind digits", 4000, |n| again("a$b$1", n)),
    ("dollars in links", 600, |n| again("[$](a) ", n)),
    ("dollars beside code", 1000, |n| again("`$` $", n)),
    ("dollars behind backslashes", 4000, |n| again("\\$", n)),
    ("dollars: wrong formulas", 600, |n| again("$\\no$ ", n)),
    ("dollars around braces", 2000, |n| around("$", "{", n, "$")),
    ("dollars around commands", 100, |n| around("$", "\\frac1", n, "x$")),
    // Links.
    ("dead links", 400, |n| one(each(n, |i| format!("[[dead {i}]]\n")))),
    ("dead paths", 400, |n| one(each(n, |i| format!("[x](dead-{i}.md)\n")))),
    ("dead pictures", 400, |n| one(each(n, |i| format!("![x](dead-{i}.png)\n")))),
    ("dead links on one line", 400, |n| one(each(n, |i| format!("[[dead {i}]] ")))),
    ("dead headings", 400, |n| {
        let headings = each(n, |i| format!("# Part {i}x\n\n"));
        one(each(n, |i| format!("[[#part {i}]]\n")) + "\n" + &headings)
    }),
    ("links to headings", 300, |n| {
        let headings = each(n, |i| format!("# Part {i}\n\n"));
        one(each(n, |i| format!("[[#part {i}]]\n")) + "\n" + &headings)
    }),
    ("links to blocks", 300, |n| {
        let blocks = each(n, |i| format!("x ^b{i}\n\n"));
        one(blocks + &each(n, |i| format!("[[#^b{i}]]\n")))
    }),
    ("links to one note", 500, |n| {
        beside("[[b]]\n".repeat(n), 1, |_| ("entries/notes/b.md".into(), "x".into()))
    }),
    ("links to many notes", 60, |n| {
        let text = each(n * 5, |i| format!("[[b{}]] ", i % n));
        beside(text, n, |i| (format!("entries/notes/b{i}.md"), "x".into()))
    }),
    ("names that many notes have", 60, |n| {
        beside("[[b]] ".repeat(n * 10), n, |i| (format!("entries/notes/{i}/b.md"), "[[b]]".into()))
    }),
    ("paths that many notes end with", 60, |n| {
        let text = each(n * 10, |i| format!("[[{}/b]] ", i % n));
        beside(text, n, |i| (format!("entries/notes/{i}/b.md"), "x".into()))
    }),
    ("aliases that many notes have", 60, |n| {
        let note = "---\naliases: [al]\n---\nx";
        beside("[[al]] ".repeat(n * 5), n, |i| (format!("entries/notes/n{i}.md"), note.into()))
    }),
    ("addresses", 400, |n| one(each(n, |i| format!("[x](https://a.example/{i}) ")))),
    ("automatic links", 400, |n| one(each(n, |i| format!("<https://a.example/{i}> ")))),
    ("refused links", 300, |n| one(each(n, |i| format!("[x](javascript:{i})\n")))),
    // References.
    ("references to nothing", 2000, |n| again("[a]\n", n)),
    ("references to one address", 1000, |n| around("", "[a]\n", n, "\n\n[a]: https://a.example\n")),
    ("references to many addresses", 400, |n| {
        let uses = each(n, |i| format!("[a{i}]\n"));
        one(uses + "\n" + &each(n, |i| format!("[a{i}]: https://a.example/{i}\n")))
    }),
    ("definitions of one name", 2000, |n| again("[a]: b\n", n)),
    ("definitions in a private callout", 500, |n| {
        let hidden = each(n, |i| format!("> [a{i}]: b{i}\n"));
        one(format!("> [!private]\n{hidden}\n\n{}", each(n, |i| format!("[a{i}] "))))
    }),
    ("definitions in private callouts", 300, |n| {
        one(each(n, |i| format!("> [!private]\n> [a{i}]: b{i}\n\ntext [a{i}]\n\n")))
    }),
    ("definitions again", 300, |n| {
        let hidden = each(n, |i| format!("> [!private]\n> [a{i}]: b\n\n"));
        let open = each(n, |i| format!("[a{i}]: c\n"));
        one(hidden + "\n" + &open + "\n" + &each(n, |i| format!("[a{i}] ")))
    }),
    ("ends of names", 4000, |n| around("> [!private]\n> [a]: b\n\n[a] ", "]:", n, "")),
    // Brackets that open nothing.
    ("unclosed embeds", 3000, |n| again("![[", n)),
    ("unclosed embeds on lines", 3000, |n| again("![[\n", n)),
    ("unclosed wikilinks", 3000, |n| again("[[a ", n)),
    ("open brackets", 5000, |n| again("[", n)),
    ("open pictures", 5000, |n| again("![", n)),
    ("open addresses", 2000, |n| again("[a](", n)),
    ("open addresses in brackets", 2000, |n| again("[a](<b", n)),
    ("brackets in brackets", 2000, |n| one("[".repeat(n) + &"]".repeat(n))),
    ("strays", 2000, |n| again("[!", n)),
    ("strays that are near", 300, |n| again("x [!pirvate] T ", n)),
    // Comments.
    ("comments", 2000, |n| again("<!-- a -->", n)),
    ("comments on lines", 2000, |n| again("<!-- a -->\n", n)),
    ("comments in text", 2000, |n| again("b <!-- a -->\n", n)),
    ("unclosed comments", 2000, |n| again("x <!-- a\n", n)),
    ("comments of the other sort", 2000, |n| again("b %%a%%\n", n)),
    ("comments on one line", 2000, |n| again("b %%a%%", n)),
    ("comments before text", 2000, |n| around("", "%%a%% ", n, "b")),
    ("comments behind backticks", 2000, |n| again("` %%a%%\n", n)),
    ("comments in code by indentation", 2000, |n| again("    %%a%%\n", n)),
    ("comments in HTML", 400, |n| again("<div>`%%a%%`</div> b `%%c%%`\n\n", n)),
    ("comments in one block of HTML", 600, |n| again("<div>`<!-- a -->`</div>\n", n)),
    ("comments in addresses", 500, |n| again("[a](x`%%b%%`) ", n)),
    ("comments in a table", 300, |n| {
        around("|a|b|c|\n|-|-|-|\n", "| a ` | <!-- b --> ` | c |\n", n, "")
    }),
    ("comments in keys", 1000, |n| around("---\ntask: \"", "a %%b%% ", n, "\"\n---\nx")),
    ("comments between fences", 400, |n| again("> ```\n> %%a%%\n> ```\n\n%%b%%\n\n", n)),
    // Marks.
    ("highlights", 1000, |n| again("==a== ", n)),
    ("marks of highlights", 4000, |n| again("==", n)),
    ("open highlights", 1500, |n| again("a ==b ", n)),
    ("strong", 1000, |n| again("**a** ", n)),
    ("open strong", 1500, |n| again("**a ", n)),
    ("emphasis", 1500, |n| again("*a _b ", n)),
    ("emphasis in emphasis", 400, |n| one("*a **b ".repeat(n) + &"c** d*".repeat(n))),
    ("stars", 3000, |n| one("*".repeat(n) + "a" + &"*".repeat(n))),
    ("struck words", 1500, |n| again("~a ~~b ", n)),
    // The text grows with the square of the longest run.
    ("backticks of each length", 1600, |n| {
        one(each(root(n), |i| format!("{} ", "`".repeat(i + 1))))
    }),
    ("comments between backticks", 1600, |n| {
        one(each(root(n), |i| format!("{} %%a%% ", "`".repeat(i + 1))))
    }),
    ("code", 1500, |n| again("`a` ", n)),
    ("escaped backticks", 2000, |n| around("", "\\` ", n, "%%a%%")),
    ("backticks on lines", 2000, |n| again("`\n\n", n)),
    ("carets", 2000, |n| again("a ^b ", n)),
    ("entities", 1500, |n| again("&amp; &#35; ", n)),
    ("ampersands", 3000, |n| again("&a", n)),
    ("backslashes", 1500, |n| again("\\\\[\\# ", n)),
    // Footnotes.
    ("footnotes", 300, |n| {
        one(each(n, |i| format!("x[^{i}] ")) + "\n\n" + &each(n, |i| format!("[^{i}]: y\n")))
    }),
    ("references to one footnote", 1000, |n| around("", "x[^1] ", n, "\n\n[^1]: y")),
    ("references to no footnote", 1500, |n| again("x[^1] ", n)),
    ("footnotes of one name", 400, |n| around("x[^1]\n\n", "[^1]: y\n\n", n, "")),
    ("footnotes that refer to the next", 300, |n| {
        one("x[^0]\n\n".to_owned() + &each(n, |i| format!("[^{i}]: y[^{}]\n", i + 1)))
    }),
    // Blocks.
    ("tags", 500, |n| one(each(n, |i| format!("#t{i} ")))),
    ("one tag", 1000, |n| again("#tag ", n)),
    ("hashes", 3000, |n| again("x #1", n)),
    ("columns", 300, |n| one("|a".repeat(n) + "|\n" + &"|-".repeat(n) + "|\n" + &"|b".repeat(n))),
    ("rows", 600, |n| around("|a|b|\n|-|-|\n", "|c|d|\n", n, "")),
    ("callouts", 400, |n| again("> [!note] T\n> x\n\n", n)),
    ("private callouts", 600, |n| again("> [!private] T\n> x\n\n", n)),
    ("first lines of callouts", 1000, |n| again("> [!note] T\n", n)),
    ("headings", 300, |n| one(each(n, |i| format!("# H{i}\n\n")))),
    ("one heading", 300, |n| again("# H\n\n", n)),
    ("headings with numbers", 200, |n| {
        one(each(n, |i| format!("# H {}\n\n", i + 1)) + &"# H\n\n".repeat(n))
    }),
    ("promises", 300, |n| one(each(n, |i| format!("- [ ] do {i} (by 2026-03-01)\n")))),
    ("promises without a date", 200, |n| {
        one(each(n, |i| format!("- [ ] do {i} (by 2026-99-01)\n")))
    }),
    ("days on one line", 1500, |n| around("- [ ] ", "(by 1 ", n, "")),
    ("fences", 500, |n| again("```\na\n```\n\n", n)),
    ("code by indentation", 1500, |n| again("    a\n", n)),
    ("callouts in code by indentation", 300, |n| again("    [!private]\n\nx\n\n", n)),
    ("markers on one line", 1500, |n| around("", "- ", n, "x")),
    ("quotes on one line", 1500, |n| around("", "> ", n, "x")),
    ("lists in lists", 900, |n| one(each(root(n), |i| format!("{}- x\n", "  ".repeat(i))))),
    ("empty lines in lists", 1200, |n| one("- ".repeat(n) + "x\n" + &"\n".repeat(n))),
    // HTML.
    ("tags of HTML", 1500, |n| again("<b>x</b> ", n)),
    ("open tags", 2000, |n| again("x <a ", n)),
    ("open attributes", 2000, |n| again("x <a b=\"", n)),
    ("open instructions", 2000, |n| again("x <?", n)),
    ("open declarations", 2000, |n| again("x <!A", n)),
    ("open data", 2000, |n| again("x <![CDATA[", n)),
    ("blocks of HTML", 600, |n| again("<div>\nx\n\n", n)),
    ("raw HTML", 600, |n| around("---\nraw_html: true\n---\n", "<b onclick=\"x\">x</b> ", n, "")),
    ("raw HTML that opens", 2000, |n| around("---\nraw_html: true\n---\n", "<a <", n, "")),
    ("wikilinks in HTML", 800, |n| around("<div>\n", "[[a]] [[", n, "\n</div>")),
    // Inline fields, and parts of a day.
    ("fields", 1000, |n| again("x [impact:: y] ", n)),
    ("fields on lines", 1000, |n| again("shows:: x\n\n", n)),
    ("open fields", 2000, |n| again("[a:: ", n)),
    ("open fields in round brackets", 2000, |n| again("(a:: ", n)),
    ("brackets before a field", 4000, |n| around("", "[", n, "a:: b]")),
    ("code before fields", 700, |n| again("`a` [b:: c] ", n)),
    ("colons", 3000, |n| again("a:: ", n)),
    ("fields that hide", 700, |n| again("x [private:: yes]\n\n", n)),
    ("parts", 100, |n| one(each(n, |i| format!("- x{i} [kind:: note] ^b{i}\n")))),
    ("parts of one name", 100, |n| again("- x [kind:: note]\n", n)),
    ("parts that are hidden", 300, |n| again("- x [kind:: note] [private:: yes]\n", n)),
    ("every second part", 150, |n| {
        again("- x [kind:: note] [[#x]]\n- y [kind:: idea] [visibility:: private]\n", n)
    }),
    ("sections that are parts", 100, |n| {
        one(each(n, |i| format!("## x{i}\nkind:: note\n\ny\n\n")))
    }),
    ("links to parts", 100, |n| {
        let parts = each(n, |i| format!("- x{i} [kind:: note] ^b{i}\n"));
        one(parts + "\n\n" + &each(n, |i| format!("[[#^b{i}]] ")))
    }),
    ("headings in a part", 150, |n| {
        let inner = each(n, |i| format!("### y{i}\n\n[[#y{i}]]\n\n"));
        one(format!("## x [kind:: note]\n\n{inner}"))
    }),
    // Front matter.
    ("values without quotes", 100, |n| {
        one(format!("---\n{}---\nx", each(n, |i| format!("k{i}: @x\n"))))
    }),
    ("keys", 200, |n| one(format!("---\n{}---\nx", each(n, |i| format!("k{i}: v\n"))))),
    ("keys below a key", 300, |n| {
        one(format!("---\nx:\n{}---\nx", each(n, |i| format!("  k{i}: v\n"))))
    }),
    ("keys twice", 200, |n| {
        one(format!("---\n{}---\nx", each(n, |i| format!("k{i}: v\nk{i}: v\n"))))
    }),
    ("tags in a key", 300, |n| {
        one(format!("---\ntags: [{}]\n---\nx", each(n, |i| format!("t{i},"))))
    }),
    ("people in a key", 200, |n| {
        one(format!("---\nstep: ask\nwith: [{}]\n---\nx", each(n, |i| format!("p{i},"))))
    }),
    ("aliases in a key", 300, |n| {
        one(format!("---\naliases: [{}]\n---\nx", each(n, |i| format!("al{i},"))))
    }),
    ("links in a key", 200, |n| {
        one(format!("---\nevidence:\n{}---\nx", each(n, |i| format!("  - \"[[x{i}]]\"\n"))))
    }),
    ("a long value", 4000, |n| around("---\nnote: \"", "a ", n, "\"\n---\nx")),
    ("a value of many lines", 2000, |n| around("---\nnote: |\n", "  a b c\n", n, "---\nx")),
    ("a long title", 2000, |n| around("---\ntitle: ", "a ", n, "\n---\nx")),
    ("unclosed front matter", 2000, |n| around("---\n", "a: b\n", n, "")),
    // Text.
    ("a paragraph", 4000, |n| again("word ", n)),
    ("lines of a paragraph", 2000, |n| again("word word\n", n)),
    ("hard breaks", 1500, |n| again("word  \n", n)),
    ("one word", 20_000, |n| again("x", n)),
    ("lines that end otherwise", 2000, |n| again("a\r\n", n)),
    // Notes.
    ("notes that link", 60, |n| {
        let text = |i| format!("[[n{}]] [[n{}]]", (i * 7) % n, (i + 1) % n);
        beside("x".into(), n, |i| (format!("entries/notes/n{i}.md"), text(i)))
    }),
    ("notes of one title", 60, |n| {
        beside("x".into(), n, |i| (format!("entries/notes/n{i}.md"), "# Same\n\nx".into()))
    }),
    ("entries of one day", 60, |n| {
        let text = "---\nstep: ask\nwith: ana\ntask: one\n---\nx";
        beside("x".into(), n, |i| (format!("entries/{i}/2026-01-05.md"), text.into()))
    }),
    ("names that nothing defines", 60, |n| {
        let word = |i: usize| -> String {
            let letter = |digit: usize| (b'a' + (digit % 26) as u8) as char;
            ['t', 'a', letter(i), letter(i / 26), letter(i / 676), 'x', 'y'].iter().collect()
        };
        let text = |i| format!("---\nstep: ask\nwith: ana\ntask: {}\n---\n[[{0}q]]", word(i));
        beside("x".into(), n, |i| (format!("entries/2026-01-06-{i}.md"), text(i)))
    }),
];

/// A whole number whose square is about that.
fn root(n: usize) -> usize {
    (n as f64).sqrt() as usize
}
