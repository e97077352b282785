//! Other programs that make a site of Markdown: the same notes for each, with next to nothing around them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

use super::journal;

/// A program that a machine may have.
pub(crate) struct Generator {
    pub(crate) name: &'static str,
    /// What its program is called, and, in capitals, the variable that names another one.
    command: &'static str,
    /// How it is asked for its version.
    version: &'static str,
    /// Writes a site of that many notes for it.
    write_site: fn(&Path, usize) -> io::Result<()>,
    /// Tells a command to build the site in one folder into another.
    build: for<'c> fn(&'c mut Command, &Path, &Path) -> &'c mut Command,
}

const HUGO: Generator = Generator {
    name: "Hugo",
    command: "hugo",
    version: "version",
    write_site: site_for_hugo,
    build: |command, site, out| {
        let command = command.args(["--quiet", "--noBuildLock", "--source"]).arg(site);
        command.arg("--destination").arg(out)
    },
};

const ZOLA: Generator = Generator {
    name: "Zola",
    command: "zola",
    version: "--version",
    write_site: site_for_zola,
    build: |command, site, out| {
        command.arg("--root").arg(site).args(["build", "--output-dir"]).arg(out)
    },
};

const MDBOOK: Generator = Generator {
    name: "mdBook",
    command: "mdbook",
    version: "--version",
    write_site: site_for_mdbook,
    build: |command, site, out| command.arg("build").arg(site).arg("--dest-dir").arg(out),
};

/// A program that this machine has.
pub(crate) struct Installed {
    pub(crate) generator: Generator,
    pub(crate) program: PathBuf,
    pub(crate) version: String,
}

/// Hugo, if this machine has it.
pub(crate) fn hugo() -> Option<Installed> {
    Installed::find(HUGO)
}

/// All that this machine has, and the names of those that it has not.
pub(crate) fn all() -> (Vec<Installed>, Vec<&'static str>) {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for generator in [HUGO, ZOLA, MDBOOK] {
        let name = generator.name;
        match Installed::find(generator) {
            Some(installed) => found.push(installed),
            None => missing.push(name),
        }
    }
    (found, missing)
}

impl Installed {
    /// The program that its variable names, such as `HUGO`, else the one in `PATH`.
    fn find(generator: Generator) -> Option<Self> {
        let named = std::env::var_os(generator.command.to_uppercase());
        let program = named.unwrap_or_else(|| generator.command.into());
        let said = Command::new(&program).arg(generator.version).output().ok()?;
        let said = String::from_utf8(said.stdout).ok()?;
        let number = said.lines().last()?.split_whitespace().nth(1)?;
        let version = number.trim_start_matches('v').split(['-', '+']).next()?.to_owned();
        Some(Self { generator, program: program.into(), version })
    }

    /// Writes a site of that many notes for it.
    pub(crate) fn write_site(&self, site: &Path, notes: usize) -> io::Result<()> {
        (self.generator.write_site)(site, notes)
    }

    /// Builds a site as a person does, into a place that is empty: its time.
    pub(crate) fn build(&self, site: &Path, out: &Path) -> io::Result<Duration> {
        if out.exists() {
            fs::remove_dir_all(out)?;
        }
        let begun = Instant::now();
        let mut command = Command::new(&self.program);
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        if !(self.generator.build)(quiet, site, out).status()?.success() {
            return Err(io::Error::other(format!("{} failed", self.generator.name)));
        }
        Ok(begun.elapsed())
    }
}

/// Pages, lists, and those of tags and tasks, with the same addresses as loopbook's entries.
pub(crate) fn site_for_hugo(site: &Path, notes: usize) -> io::Result<()> {
    const CONFIG: &str = "title: A long journal\nuglyURLs: true\n\
        taxonomies: {tag: tags, task: task}\n\
        frontmatter: {date: [':filename', ':default']}\n\
        permalinks: {page: {entries: '/entries/:contentbasename/'}}\n";
    const SINGLE: &str = "<!doctype html><html lang=\"en\"><title>{{ .Title }}</title>\
        <main>{{ .Content }}</main>";
    const LIST: &str = "<!doctype html><html lang=\"en\"><title>{{ .Title }}</title><main>\
        {{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</main>";
    journal(&site.join("content"), notes)?;
    fs::remove_file(site.join("content/loopbook.yaml"))?;
    let files =
        [("hugo.yaml", CONFIG), ("layouts/single.html", SINGLE), ("layouts/list.html", LIST)];
    write_all(site, &files)
}

/// The same for Zola: a list of all notes and those of a year, of tags and of tasks.
fn site_for_zola(site: &Path, notes: usize) -> io::Result<()> {
    const CONFIG: &str = "base_url = \"https://example.org\"\ntitle = \"A long journal\"\n\
        taxonomies = [{ name = \"tags\" }, { name = \"task\" }]\n";
    const HEAD: &str = "<!doctype html><html lang=\"en\">";
    let page = format!(
        "{HEAD}<title>{{{{ page.title }}}}</title><main>{{{{ page.content | safe }}}}</main>"
    );
    let list = |pages: &str| {
        format!(
            "{HEAD}<title>Notes</title><main>{{% for page in {pages} %}}\
            <a href=\"{{{{ page.path }}}}\">{{{{ page.title }}}}</a>{{% endfor %}}</main>"
        )
    };
    let terms = format!(
        "{HEAD}<title>Lists</title><main>{{% for term in terms %}}\
        <a href=\"{{{{ term.path }}}}\">{{{{ term.name }}}}</a>{{% endfor %}}</main>"
    );
    let content = site.join("content");
    journal(&content, notes)?;
    fs::remove_file(content.join("loopbook.yaml"))?;
    for note in notes_in(&content) {
        let text = fs::read_to_string(&note)?;
        let (head, body) = head_and_body(&text);
        let (lists, keys): (Vec<&str>, Vec<&str>) =
            head.lines().partition(|line| line.starts_with("tags:") || line.starts_with("task:"));
        let lists: Vec<String> = lists.iter().map(|line| one_list(line)).collect();
        let keys = keys.join("\n");
        fs::write(&note, format!("---\n{keys}\ntaxonomies:\n{}---\n{body}", lists.concat()))?;
    }
    for year in fs::read_dir(content.join("entries"))? {
        fs::write(year?.path().join("_index.md"), "+++\ntransparent = true\n+++\n")?;
    }
    let files = [
        ("config.toml", CONFIG),
        ("content/entries/_index.md", "+++\ntitle = \"Notes\"\n+++\n"),
        ("templates/page.html", &page),
        ("templates/index.html", &list("section.pages")),
        ("templates/section.html", &list("section.pages")),
        ("templates/taxonomy_single.html", &list("term.pages")),
        ("templates/taxonomy_list.html", &terms),
    ];
    write_all(site, &files)
}

/// A key below `taxonomies`, whose values are lists.
fn one_list(line: &str) -> String {
    match line.split_once(": ") {
        Some((key, value)) if !value.starts_with('[') => format!("  {key}: [{value}]\n"),
        _ => format!("  {line}\n"),
    }
}

/// The same for mdBook: a chapter for each note, which has no front matter there. It has no lists; its theme is its own,
/// without search.
fn site_for_mdbook(site: &Path, notes: usize) -> io::Result<()> {
    const CONFIG: &str = "[book]\ntitle = \"A long journal\"\n\
        [output.html.search]\nenable = false\n[output.html.print]\nenable = false\n";
    let source = site.join("src");
    journal(&source, notes)?;
    fs::remove_file(source.join("loopbook.yaml"))?;
    let mut summary = String::from("# Summary\n\n");
    for note in notes_in(&source) {
        let text = fs::read_to_string(&note)?;
        fs::write(&note, head_and_body(&text).1)?;
        let path = note.strip_prefix(&source).map_err(io::Error::other)?;
        let name = note.file_stem().unwrap_or_default().to_string_lossy();
        summary.push_str(&format!("- [{name}]({})\n", path.display()));
    }
    write_all(site, &[("book.toml", CONFIG), ("src/SUMMARY.md", &summary)])
}

/// All Markdown in a folder, by path.
fn notes_in(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = files.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    paths.filter(|path| path.extension() == Some(OsStr::new("md"))).collect()
}

/// The keys of a note, and what stands below them.
fn head_and_body(text: &str) -> (&str, &str) {
    let rest = text.strip_prefix("---\n").unwrap_or_default();
    rest.split_once("\n---\n").unwrap_or(("", text))
}

fn write_all(site: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    for (path, text) in files {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap_or(site))?;
        fs::write(path, text)?;
    }
    Ok(())
}
