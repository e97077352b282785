//! What surrounds the text of pages: what they may load, what they say of themselves, feeds, the
//! site's map, and the page for what is missing.

use std::collections::BTreeMap;

use jiff::civil::date;
use loopbook::pipeline;
use loopbook::read;
use loopbook::share;
use loopbook::site::Content;

use crate::support::folder::folder;

type Site = BTreeMap<String, String>;

fn site(config: &str, files: &[(&str, &str)]) -> Site {
    let own = ("loopbook.yaml", config);
    let files: Vec<(&str, &str)> = files.iter().copied().chain([own]).collect();
    let folder = folder(&files);
    let loaded = read::read(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    let journal = loaded.journal.expect("a journal");
    let (site, problems) = pipeline::site(&share::for_author(&journal, &[]), date(2026, 11, 21));
    assert_eq!(problems, []);
    let text = |content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Content::Copy(_) => String::new(),
    };
    site.files.into_iter().map(|(path, content)| (path, text(content))).collect()
}

#[track_caller]
fn has(text: &str, wanted: &str) {
    assert!(text.contains(wanted), "no `{wanted}` in:\n{text}");
}

const NOTE: &str = "---\nstep: deliver\ntask: plan\ngoal: lead\nimpact: It \"holds\".\ntags: [hiring]\n---\n\
    See [[#Why|why]], [[lead]], ![a](a.png) and [it](https://wiki.example).[^a]\n\n## Why\n\nSo. \
    <b style=\"x\">\n\n[^a]: Once.\n";
const JOURNAL: [(&str, &str); 5] = [
    ("goals/else.md", "---\ntitle: Else\n---\n"),
    ("goals/lead.md", "---\ntitle: Lead & more\n---\nTo lead.\n"),
    ("2026-11-02-plan.md", NOTE),
    ("2026-11-03-other.md", "Only \u{1}this.\n"),
    ("a.png", "png"),
];
const ONLINE: &str = "title: Mine\nauthor: Ana\nbase_url: https://me.example/notes\n";

#[test]
fn a_page_says_what_it_may_load_before_anything_else() {
    let html = &site("", &JOURNAL)["entries/2026-11-02-plan.html"];
    let policy = html.split("<meta charset=\"utf-8\">\n").nth(1).expect("a charset");
    assert!(policy.starts_with(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    ));
    let policy = policy.lines().next().expect("a policy");
    for word in ["unsafe", "http:", "https:", "data:", "*"] {
        assert!(!policy.contains(word), "{policy}");
    }
}

#[test]
fn a_site_on_the_disk_is_not_meant_to_be_found() {
    let site = site("", &JOURNAL);
    for (path, html) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        has(html, "<meta name=\"robots\" content=\"noindex\">");
        assert!(!html.contains("canonical") && !html.contains("og:"), "{path}");
    }
    assert!(!site.contains_key("sitemap.xml"));
    has(&site["404.html"], "href=\"assets/style.css\"");
}

#[test]
fn a_site_with_an_address_says_where_its_pages_are() {
    let site = site(ONLINE, &JOURNAL);
    let entry = &site["entries/2026-11-02-plan.html"];
    for wanted in [
        "<link rel=\"canonical\" href=\"https://me.example/notes/entries/2026-11-02-plan.html\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:title\" content=\"plan\">",
        "<meta property=\"og:description\" content=\"It &quot;holds&quot;.\">",
        "<meta name=\"description\" content=\"It &quot;holds&quot;.\">",
        "href=\"../assets/style.css\"",
    ] {
        has(entry, wanted);
    }
    assert!(!entry.contains("noindex"));
    has(&site["index.html"], "<link rel=\"canonical\" href=\"https://me.example/notes/\">");
    has(&site["goals/lead.html"], "<meta name=\"description\" content=\"To lead.\">");
    let lost = &site["404.html"];
    for wanted in ["href=\"/notes/assets/style.css\"", "href=\"/notes/index.html\"", "noindex"] {
        has(lost, wanted);
    }
    assert!(!lost.contains("href=\"index.html\"") && !lost.contains("canonical"));
}

#[test]
fn the_map_has_every_page_but_the_one_for_what_is_missing() {
    let site = site(ONLINE, &JOURNAL);
    let map = &site["sitemap.xml"];
    let pages = site.keys().filter(|path| path.ends_with(".html")).count();
    assert_eq!(map.matches("<loc>").count(), pages - 1);
    assert!(!map.contains("404"));
    has(map, "<url><loc>https://me.example/notes/</loc></url>");
    has(
        map,
        "<loc>https://me.example/notes/entries/2026-11-02-plan.html</loc><lastmod>2026-11-02</lastmod>",
    );
}

#[test]
fn a_feed_has_whole_notes_with_absolute_links() {
    let site = site(ONLINE, &JOURNAL);
    let feed = &site["feed.xml"];
    for wanted in [
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://me.example/notes/feed.xml\"/>",
        "<updated>2026-11-03T00:00:00Z</updated>\n<author><name>Ana</name></author>",
        "<content type=\"html\" xml:base=\"https://me.example/notes/entries/2026-11-02-plan.html\">",
        "href=&quot;https://me.example/notes/goals/lead.html&quot;",
        "src=&quot;https://me.example/notes/files/a.png&quot;",
        "href=&quot;#why&quot;",
        "Only this.",
        "<category term=\"hiring\"/>",
        "Once.",
    ] {
        has(feed, wanted);
    }
    assert!(!feed.contains("class=&quot;anchor") && !feed.contains("../"));
    let newer = feed.find("2026-11-03-other").zip(feed.find("2026-11-02-plan"));
    assert!(newer.is_some_and(|(newer, older)| newer < older));
    let goal = &site["goals/lead.xml"];
    has(goal, "<title>Lead &amp; more · Mine</title>");
    assert_eq!(goal.matches("<entry>").count(), 1);
    has(&site["goals/lead.html"], "title=\"Lead &amp; more\" href=\"../goals/lead.xml\"");
}

#[test]
fn a_feed_without_an_address_is_relative_to_itself() {
    let site = site("", &JOURNAL);
    has(&site["feed.xml"], "xml:base=\"entries/2026-11-02-plan.html\"");
    has(&site["feed.xml"], "href=&quot;../goals/lead.html&quot;");
    has(&site["goals/lead.xml"], "xml:base=\"../entries/2026-11-02-plan.html\"");
    assert!(!site["feed.xml"].contains("rel=\"self\""));
    has(&site["feed.xml"], "<author><name>My loops</name></author>");
}

/// The ids in a feed.
fn ids(feed: &str) -> Vec<&str> {
    feed.split("<id>").skip(1).filter_map(|rest| rest.split("</id>").next()).collect()
}

#[test]
fn ids_stay_when_the_site_moves() {
    let moved = ONLINE.replace("me.example/notes", "you.example").replace("Mine", "Ours");
    let (here, there) = (site(ONLINE, &JOURNAL), site(&moved, &JOURNAL));
    assert_eq!(ids(&here["feed.xml"]), ids(&there["feed.xml"]));
    assert_eq!(ids(&here["feed.xml"]).len(), 3);
    assert_eq!(ids(&here["goals/lead.xml"])[1], ids(&here["feed.xml"])[2]);
    assert_ne!(ids(&here["goals/lead.xml"])[0], ids(&here["feed.xml"])[0]);
}

#[test]
fn a_feed_has_the_newest_thirty() {
    let paths: Vec<String> =
        (0..60).map(|n| format!("2026-{:02}-{:02}-a.md", n / 28 + 1, n % 28 + 1)).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "A.\n")).collect();
    let site = site("", &files);
    assert_eq!(site["feed.xml"].matches("<entry>").count(), 30);
    has(&site["feed.xml"], "2026-03-04-a.html");
    assert!(!site["feed.xml"].contains("2026-02-02-a.html"));
}

#[test]
fn an_empty_journal_has_a_feed_of_today() {
    has(&site("", &[])["feed.xml"], "<updated>2026-11-21T00:00:00Z</updated>");
}

/// What a note's own HTML may say stays on every way out; what it may do goes.
#[test]
fn the_html_of_a_note_acts_nowhere() {
    let note = "---\nraw_html: yes\n---\n<details><summary>More</summary>\n\n*seen* \
        <b onclick=\"canary()\" class=\"mine\">bold</b>\n\n</details>\n\n\
        <script>\ncanary()\n</script>\n\n<meta http-equiv=\"refresh\" content=\"0;url=https://canary.example\">\n\n\
        <form action=\"https://canary.example\"><a href=\"javascript:canary()\">go</a></form>\n\n\
        <img src=x\nonerror=\"canary()\">\n";
    let embeds = "![[2026-11-02-raw]]\n";
    let files = [("2026-11-02-raw.md", note), ("2026-11-03-embeds.md", embeds)];
    let site = site(ONLINE, &files);
    for path in ["entries/2026-11-02-raw.html", "entries/2026-11-03-embeds.html", "feed.xml"] {
        let text = site[path].replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        has(&text, "class=\"mine\"");
        has(&text, "<summary>More</summary>");
        assert!(!text.contains("canary"), "{path}: {text}");
    }
}
