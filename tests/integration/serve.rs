//! What the server answers, byte by byte, to browsers and to those who are none.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use loopbook::watch::server;

use crate::support::wait::wait_for;
use crate::support::watched::Watched;

const NOTE: &str = "entries/2026-01-05-first.md";
const PAGE: &str = "/entries/2026-01-05-first.html";
const AWKWARD: &str = "static/ganz & gar #1? 100% größer.txt";

/// A journal that is served.
struct Served {
    watched: Watched,
    address: SocketAddr,
}

/// An answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Served {
    fn new() -> Self {
        let watched = Watched::new(&[
            ("loopbook.yaml", "title: A journal\n"),
            (NOTE, "---\nstep: ask\n---\nOld words.\n\n![A picture](dot.svg)\n"),
            ("entries/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
            ("static/data.bin", "bytes\n"),
            (AWKWARD, "An awkward name.\n"),
            ("secret.txt", "Not for the site.\n"),
        ]);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (sender, readers) = (watched.sender.clone(), watched.readers.clone());
        thread::spawn(move || server::run(listener, sender, readers));
        Self { watched, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("somebody listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
        stream
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        answer(&String::from_utf8_lossy(&bytes))
    }

    /// Asks as this server's own, with more headers.
    fn ask(&self, method: &str, path: &str, headers: &[&str]) -> Answer {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let host = self.address;
        self.send(&format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// A stream of events of who has that page open.
    fn events(&self, page: &str) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        let host = self.address;
        let request = format!("GET /_loopbook/events?page={page} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        BufReader::new(stream)
    }
}

fn answer(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status: status.parse().expect("a number"),
        headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
        body: body.to_owned(),
    }
}

/// Reads on until an event of that name has that in it.
fn until(events: &mut impl BufRead, event: &str, part: &str) -> String {
    let mut name = String::new();
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).expect("an event in time") > 0, "the stream has ended");
        if let Some(own) = line.strip_prefix("event: ") {
            own.trim().clone_into(&mut name);
        } else if line.starts_with("data: ") && name == event && line.contains(part) {
            return line;
        }
    }
}

#[test]
fn a_page_is_sent_with_its_headers_and_the_script_that_keeps_it_fresh() {
    let served = Served::new();
    for path in ["/", "/index.html", PAGE, &format!("{PAGE}?a=b")] {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}");
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(page.headers.get(name).map(String::as_str), Some(value), "{path}: {name}");
        }
        let policy = &page.headers["content-security-policy"];
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("sandbox"), "{path}");
        assert!(!page.headers.contains_key("access-control-allow-origin"));
        assert!(page.body.contains("<script src=\"/_loopbook/client.js\""), "{path}");
        assert!(page.body.contains("connect-src 'self'"), "{path}");
        assert_eq!(page.headers["content-length"], page.body.len().to_string());
    }
    assert!(!served.watched.site("index.html").contains("_loopbook/"), "it is not on disk");
}

#[test]
fn a_server_of_another_name_is_not_this_one() {
    let served = Served::new();
    let port = served.address.port();
    let ask =
        |host: &str| served.send(&format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
    for host in ["127.0.0.1", "localhost", "LocalHost", "[::1]"] {
        assert_eq!(ask(&format!("Host: {host}:{port}\r\n")).status, 200, "{host}");
    }
    for host in [
        String::new(),
        "Host: \r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: localhost.evil.example:{port}\r\n"),
        format!("Host: 127.0.0.1.evil.example:{port}\r\n"),
        format!("Host: localhost:{}\r\n", port.wrapping_add(1)),
        "Host: localhost\r\n".to_owned(),
        format!("Host: 192.168.0.1:{port}\r\n"),
        format!("Host: localhost:{port}@evil.example\r\n"),
        format!("Host: localhost:{port}\r\nHost: evil.example\r\n"),
    ] {
        let refused = ask(&host);
        assert!(matches!(refused.status, 400 | 403), "{host:?}: {}", refused.status);
        assert!(!refused.body.contains("A journal"), "{host:?}");
    }
    // A target that is a whole URL counts before `Host`.
    for host in ["evil.example", "localhost"] {
        let page = served.send(&format!(
            "GET http://evil.example:{port}/ HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        ));
        assert_eq!(page.status, 403, "{host}");
    }
}

#[test]
fn nothing_but_reading_is_possible() {
    let served = Served::new();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        let refused = served.ask(method, "/", &["Content-Length: 0"]);
        assert_eq!(refused.status, 405, "{method}");
        assert_eq!(refused.headers["allow"], "GET, HEAD");
    }
}

#[test]
fn a_head_has_no_body() {
    let served = Served::new();
    for path in ["/", "/data.bin", "/nothing.html", "/_loopbook/client.js"] {
        let (head, get) = (served.ask("HEAD", path, &[]), served.get(path));
        assert_eq!(head.body, "", "{path}");
        assert_eq!(head.status, get.status);
        assert_eq!(head.headers.get("content-type"), get.headers.get("content-type"));
        assert_eq!(head.headers.get("content-length"), get.headers.get("content-length"), "{path}");
    }
    let events = served.ask("HEAD", "/_loopbook/events?page=index.html", &[]);
    assert_eq!((events.status, events.body.as_str()), (200, ""));
    assert!(served.watched.readers.pages().is_empty(), "nobody is left behind");
}

#[test]
fn no_path_leads_out_of_the_site() {
    let served = Served::new();
    for path in [
        "/../secret.txt",
        "/../../../../etc/passwd",
        "/entries/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/entries/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.%00./secret.txt",
        "/secret.txt",
        "/loopbook.yaml",
        "/.loopbook",
        "/site/index.html",
        "/static/data.bin",
        "/file:///etc/passwd",
    ] {
        let refused = served.get(path);
        assert_eq!(refused.status, 404, "{path}");
        for secret in ["Not for the site", "root:", "title: A journal", "# The files"] {
            assert!(!refused.body.contains(secret), "{path}");
        }
    }
}

#[test]
fn files_have_their_media_type_and_whatever_name() {
    let served = Served::new();
    for (path, media_type, part) in [
        ("/assets/style.css", "text/css; charset=utf-8", "light-dark("),
        ("/assets/keys.js", "text/javascript; charset=utf-8", "addEventListener"),
        ("/assets/icon.svg", "image/svg+xml", "<svg"),
        ("/feed.xml", "application/xml", "<feed"),
        ("/files/entries/dot.svg", "image/svg+xml", "<svg"),
        ("/data.bin", "application/octet-stream", "bytes"),
        (
            "/ganz%20%26%20gar%20%231%3F%20100%25%20gr%C3%B6%C3%9Fer.txt",
            "text/plain; charset=utf-8",
            "An awkward name.",
        ),
    ] {
        let file = served.get(path);
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.headers["content-type"], media_type, "{path}");
        assert_eq!(file.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(file.headers["cache-control"], "no-store", "{path}");
        let policy = &file.headers["content-security-policy"];
        assert!(policy.starts_with("sandbox; default-src 'none'"), "{path}: {policy}");
        assert!(file.body.contains(part), "{path}: {}", file.body);
    }
}

#[test]
fn what_is_not_there_has_a_page_that_says_so() {
    let served = Served::new();
    let lost = served.get("/entries/nothing.html");
    assert_eq!(lost.status, 404);
    assert_eq!(lost.headers["content-type"], "text/html; charset=utf-8");
    assert!(lost.body.contains("Not found"), "{}", lost.body);
    assert!(lost.body.contains("href=\"/assets/style.css\""), "it has its style below any folder");
    // It is there as soon as there is something.
    assert!(lost.body.contains("data-page=\"entries/nothing.html\" data-version=\"\""));
}

#[test]
fn a_page_whose_note_was_removed_is_gone_and_its_readers_hear_of_it() {
    let served = Served::new();
    let mut events = served.events("entries/2026-01-05-first.html");
    until(&mut events, "pages", "entries/2026-01-05-first.html");
    fs::remove_file(served.watched.root.join(NOTE)).expect("removed");
    until(&mut events, "pages", "\"entries/2026-01-05-first.html\":\"\"");
    assert_eq!(served.get(PAGE).status, 404);
    served.watched.save(NOTE, "Back again.\n");
    until(&mut events, "pages", "\"entries/2026-01-05-first.html\":\"");
    served.watched.until(|watched| watched.site("index.html").contains("first"));
    assert_eq!(served.get(PAGE).status, 200);
}

#[test]
fn a_page_whose_note_has_an_error_stays_as_it_was() {
    let served = Served::new();
    assert!(served.get(PAGE).body.contains("Old words."));
    let mut events = served.events("entries/2026-01-05-first.html");
    until(&mut events, "problems", "[]");
    served.watched.save(NOTE, "---\nstep: \"<script>\n---\nNew words.\n");
    let problems = until(&mut events, "problems", "entries/2026-01-05-first.md");
    assert!(problems.contains("\"caret\""), "{problems}");
    assert!(problems.contains("Built without this file, so lists and advice may differ."));
    let page = served.get(PAGE);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Old words."));
    served.watched.save(NOTE, "New words.\n");
    until(&mut events, "problems", "[]");
    assert!(served.get(PAGE).body.contains("New words."));
}

#[test]
fn errors_of_a_first_build_and_of_templates_are_told() {
    let served = Served::new();
    let mut events = served.events("404.html");
    served.watched.save("theme/templates/404.html", "{{ nothing_of_that_name }}");
    until(&mut events, "problems", "theme/templates/404.html");
    served.watched.save("theme/templates/404.html", "{% block");
    let problems = until(&mut events, "problems", "theme/templates/404.html:1");
    assert!(problems.contains("last good version"), "{problems}");
    fs::remove_file(served.watched.root.join("theme/templates/404.html")).expect("removed");
    until(&mut events, "problems", "[]");

    let watched = Watched::with(&[("loopbook.yaml", "title: [\n")], |_| {});
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (sender, readers) = (watched.sender.clone(), watched.readers.clone());
    thread::spawn(move || server::run(listener, sender, readers));
    let served = Served { watched, address };
    let page = served.get("/");
    assert_eq!(page.status, 404);
    assert!(page.body.contains("could not be built yet"), "{}", page.body);
    let mut events = served.events("index.html");
    let problems = until(&mut events, "problems", "loopbook.yaml");
    assert!(problems.contains("Nothing was built"), "{problems}");
    served.watched.save("loopbook.yaml", "title: Mended\n");
    until(&mut events, "pages", "\"index.html\":\"");
    assert!(served.get("/").body.contains("Mended"));
}

#[test]
fn a_journal_is_for_no_page_elsewhere() {
    let served = Served::new();
    let own = format!("Origin: http://{}", served.address);
    let port = served.address.port();
    let other_port = format!("Origin: http://127.0.0.1:{}", port.wrapping_add(1));
    for path in ["/_loopbook/events?page=index.html", "/search/index.js", "/feed.xml"] {
        for header in [
            "Origin: https://evil.example",
            "Origin: null",
            &other_port,
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
        ] {
            let refused = served.ask("GET", path, &[header]);
            assert_eq!(refused.status, 403, "{path} {header}");
        }
        for header in [own.as_str(), "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"] {
            assert_eq!(served.ask("HEAD", path, &[header]).status, 200, "{path} {header}");
        }
    }
    // A link from elsewhere, or from a mail, is followed.
    let link = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"];
    assert_eq!(served.ask("GET", "/", &link).status, 200);
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_is_not_followed() {
    let served = Served::new();
    assert_eq!(served.get("/data.bin").body, "bytes\n");
    let file = served.watched.root.join("static/data.bin");
    // At once, so that a request can come before it is noticed.
    let link = served.watched.root.join("link.tmp");
    std::os::unix::fs::symlink("/etc/passwd", &link).expect("a link");
    fs::rename(link, file).expect("in its place");
    let now = served.get("/data.bin");
    assert_eq!(now.status, 404);
    assert!(!now.body.contains("root:"));
}

#[test]
fn those_who_say_nothing_half_or_too_much_keep_nobody_waiting() {
    let served = Served::new();
    let silent: Vec<TcpStream> = (0..60).map(|_| served.connect()).collect();
    let mut half: Vec<TcpStream> = (0..60).map(|_| served.connect()).collect();
    for stream in &mut half {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: 127").expect("sent");
    }
    let mut much = served.connect();
    // The server may hang up before all is sent.
    let _ = much.write_all(format!("GET / HTTP/1.1\r\nX: {}\r\n", "a".repeat(1 << 20)).as_bytes());
    let mut noise = served.connect();
    let _ = noise.write_all(&[0, 159, 146, 150, 13, 10, 13, 10]);
    assert_eq!(served.get("/").status, 200);
    drop((silent, half, much, noise));
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn a_request_that_is_never_ended_is_given_up() {
    let served = Served::new();
    let mut half = served.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHost: 127").expect("sent");
    let mut rest = Vec::new();
    half.read_to_end(&mut rest).expect("the server hangs up before the reader does");
}

/// Others who may read come to an address of this machine, and not to a name.
#[cfg(target_os = "linux")]
#[test]
fn the_address_that_a_reader_came_to_is_a_name_of_the_server() {
    let mut served = Served::new();
    let listener = TcpListener::bind("0.0.0.0:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (sender, readers) = (served.watched.sender.clone(), served.watched.readers.clone());
    thread::spawn(move || server::run(listener, sender, readers));
    served.address = SocketAddr::from(([127, 0, 0, 2], port));
    assert_eq!(served.get("/").status, 200);
    let host = format!("Host: 127.0.0.3:{port}");
    let other = format!("GET / HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n");
    assert_eq!(served.send(&other).status, 403);
}

#[test]
fn many_pages_are_open_and_each_hears_of_changes_until_it_is_closed() {
    let served = Served::new();
    let page = "entries/2026-01-05-first.html";
    let mut open: Vec<_> = (0..120).map(|_| served.events(page)).collect();
    for events in &mut open {
        until(events, "pages", page);
    }
    assert_eq!(served.watched.readers.pages(), [page]);
    served.watched.save(NOTE, "New words.\n");
    let first = until(&mut open[0], "pages", page);
    for events in &mut open[1..] {
        assert_eq!(until(events, "pages", page), first);
    }
    drop(open);
    // Who went away is noticed at once, or when something is sent.
    served.watched.save(NOTE, "Newer words.\n");
    let mut last = served.events("index.html");
    until(&mut last, "pages", "index.html");
    wait_for("those who went away are forgotten", || {
        (served.watched.readers.pages() == ["index.html"]).then_some(())
    });
}

#[test]
fn a_reader_who_goes_away_in_the_middle_harms_nobody() {
    let served = Served::new();
    for _ in 0..50 {
        let mut stream = served.connect();
        let host = served.address;
        stream
            .write_all(format!("GET {PAGE} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
            .expect("sent");
    }
    assert_eq!(served.get(PAGE).status, 200);
}
