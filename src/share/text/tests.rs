use super::{Edited, Fate, body, words};
use crate::markdown::scan::scan;
use crate::model::{Body, Link, Slug, Target};

/// A text whose links all lead to a task of their name, but for those to `hidden…` and `none`.
fn read(text: &str) -> Body {
    let found = scan(text.to_owned());
    let target = |name: &str| Target::Task(Slug::new(name.rsplit('/').next().unwrap_or(name)));
    let links = found.links.into_iter().map(|raw| Link {
        target: (raw.target != "none").then(|| target(&raw.target)),
        range: raw.range,
        fragment: raw.fragment,
        embed: raw.embed,
    });
    Body { links: links.collect(), ..found.body }
}

fn edit(text: &str) -> Edited {
    let text = read(text);
    let outline = super::outline(&text, &[]);
    body(&text, outline.as_ref().unwrap_or(&text), &[], |written| {
        match written.link.and_then(|link| link.target.clone()) {
            Some(Target::Task(id)) if !id.as_str().starts_with("hidden") => {
                let label = format!("The {}", id.spaced());
                Fate::Stays { to: Some((Target::Task(id), None)), label }
            }
            _ => Fate::Goes,
        }
    })
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
        ("| a |\n|---|\n| [[hidden\\|b]] |\n", "| a |\n|---|\n| b |\n"),
        ("[a][ref], [ref][], [ref]\n\n[ref]: x/hidden.md \"Pay\"\n", "a, ref, ref\n\n"),
        ("[x](javascript:a)", "x"),
        ("[a ![b](hidden.png) c](hidden.md)", "a b c"),
        (
            "[web](https://a.example) <https://b.example>",
            "[web](https://a.example) <https://b.example>",
        ),
    ] {
        let edited = edit(written).body;
        assert_eq!(edited.markdown.trim_end(), left.trim_end(), "{written}");
        assert!(edited.links.is_empty(), "{written}");
    }
}

#[test]
fn a_link_that_stays_says_nothing_of_folders_and_old_names() {
    for (written, left) in [
        ("See [[x/docs]].", "See [The docs](<docs>)."),
        ("See [[docs|them]].", "See [them](<docs>)."),
        ("See [*them*](../x/docs \"t\").", "See [*them*](<docs>)."),
        ("![[docs]]", "![The docs](<docs>)"),
        ("![[docs|a|30]]", "![a|30](<docs>)"),
        ("[d][] x\n\n[d]: x/docs\n[D]: y/docs\n", "[d](<docs>) x\n\n"),
    ] {
        let edited = edit(written).body;
        assert_eq!(edited.markdown.trim_end(), left.trim_end(), "{written}");
        assert_eq!(edited.links[0].target, Some(Target::Task(Slug::new("docs"))), "{written}");
    }
}

#[test]
fn links_keep_to_their_places() {
    let text = "[[hidden]] [[a]] [x](b)\n\n> [!private]\n> [[c]]\n\n[y ![z](d)](e) [[f|g]]";
    let edited = edit(text).body;
    let found = edited.links.iter().map(|link| {
        let to = link.target.as_ref().and_then(Target::slug).map(Slug::as_str);
        (&edited.markdown[link.range.clone()], to.expect("each leads somewhere"))
    });
    let expected = [
        ("[The a](<a>)", "a"),
        ("[x](<b>)", "b"),
        ("[y ![z](<d>)](<e>)", "e"),
        ("![z](<d>)", "d"),
        ("[g](<f>)", "f"),
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn private_callouts_go_wherever_they_are() {
    for written in [
        "a\n\n> [!private]\n> PAY\n\nb",
        "a\n\n> [!PRIVATE]- PAY\n> PAY\nPAY\n\nb",
        "- a\n  > [!private]\n  > PAY\n\n  b",
        "> a\n> > [!private]\n> > PAY\n>\n> b",
        "a\n\n> [!private]\n> # PAY\n> - [ ] PAY (by 2026-01-01)\n> > PAY ^pay\n> #pay\n> [[hidden]]\n\nb",
        "a [x]\n\n> [!private]\n> [x]: https://pay.example\n> [^1]: PAY\n\nb [^1]",
        "a[^1]\n\n[^1]: > [!private]\n    > PAY\n\nb",
        "> [!private]\n> PAY\n> > [!private]\n> > PAY\n\na b",
    ] {
        let Edited { body, callouts, .. } = edit(written);
        assert!(!body.markdown.to_lowercase().contains("pay"), "{written}: {}", body.markdown);
        assert!(body.markdown.contains('a') && body.markdown.contains('b'), "{written}");
        assert_eq!(callouts, 1, "{written}");
        assert!(body.private.is_empty() && body.promises.is_empty() && body.tags.is_empty());
    }
}

#[test]
fn headings_are_numbered_as_if_the_hidden_ones_had_never_been() {
    let Edited { body, anchors, .. } =
        edit("# A\n\n> [!private]\n> ## B\n\n## B\n\n## See [[hidden]]\n");
    let now: Vec<&str> = body.headings.iter().map(|own| own.anchor.as_str()).collect();
    assert_eq!(now, ["a", "b", "see-a-private-note"]);
    let moved = |old: &str| anchors.iter().find(|(own, _)| own == old).map(|(_, new)| &**new);
    assert_eq!(moved("b"), Some("b"));
    assert_eq!(moved("see-hidden"), Some("see-a-private-note"));
}

#[test]
fn plain_words_stay_plain() {
    let edit = |text: &str| {
        words(text, |written| match written.name {
            "docs" => Fate::Stays { to: None, label: "The docs".to_owned() },
            _ => Fate::Goes,
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
