use super::value::filter_value;
use super::{Filtered, LinkDecision, filter, outline};
use crate::markdown::parse;
use crate::model::document::{Kind, LinkKind, Visit};
use crate::model::real_names::RealNames;
use crate::model::{Document, Slug, Target};

/// A text whose links all lead to a task of their name, but for those to `none`.
fn read(text: &str) -> Document {
    let mut document = parse(text).document;
    let pool = document.pool.clone();
    for link in document.links.iter_mut().filter(|link| link.kind.is_internal()) {
        let name = &pool[link.destination.range()];
        let name = name.trim_end_matches('\\');
        let target = Target::Task(Slug::new(name.rsplit('/').next().unwrap_or(name)));
        link.target = (name != "none").then_some(target);
    }
    document
}

fn filtered(text: &str) -> Filtered {
    let text = read(text);
    let outline = outline(&text, &[]);
    let names = RealNames::default();
    filter(&text, outline.as_ref().unwrap_or(&text), &[], &names, |written| {
        match written.link.and_then(|link| link.target.clone()) {
            Some(Target::Task(id)) if !id.as_str().starts_with("hidden") => {
                let label = format!("The {}", id.spaced());
                LinkDecision::Keep { to: Some((Target::Task(id), None)), label }
            }
            _ => LinkDecision::Drop,
        }
    })
}

/// What a document says, with its links and its code, and with a bar behind each block.
fn shown(document: &Document) -> String {
    let mut shown = String::new();
    let link = |at: u32| {
        let link = &document.links[at as usize];
        match link.target.as_ref().and_then(Target::slug) {
            Some(slug) => format!("](<{slug}>)"),
            None => format!("]({})", document.words(link.destination)),
        }
    };
    for visit in document.walk(document.whole()) {
        match visit {
            Visit::Enter(id) => match document.node(id).kind {
                Kind::Link(_) => shown.push('['),
                Kind::Image(_) => shown.push_str("!["),
                Kind::Code(_) => shown.push_str(&format!("`{}`", document.text(id))),
                Kind::SoftBreak => shown.push(' '),
                Kind::Emphasis => shown.push('*'),
                Kind::FootnoteReference(_) => shown.push_str(&format!("^{}", document.text(id))),
                Kind::FootnoteDefinition(_) => shown.push_str(&format!("{}: ", document.text(id))),
                _ => shown.push_str(document.text(id)),
            },
            Visit::Leave(id) => match document.node(id).kind {
                Kind::Link(at) | Kind::Image(at) => shown.push_str(&link(at)),
                Kind::Emphasis => shown.push('*'),
                Kind::Paragraph | Kind::TableCell | Kind::Heading(_) => shown.push('|'),
                _ => {}
            },
        }
    }
    shown.trim_end_matches('|').to_owned()
}

#[test]
fn a_link_to_what_is_hidden_leaves_its_words() {
    for (written, left) in [
        ("See [[hidden]].", "See a private note."),
        ("See [[hidden|what *we* said]].", "See what *we* said."),
        ("See [[hidden|]].", "See a private note."),
        ("See [[none]] and [[none|that]].", "See a private note and that."),
        ("![[hidden]]", "a private note"),
        ("See [`that`](../x/hidden.md \"Pay\").", "See `that`."),
        ("![a *plan*](hidden.png)", "a *plan*"),
        ("| a |\n|---|\n| [[hidden\\|b]] |\n", "a|b"),
        ("[a][ref], [ref][], [ref]\n\n[ref]: x/hidden.md \"Pay\"\n", "a, ref, ref"),
        ("[x](javascript:a)", "x"),
        ("[a ![b](hidden.png) c](hidden.md)", "a b c"),
    ] {
        let filtered = filtered(written).document;
        assert_eq!(shown(&filtered), left, "{written}");
        assert!(filtered.links.is_empty(), "{written}");
        assert!(!filtered.pool.contains("hidden"), "{written}");
    }
    let web = "[web](https://a.example) <https://b.example>";
    let left = "[web](https://a.example) [https://b.example](https://b.example)";
    assert_eq!(shown(&filtered(web).document), left);
}

#[test]
fn a_link_that_stays_says_nothing_of_folders_and_old_names() {
    for (written, left) in [
        ("See [[x/docs]].", "See [The docs](<docs>)."),
        ("See [[docs|them]].", "See [them](<docs>)."),
        ("See [*them*](../x/docs \"t\").", "See [*them*](<docs>)."),
        ("![[docs]]", "![The docs](<docs>)"),
        ("![[docs|a|30]]", "![a|30](<docs>)"),
        ("[d][] x\n\n[d]: x/docs\n[D]: y/docs\n", "[d](<docs>) x"),
    ] {
        let filtered = filtered(written).document;
        assert_eq!(shown(&filtered), left, "{written}");
        assert_eq!(filtered.links[0].target, Some(Target::Task(Slug::new("docs"))), "{written}");
        assert_eq!(filtered.links[0].kind, LinkKind::Path);
        assert!(!filtered.pool.contains('/') && !filtered.pool.contains("\"t\""), "{written}");
    }
}

#[test]
fn links_keep_to_their_places() {
    let text = "[[hidden]] [[a]] [x](b)\n\n> [!private]\n> [[c]]\n\n[y ![z](d)](e) [[f|g]]";
    let filtered = filtered(text).document;
    assert_eq!(
        shown(&filtered),
        "a private note [The a](<a>) [x](<b>)|[y ![z](<d>)](<e>) [g](<f>)"
    );
    let targets = filtered.links.iter().map(|link| link.target.as_ref().and_then(Target::slug));
    let targets: Vec<&str> = targets.flatten().map(Slug::as_str).collect();
    assert_eq!(targets, ["a", "b", "e", "d", "f"]);
}

#[test]
fn private_callouts_go_wherever_they_are() {
    for written in [
        "a\n\n> [!private]\n> PAY\n\nb",
        "a\n\n> [!PRIVATE]- PAY\n> PAY\nPAY\n\nb",
        "- a\n  > [!private]\n  > PAY\n\n  b",
        "> a\n> > [!private]\n> > PAY\n>\n> b",
        "> [!note] a\n> > [!private]\n> > PAY\n>\n> b",
        "- [ ] a\n  1. > [!tip]\n     > > [!private] PAY\n     > > > PAY\n\nb",
        "a\n\n> [!private]\n> # PAY\n> - [ ] PAY (by 2026-01-01)\n> > PAY ^pay\n> #pay\n> [[hidden]]\n\nb",
        "a [x] [y][x] [x][]\n\n> [!private]\n>\n> [x]: https://pay.example\n> [^1]: PAY\n\nb [^1]",
        "a[^1]\n\n[^1]: > [!private]\n    > PAY\n\nb",
        "a\n\n[^1]: PAY\n\nb\n\n> [!private]\n> see[^1]",
        "> [!private]\n> PAY\n> > [!private]\n> > PAY\n\na b",
        "| a |\n|---|\n| b |\n\n> [!private]\n> | PAY |\n> |---|\n> | PAY |",
        "a ==b\n\n> [!private]\n> PAY== PAY",
    ] {
        let Filtered { document, private_callouts, .. } = filtered(written);
        assert!(!document.pool.to_lowercase().contains("pay"), "{written}: {}", document.pool);
        let left = shown(&document);
        assert!(left.contains('a') && left.contains('b'), "{written}");
        assert_eq!(private_callouts, 1, "{written}");
        assert!(document.private.is_empty() && document.promises.is_empty());
        assert!(document.tags.is_empty() && document.blocks.is_empty());
        let headings = document.headings.iter().map(|heading| &heading.text);
        assert_eq!(headings.count(), 0, "{written}");
    }
    let bare = filtered("a [x] ![y][x]\n\n> [!private]\n>\n> [x]: https://pay.example\n");
    assert_eq!(shown(&bare.document), "a [x] ![y][x]");
    let twice =
        "a [x] [y][x]\n\n> [!private]\n>\n> [X]: https://pay.example\n\n[x]: https://b.example";
    assert_eq!(shown(&filtered(twice).document), "a x y");
}

#[test]
fn what_only_a_footnote_holds_goes_with_it() {
    for (written, left) in [
        ("a\n\n[^9]:> [^3]: x\n", "a"),
        ("a[^3]\n\n[^9]:> [^3]: x\n", "a^3|3: x"),
        (
            "a[^1]\n\n[^1]: one[^2]\n\n[^2]: two\n\n[^3]: three[^4]\n\n[^4]: four[^3]\n",
            "a^1|1: one^2|2: two",
        ),
        ("a[^b]\n\n> [!private]\n> [^b]: pay\n", "a[^b]"),
        ("a[^b]\n\n[^b]: x\n    > [!private]\n    > pay[^c]\n\n[^c]: y\n", "a^b|b: x"),
    ] {
        assert_eq!(shown(&filtered(written).document), left, "{written}");
    }
}

#[test]
fn headings_are_numbered_as_if_the_hidden_ones_had_never_been() {
    let Filtered { document, anchors, .. } =
        filtered("# A\n\n> [!private]\n> ## B\n\n## B\n\n## See [[hidden]]\n");
    let now: Vec<&str> = document.headings.iter().map(|own| own.anchor.as_str()).collect();
    assert_eq!(now, ["a", "b", "see-a-private-note"]);
    let moved = |old: &str| anchors.iter().find(|(own, _)| own == old).map(|(_, new)| &**new);
    assert_eq!(moved("b"), Some("b"));
    assert_eq!(moved("see-hidden"), Some("see-a-private-note"));
}

#[test]
fn headings_that_name_somebody_go() {
    let text = read("# Ann Smith\n\nx\n\n## Annie\n\ny\n\n## Work\n");
    let unnamed = [Slug::new("annie")];
    let left = outline(&text, &unnamed).expect("it has names");
    assert_eq!(shown(&left), "x|y|Work");
}

#[test]
fn html_and_code_hide_nothing() {
    for (written, left) in [
        ("a <b>[[hidden|c]]</b>", "a <b>c</b>"),
        ("<div>\n[[hidden]] [!private] pay\n</div>\n", "<div>\na private note \n"),
        ("a\n\n    > [!private]\n    > pay\n", "a"),
        ("`[!private]`", "`[!private]`"),
    ] {
        assert_eq!(shown(&filtered(written).document).trim_end(), left.trim_end(), "{written}");
    }
}

#[test]
fn plain_words_stay_plain() {
    let edit = |text: &str| {
        filter_value(text, |written| match written.name {
            "docs" => LinkDecision::Keep { to: None, label: "The docs".to_owned() },
            _ => LinkDecision::Drop,
        })
    };
    for (written, left) in [
        ("p95 < 200 ms [was 900], 5 * 3", "p95 < 200 ms [was 900], 5 * 3"),
        ("see [[docs]], [[hidden]], [[hidden|that]]", "see The docs, a private note, that"),
        ("a %%pay%% b <!-- pay --> c", "a  b  c"),
        ("[a](../pay.md) [b](https://b.example)", "a [b](https://b.example)"),
        ("a\n\n> [!private]\n> pay", "a"),
    ] {
        assert_eq!(edit(written), left, "{written}");
    }
}
