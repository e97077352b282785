//! Small journals that once went wrong, each with what is right.

use std::collections::BTreeSet;

use jiff::civil::date;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;

use super::Vault;

/// The pages of a site by their paths, as this reader gets them.
fn site(vault: &Vault, audience: Audience) -> Vec<(String, String)> {
    let today = date(2026, 3, 1);
    let options = ShareOptions::new(audience).on(today);
    let (shared, _) = share(&vault.journal, &vault.diagnostics, &options);
    let (site, problems) = pipeline::site(&shared, today);
    assert_eq!(problems.len(), 0, "{problems:?}");
    let files = site.files.into_iter().map(|(path, content)| match content {
        Content::Bytes(bytes) => (path, String::from_utf8_lossy(&bytes).into_owned()),
        _ => (path, String::new()),
    });
    files.collect()
}

/// A page of the author's site.
fn page(vault: &Vault, path: &str) -> String {
    let site = site(vault, Audience::Me);
    site.into_iter().find(|(own, _)| own == path).unwrap_or_else(|| panic!("no {path}")).1
}

/// All that the public gets, in one text.
fn public(vault: &Vault) -> String {
    let site = site(vault, Audience::Public).into_iter();
    site.map(|(path, content)| format!("{path}\n{content}\n")).collect()
}

#[test]
fn case_01_a_title_is_the_name_of_the_file() {
    let vault = Vault::new(&[
        ("2025-01-31 Fri.md", "see [[模板]] and [[Kevin Kelly]]\n"),
        ("模板.md", "text\n"),
        ("Kevin Kelly.md", "text\n"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(vault.title("2025-01-31 Fri.md"), "Fri");
    assert_eq!(vault.title("模板.md"), "模板");
    assert_eq!(vault.title("Kevin Kelly.md"), "Kevin Kelly");
    let page = page(&vault, "entries/2025-01-31-fri.html");
    assert!(page.contains(">模板</a>") && page.contains(">Kevin Kelly</a>"), "{page}");
}

#[test]
fn case_02_names_of_one_slug_stay_five_notes() {
    let vault = Vault::new(&[
        ("2025-01-01.md", "[[事实]] [[实时]] [[史诗]] [[C]] [[C++]]\n"),
        ("事实.md", "fact\n"),
        ("实时.md", "real time\n"),
        ("C.md", "c\n"),
        ("C++.md", "cpp\n"),
    ]);
    assert_eq!(vault.problems(), ["dead-link 2025-01-01.md"]);
    assert_eq!(vault.links("2025-01-01.md"), ["事实.md", "实时.md", "-", "C.md", "C++.md"]);
    let pages = site(&vault, Audience::Me).into_iter();
    let pages: BTreeSet<String> =
        pages.filter(|(path, _)| path.starts_with("pages/")).map(|(path, _)| path).collect();
    assert_eq!(pages.len(), 4, "{pages:?}");
}

#[test]
fn case_04_keys_of_ones_own_leave_no_note_out() {
    let note = |key: &str| format!("---\n{key}\n---\ntext\n");
    let notes = ["status: in progress", "energy: 7", "kind: journal", "step: 10432"].map(note);
    let [a, b, c, d] = &notes;
    let vault = Vault::new(&[
        ("2025-01-01.md", a),
        ("2025-01-02.md", b),
        ("2025-01-03.md", c),
        ("2025-01-04.md", d),
    ]);
    assert_eq!(vault.journal.entries.len(), 4);
    let paths = ["2025-01-01.md", "2025-01-02.md", "2025-01-03.md", "2025-01-04.md"];
    assert_eq!(vault.problems(), paths.map(|path| format!("wrong-value {path}")));
    assert!(vault.diagnostics.iter().all(|told| !told.is_error()));
}

#[test]
fn case_05_one_day_in_two_folders_is_two_entries() {
    let vault = Vault::new(&[
        ("Daily/2025-01-01.md", "private day\n"),
        ("Work/2025-01-01.md", "work day\n"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(vault.id("Daily/2025-01-01.md"), "2025-01-01");
    assert_eq!(vault.id("Work/2025-01-01.md"), "2025-01-01-work");
    assert!(page(&vault, "entries/2025-01-01.html").contains("private day"));
    assert!(page(&vault, "entries/2025-01-01-work.html").contains("work day"));
}

#[test]
fn case_07_a_slip_in_a_date_is_told_at_its_note() {
    let matter = "---\ndate: 2024-02-25\n---\n";
    let vault = Vault::new(&[("2024-02-25.md", matter), ("2023-02-25.md", matter)]);
    assert_eq!(vault.journal.entries.len(), 2);
    assert_eq!(vault.problems(), ["date-mismatch 2023-02-25.md"]);
}

#[test]
fn case_09_dates_are_read_as_people_write_them() {
    let days = ["2024/01/05", "20240106", "2024-1-7", "January 8, 2024", "TBD", "[[2024-01-10]]"];
    let files = (5..).zip(days).map(|(day, date)| {
        (format!("2024-01-{day:02}.md"), format!("---\ndate: {date}\n---\nx\n"))
    });
    let files: Vec<_> = files.collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let vault = Vault::new(&files);
    let days = vault.journal.entries.iter().map(|entry| format!("{}.md", entry.date));
    assert!(days.eq(vault.journal.entries.iter().map(|entry| entry.path.clone())));
    assert_eq!(vault.journal.entries.len(), 6);
    assert_eq!(vault.problems(), ["wrong-value 2024-01-09.md"]);
}

#[test]
fn case_11_headings_are_reached_by_the_anchors_of_github() {
    let text = "[a](#things-ive-consumed) [b](#-emoji-head)\n\n## Things I've consumed\n\n## 🎉 Emoji head\n";
    let vault = Vault::new(&[("2025-01-01.md", text)]);
    assert_eq!(vault.problems(), [""; 0]);
    let page = page(&vault, "entries/2025-01-01.html");
    for link in vault.links("2025-01-01.md") {
        let (_, anchor) = link.split_once('#').expect("a fragment");
        assert!(page.contains(&format!("<h2 id=\"{anchor}\"")), "{anchor}");
    }
}

#[test]
fn case_12_markdown_links_begin_at_the_root_or_are_names() {
    let vault = Vault::new(&[
        ("Admin/Codes/HBC.md", "# HBC\n"),
        ("deep/2025-01-01.md", "[root](Admin/Codes/HBC.md) [shortest](HBC.md)\n"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(vault.links("deep/2025-01-01.md"), ["Admin/Codes/HBC.md"; 2]);
}

#[test]
fn case_13_the_own_folder_goes_first() {
    let vault = Vault::new(&[
        ("q/Todo.md", "q\n"),
        ("qqqq/Todo.md", "qqqq\n"),
        ("qqqq/me.md", "same folder [[Todo]]\n"),
    ]);
    assert_eq!(vault.links("qqqq/me.md"), ["qqqq/Todo.md"]);
    assert_eq!(vault.problems(), ["no-date q/Todo.md"]);
}

#[test]
fn case_18_a_picture_may_have_a_fragment() {
    let vault = Vault::new(&[
        ("2025-01-01.md", "![[pic.jpg#outline]] ![[pic.jpg#interface|300]]\n"),
        ("pic.jpg", "\u{1}"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    let page = page(&vault, "entries/2025-01-01.html");
    assert_eq!(page.matches("<img src=\"../files/pic.jpg#").count(), 2, "{page}");
}

#[test]
fn case_23_a_template_that_was_never_filled_in_is_an_error() {
    let vault = Vault::new(&[("2024-01-03.md", "---\ncreated: {{date}}, {{time}}\n---\nx\n")]);
    let [problem] = &vault.diagnostics[..] else { panic!("{:?}", vault.problems()) };
    assert!(problem.is_error());
    let said = format!("{} {}", problem.message, problem.hint.as_deref().unwrap_or_default());
    assert!(said.contains("{{date}}") && said.contains("filled in"), "{said}");
}

#[test]
fn case_24_the_block_of_a_callout_is_the_callout() {
    let vault = Vault::new(&[
        ("2025-01-03-c.md", "# A\n\n> [!warning] Careful\n> inside ^call\n"),
        ("2025-01-04-d.md", "![[2025-01-03-c#^call]]\n"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    let page = page(&vault, "entries/2025-01-04-d.html");
    assert!(
        page.contains("callout") && page.contains("Careful") && page.contains("inside"),
        "{page}"
    );
    assert!(!page.contains("[!warning]"), "{page}");
}

#[test]
fn case_30_utf_16_without_a_mark_is_an_error() {
    let text: Vec<u8> = "---\nprivate: yes\ntitle: Secret\n---\n\nCANARYBODY\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let text = String::from_utf8(text).expect("ASCII and NUL");
    let vault = Vault::new(&[
        ("loopbook.yaml", "visibility: manager\n"),
        ("entries/2026-01-05-secret.md", &text),
    ]);
    assert!(vault.diagnostics.iter().any(|told| told.is_error()), "{:?}", vault.problems());
    assert!(vault.notes().is_empty());
}

#[test]
fn case_31_what_hides_a_note_in_a_second_front_matter_is_an_error() {
    let texts = [
        "---\nvisibility: public\ntitle: From a template\n---\n\n---\nprivate: yes\n---\n\nCANARYBODY\n",
        "---\nvisibility: public\n---\n---\nprivate: yes\n---\n\nCANARYBODY\n",
        "---\nvisibility: public\ntitle: x\n...\nprivate: yes\n---\n\nCANARYBODY\n",
        "---\nvisibility: public\n<<: {private: yes}\n---\n\nCANARYBODY\n",
    ];
    for text in texts {
        let vault = Vault::new(&[("entries/2026-01-05-a.md", text)]);
        assert!(vault.diagnostics.iter().any(|told| told.is_error()), "{text}");
        assert!(!public(&vault).contains("CANARYBODY"), "{text}");
    }
}

#[test]
fn case_32_no_comment_in_a_name_reaches_anybody() {
    let text = "---\nvisibility: public\nstep: deliver\n\
        task: \"Migration %%before Bob is fired%%\"\nproject: \"Alpha %%secretproj%%\"\n\
        with: [\"Ann %%secwith%%\"]\ntags: [\"x%%sectag%%\"]\nshows: [\"own %%secshow%%\"]\n\
        confirmed_by: \"Cy %%seccb%%\"\nimpact: \"Faster %%secimpact%%\"\n\
        evidence: [\"https://e.example/a%%securl%%\", \"[l %%seclab%%](https://e.example/)\"]\n---\n\n\
        Text %%sectext%%\n";
    let vault = Vault::new(&[("entries/2026-02-01-a.md", text)]);
    for audience in [Audience::Public, Audience::Manager, Audience::Me] {
        for (path, content) in site(&vault, audience) {
            let told = format!("{path} {content}").to_lowercase();
            for secret in [
                "fired",
                "secretproj",
                "secwith",
                "sectag",
                "secshow",
                "seccb",
                "secimpact",
                "securl",
                "seclab",
                "sectext",
            ] {
                assert!(!told.contains(secret), "{secret} in {path}");
            }
        }
    }
}

#[test]
fn case_33_a_footnote_in_a_footnote_is_left_out_with_it() {
    let text =
        "---\nvisibility: public\n---\n[^a]: Sources:\n\n    1. First\n\n       [^b]: Second\n";
    let vault = Vault::new(&[("entries/2026-01-05-footnotes.md", text)]);
    let told = public(&vault);
    assert!(told.contains("entries/2026-01-05-footnotes.html"));
    assert!(!told.contains("Sources") && !told.contains("Second"));
}

#[test]
fn case_34_a_private_callout_that_is_code_is_an_error() {
    let text = "---\nvisibility: public\n---\n\n- a\n\n      > [!private]\n      > zqsecret in a list, six spaces\n";
    let vault = Vault::new(&[("entries/2026-02-01-a.md", text)]);
    let [problem] = &vault.diagnostics[..] else { panic!("{:?}", vault.problems()) };
    assert!(problem.is_error() && problem.code.as_str() == "private-callout");
    let said = format!("{} {}", problem.message, problem.hint.as_deref().unwrap_or_default());
    assert!(said.contains("code"), "{said}");
    assert!(!public(&vault).contains("zqsecret"));
}
