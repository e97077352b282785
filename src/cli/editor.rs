//! Opens notes in the user's editor.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

/// Opens a note in the editor of `VISUAL` or `EDITOR`, if the program runs on a terminal.
pub(super) fn edit(note: &Path) -> Result<ExitCode> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Ok(ExitCode::SUCCESS);
    }
    let named = |key| std::env::var(key).ok().filter(|editor: &String| !editor.trim().is_empty());
    match named("VISUAL").or_else(|| named("EDITOR")) {
        Some(editor) => open(&editor, note),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Runs an editor. Its command may have arguments, like `code -w`.
fn open(editor: &str, note: &Path) -> Result<ExitCode> {
    let words = shlex::split(editor).filter(|words| !words.is_empty());
    let Some(words) = words else {
        bail!("the editor `{editor}` has a quote that is never closed")
    };
    let done = Command::new(&words[0]).args(&words[1..]).arg(note).status().with_context(|| {
        format!("the editor `{editor}` cannot be started; the note was written")
    })?;
    if !done.success() {
        bail!("the editor `{editor}` failed with {done}; the note was written");
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::open;

    #[cfg(unix)]
    #[test]
    fn an_editor_has_arguments_and_its_failure_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join("a note.md");
        open("touch -c -- ", &note).expect("an editor");
        assert!(!note.exists());
        open("sh -c 'echo seen >\"$1\"' sh", &note).expect("an editor");
        assert_eq!(std::fs::read_to_string(&note).expect("the note"), "seen\n");
        for (editor, said) in [
            ("sh -c 'exit 3'", "exit status: 3"),
            ("no-such-editor-here -w", "cannot be started"),
            ("a 'b", "never closed"),
        ] {
            let error = open(editor, &note).expect_err("a failure");
            assert!(format!("{error:#}").contains(said), "{error:#}");
        }
    }
}
