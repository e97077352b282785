//! The codes of everything that `check` reports about files, each with what it means and what to do.
//!
//! The rules about the loop are declared beside their tests, in `analyse/health`. `docs/format.md` has
//! this table; a test compares the two.

use std::fmt;

use serde::Serialize;

use super::Severity::{self, Error, Info, Warning};

/// The stable name of a rule, such as `unknown-key`. Only this module and the health rules make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(&'static str);

impl Code {
    /// The code of a rule about the loop.
    pub const fn of_health_rule(name: &'static str) -> Self {
        Self(name)
    }

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What a code means.
#[derive(Debug)]
pub struct CodeDoc {
    /// The code.
    pub code: Code,
    /// How bad it is. `unknown-key` is an error in YAML files.
    pub severity: Severity,
    /// What is wrong.
    pub meaning: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($name:ident $code:literal $severity:ident $meaning:literal $remedy:literal;)*) => {
        $(
            #[doc = $meaning]
            pub const $name: Code = Code($code);
        )*

        /// Every code, in the order of the alphabet.
        pub const ALL: &[CodeDoc] = &[$(
            CodeDoc { code: $name, severity: $severity, meaning: $meaning, remedy: $remedy },
        )*];
    };
}

codes! {
    AMBIGUOUS_LINK "ambiguous-link" Warning
        "A link may mean several notes."
        "Write more of the path, as the hint shows.";
    ATTACHMENT_METADATA "attachment-metadata" Info
        "A document, a recording, a photograph or an archive may say who made it and where, and readers get it as it is."
        "Remove the metadata, or do not refer to the file.";
    BESIDE_ENTRIES "beside-entries" Warning
        "Notes with a day in their names are beside `entries/`, which alone is read."
        "Move them there, or name the folders of notes under `entries` in `loopbook.yaml`.";
    COMMENT_VALUE "comment-value" Warning
        "A `#` after a blank begins a comment in YAML, so the rest of the value is lost."
        "Put the whole value in quotes.";
    DATE_MISMATCH "date-mismatch" Warning
        "The key `date` and the file's name have different days; the key counts."
        "Correct one of the two.";
    DEAD_LINK "dead-link" Warning
        "A link leads to no note, file, heading or block."
        "Check the spelling, or create the note.";
    DUPLICATE_ID "duplicate-id" Error
        "Two notes have the same id, so the second is left out."
        "Rename one of the two files.";
    FAR_AHEAD "far-ahead" Warning
        "A note is dated more than a year from today."
        "Check its year.";
    FRONT_MATTER "front-matter" Error
        "The front matter is not closed, or is not valid YAML, TOML or JSON."
        "Correct it at the place that is shown.";
    GOAL_OWNER "goal-owner" Error
        "A goal names several direct reports in `with`, or somebody else in `of`, so it is nobody's."
        "Say whose it is with `of`; `of: me` is the author.";
    INTERNAL "internal" Error
        "loopbook itself failed on a file; the file is left out, or nothing is built."
        "Report it with what the message says.";
    KEPT_PRIVATE "kept-private" Info
        "What another program calls private keeps the note from others, whatever `visibility` says."
        "Remove the key, the tag or the folder if others may see the note.";
    NO_DATE "no-date" Warning
        "A note has a key of entries and no date, so it is in no loop; or no note has a date."
        "Begin the file's name with a date, or give the note a `date`.";
    NO_SUCH_DAY "no-such-day" Warning
        "The file's name begins with a date that does not exist."
        "Rename the file, or give the note a `date`.";
    NOT_UTF8 "not-utf8" Error
        "The file is not UTF-8 text."
        "Save it as UTF-8.";
    PICTURE "picture" Error
        "A picture can't be freed of its metadata, so others can't have it."
        "Save the picture again in another format, or do not refer to it.";
    PRIVATE_CALLOUT "private-callout" Error
        "A line looks like a private callout, but hides nothing; the note is left out."
        "Begin the line with `> [!private]`.";
    REAL_NAME "real-name" Warning
        "A note that others see says the real name of somebody who is shared under another name."
        "Write the name under `share_as` there.";
    SPECIAL_FILE "special-file" Warning
        "The file is a pipe, a socket or a device; it is not read."
        "Move it out of the journal.";
    SYMLINK "symlink" Warning
        "A symbolic link is not followed."
        "Move the file into the journal.";
    SYNC_CONFLICT "sync-conflict" Warning
        "The file is a copy that a sync program left; it is left out."
        "Merge the two files, and remove the copy.";
    TAKEN_PATH "taken-path" Error
        "Two files have the same path in the site."
        "Rename one of them.";
    TEMPLATE "template" Error
        "A template or script of the theme can't be loaded or rendered."
        "Correct it at the place that is shown.";
    TEXT "text" Warning
        "Something in the text can't be read as it was probably meant, such as a promise without a day."
        "See the hint.";
    THEME "theme" Warning
        "A file of the theme is used by nothing, or the theme does not state `theme_api`; a theme that does not exist is an error."
        "See the hint.";
    UNCLOSED_COMMENT "unclosed-comment" Warning
        "A comment is never closed, so the rest of the note is left out."
        "Close it, or escape its sign.";
    UNKNOWN_KEY "unknown-key" Warning
        "A key has no meaning here; an error in YAML files."
        "Check its spelling.";
    UNKNOWN_LEVEL "unknown-level" Error
        "A ladder has no such level. In `shows`, that is a warning, and the note only claims the competency; in a goal it is one too."
        "Use a level that the ladder lists.";
    UNKNOWN_NAME "unknown-name" Warning
        "A key names a task, goal or person that is not in the journal."
        "Check the spelling, or create the note.";
    UNQUOTED_VALUE "unquoted-value" Warning
        "YAML can't read a value without quotes; it was read as if it had them."
        "Put the value in quotes.";
    UNREADABLE "unreadable" Error
        "A file or folder can't be read."
        "Check its permissions.";
    WRONG_VALUE "wrong-value" Error
        "A key has a value that it can't have. In a note that is a warning, unless the key decides who sees what."
        "Use a value of the kind that the message names.";
}
