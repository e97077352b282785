use super::parse;
use crate::markdown::comments::cut;
use crate::model::Document;
use crate::model::document::{Kind, Visit};

/// The tree of a text, as the names of its nodes.
fn tree(text: &str) -> String {
    let document = parse(text).document;
    let mut tree = String::new();
    for visit in document.walk(document.whole()) {
        match visit {
            Visit::Enter(id) => tree.push_str(&name(&document, id)),
            Visit::Leave(_) => tree.push(')'),
        }
    }
    tree
}

fn name(document: &Document, id: u32) -> String {
    let said = document.text(id);
    let node = document.node(id);
    let kind = format!("{:?}", node.kind);
    let kind = kind.split(['(', ' ']).next().unwrap_or_default().to_owned();
    match node.kind {
        Kind::Text(_) => format!("'{said}'"),
        kind_ if kind_.is_leaf() && said.is_empty() => format!("{kind} "),
        kind_ if kind_.is_leaf() => format!("{kind}'{said}'"),
        _ => format!("{kind}("),
    }
}

#[test]
fn obsidians_constructs_are_nodes() {
    for (text, nodes) in [
        ("a ==b *c*== d", "Paragraph('a 'Highlight('b 'Emphasis('c'))' d')"),
        ("==a *b==* c", "Paragraph('==''a 'Emphasis('b''==')' c')"),
        ("#tag a#b ^id", "Paragraph(Tag'#tag'' a#b'BlockId' ^id')"),
        ("a ^x `c`", "Paragraph('a'BlockId' ^x ''c')"),
        ("a ^x\nb", "Paragraph('a'' ^x'SoftBreak 'b')"),
        ("> [!tip]- A *b*\n> c", "Callout(CalloutTitle('A 'Emphasis('b'))Paragraph('c'))"),
        ("> [!note]\n> *a\n> b*", "Callout(CalloutTitle()Paragraph(Emphasis('a'SoftBreak 'b')))"),
        ("> [!note] *a\n> b*", "Callout(CalloutTitle('a')Paragraph('b'))"),
        ("> [!note] ==a\n> b==", "Callout(CalloutTitle('==''a')Paragraph('b''=='))"),
        ("> [!note] a\n> - b", "Callout(CalloutTitle('a')List(Item('b')))"),
        (
            "- > [!a] b\n  > > [!c]\n  > > d",
            "List(Item(Callout(CalloutTitle('b')Callout(CalloutTitle()Paragraph('d')))))",
        ),
        ("> a", "Quote(Paragraph('a'))"),
        ("- [x] a", "List(Item(TaskMarker 'a'))"),
        ("[[a|b]] ![[c]]", "Paragraph(Link('b')' 'Image('c'))"),
        ("<a>\nb\n</a>", "HtmlBlock(Html'<a>\nb\n</a>')"),
    ] {
        let found = tree(text).replace("Code'c'", "'c'");
        assert_eq!(found, nodes, "{text}");
    }
}

#[test]
fn subtrees_nest_and_blocks_know_their_names() {
    let text = "# A {#own}\n\n> [!note] t ^n\n\n- b ^b\n- c\n\n  d\n\n| e |\n|---|\n| f |\n\n^t\n";
    let document = parse(text).document;
    for id in document.whole() {
        let node = document.node(id);
        assert!(node.end > id && node.end <= document.len());
        assert!(!node.kind.is_leaf() || node.end == id + 1);
    }
    let blocks = document.blocks.iter().map(|block| {
        let kind = block.node.map(|node| document.node(node).kind);
        format!("{} {kind:?}", block.name)
    });
    assert_eq!(
        blocks.collect::<Vec<_>>(),
        ["n Some(Callout(0))", "b Some(Paragraph)", "t Some(Table(0))"]
    );
    assert_eq!(document.headings[0].anchor, "own");
}

/// Where a comment may stand: `@` is one.
const PLACES: [&str; 24] = [
    "a @ b",
    "# @ a",
    "a @\n===\n",
    "- @\n- b @",
    "1. a\n\n   @\n",
    "> @\n> b @",
    "> [!note] @ t\n> b @",
    "> [!private]\n> @ b",
    "- > [!tip]- t\n  > - @\n",
    "[^1]\n\n[^1]: @ b",
    "| @ | b |\n|---|---|\n| c | @ |",
    "==a @ b==",
    "*a @ b* **c** ~~@~~",
    "[a @](b.md) [[c|@]] ![@](d.png)",
    "[a](b@c.md)",
    "[a](b \"@\")",
    "[a][@]\n\n[@]: b\n",
    "<div>@</div>\n\nx <b>@</b>",
    "<div>\n@\n</div>",
    "- [ ] @ call (by 2026-03-01)",
    "a #t@g ^n@",
    "    @ code",
    "a\n@\nb\n\n@\n\nc",
    "`a\n@ b`",
];

#[test]
fn a_comment_is_nowhere_in_the_tree() {
    let around = |place: &str| -> [String; 5] {
        [
            place.to_owned(),
            place.lines().map(|line| format!("> {line}\n")).collect(),
            format!("- x\n\n{}", place.lines().map(|l| format!("  {l}\n")).collect::<String>()),
            format!("```\nx\n```\n\n{place}"),
            format!("`x` ``\n\n{place}"),
        ]
    };
    let comments = [
        "%%SECRET%%",
        "<!-- SECRET -->",
        "%%`SECRET%%",
        "%%\n```SECRET\n\n%%",
        "%%<!--%%%%SECRET%%",
    ];
    for place in PLACES {
        for text in around(place) {
            for comment in comments {
                let text = text.replace('@', comment);
                let left = parse(&cut(&text).text).document;
                let shown = format!("{} {:?}", left.pool, left.headings);
                assert!(!shown.contains("SECRET"), "{text:?} → {left:#?}");
            }
        }
    }
}

#[test]
fn what_surrounds_a_comment_stays() {
    for (text, left) in [
        ("> <div>\n> `%%x%%` y\n> </div>", "<div>\n`` y\n</div>"),
        ("<div>\n`%%x%%` y\n</div>", "<div>\n`` y\n</div>"),
        ("a\n`b\n`%%x%%` c", "ab ` c"),
    ] {
        let document = parse(&cut(text).text).document;
        let left_over: String = document.whole().map(|id| document.text(id)).collect();
        assert_eq!(left_over, left, "{text:?}");
    }
}

/// What a text costs to cut and to parse, as what is kept of it: it grows with the text and no more.
#[test]
fn a_tree_grows_with_its_text() {
    for piece in
        ["<!-- a --> ", "`a %%b%% ", "[[a]] ", "==a ", "> ", "- ", "[^1] ", "![[", "``` %% "]
    {
        let size = |times: usize| {
            let parsed = parse(&cut(&piece.repeat(times)).text);
            let document = parsed.document;
            document.nodes.len() + document.pool.len() + document.links.len()
        };
        let (once, twice) = (size(500), size(1000));
        assert!(twice <= once * 22 / 10 + 10, "{piece:?}: {once} → {twice}");
    }
}
