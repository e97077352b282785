//! What people do to a journal, at random.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What somebody does to a journal.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// This text becomes that file.
    Write(&'static str, &'static str),
    /// This file or folder is gone.
    Delete(&'static str),
    /// The first is called as the second.
    Rename(&'static str, &'static str),
    /// Only its time changes.
    Touch(&'static str),
}

const PATHS: &[&str] = &[
    "entries/2026-01-05-first.md",
    "entries/2026-01-06-second.md",
    "entries/deep/2026-01-07-third.md",
    "entries/page.md",
    "entries/shot.png",
    "goals/goal.md",
    "tasks/task.md",
    "people/lead.md",
    "ladders/steps.yaml",
    "theme/templates/404.html",
    "theme/templates/tag.html",
    "theme/scripts/ask.txt",
    "theme/static/assets/custom.css",
    "theme/static/words.md",
    "static/CNAME",
    "mine/theme.yaml",
    "notes/2026-01-08-elsewhere.md",
    "loopbook.yaml",
];

const FOLDERS: &[&str] = &[
    "entries",
    "entries/deep",
    "entries/other",
    "goals",
    "tasks",
    "notes",
    "theme",
    "theme/static",
];

const TEXTS: &[&str] = &[
    "",
    "Only text, and [[first]], [[goal|g]] and ![](shot.png).\n",
    "Only text, and [[first]], [[goal|g]] and ![](shot.png).\n\nThen more words.\n",
    "Only text, and [[first]], [[goal|g]] and ![](shot.png).\n\nThen other words.\n",
    "![[2026-01-05-first]] and ![[page]]\n",
    "---\nstep: ask\ntask: task\ngoal: goal\nwith: lead\n---\n# A title\n\n[[2026-01-06-second#Part]]\n",
    "---\nstep: deliver\ntask: [task, other]\nimpact: less\nshows: craft\n---\n## Part\n\n- [ ] call (by 2026-02-01)\n",
    "---\nstep: ask\ntask: task\ngoal: goal\nwith: lead\n---\n# A title\n\nOther words, [[page]].\n",
    "---\ntask: task\n---\n# A day\n\n## Part [step:: deliver] ^part\nimpact:: less\n\n- other [kind:: idea] [[#Part]]\n",
    "---\ntask: task\n---\n# A day\n\n## Part [step:: ask] ^part\nwith:: lead\n\n- other words [kind:: idea] [[#Part]]\n- [ ] call (by 2026-02-01) [step:: repeat]\n",
    "step:: ask\n\nOnly text, and [[2026-01-05-part]] with ![[2026-01-05-first#^part]].\n",
    "---\nstep: dance\n---\nWrong.\n",
    "---\ntitle: Named\naliases: [first, task]\nneeds: [craft]\n---\n",
    "---\ntitle: [\n",
    "title: A journal\nmanager: lead\n",
    "entries: notes\n",
    "nonsense: yes\n",
    "theme: plain\n",
    "theme: mine\ntitle: Themed\n",
    "theme_api: 1\nextends: plain\n",
    "output: elsewhere\nbase_url: https://example.org/notes/\n",
    "{% extends \"theme/notebook/404.html\" %}{% block title %}{{ site.title }}!{% endblock title %}\n",
    "{% block\n",
    "{{ nothing_of_that_name }} in a template.\n",
];

/// Batches of edits.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let edit = prop_oneof![
        6 => (select(PATHS), select(TEXTS)).prop_map(|(path, text)| Edit::Write(path, text)),
        1 => select(PATHS).prop_map(Edit::Delete),
        1 => select(FOLDERS).prop_map(Edit::Delete),
        1 => (select(PATHS), select(PATHS)).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (select(FOLDERS), select(FOLDERS)).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => select(PATHS).prop_map(Edit::Touch),
    ];
    vec(vec(edit, 1..4), 1..6)
}

/// Does it, as far as it can be done, and says which paths a file system would name.
pub(crate) fn apply(root: &Path, edit: &Edit) -> Vec<PathBuf> {
    let at = |path: &str| root.join(path);
    match *edit {
        Edit::Write(path, text) => {
            let path = at(path);
            if fs::create_dir_all(path.parent().expect("a folder")).is_ok() {
                let _ = fs::write(&path, text);
            }
            vec![path]
        }
        Edit::Delete(path) => {
            let _ = fs::remove_dir_all(at(path));
            let _ = fs::remove_file(at(path));
            vec![at(path)]
        }
        Edit::Rename(from, to) => {
            let (from, to) = (at(from), at(to));
            if let Some(folder) = to.parent() {
                let _ = fs::create_dir_all(folder);
            }
            let _ = fs::rename(&from, &to);
            vec![from, to]
        }
        Edit::Touch(path) => {
            if let Ok(file) = fs::File::options().append(true).open(at(path)) {
                let later = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_800_000_000);
                let _ = file.set_modified(later);
            }
            vec![at(path)]
        }
    }
}
