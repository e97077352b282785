//! Reads the password of a sealed file: typed twice on the terminal, or one line of standard input. It is
//! never an argument or an environment variable, because the shell's history and other programs can
//! read those.

use std::io::{BufRead, IsTerminal, Write, stdin};

use anyhow::{Context, Result};

use super::Usage;
use crate::interrupt::InterruptGuard;
use crate::packet::seal::Password;

/// Asks for a password to seal with.
pub(super) fn ask() -> Result<Password> {
    let typed = if stdin().is_terminal() {
        // On Ctrl-C, the terminal has to show typed text again before the program ends.
        let _interrupts = InterruptGuard::new()?;
        twice(rpassword::prompt_password, &mut anstream::stderr())?
    } else {
        line(&mut stdin().lock())?
    };
    checked(&typed, &mut anstream::stderr())
}

/// Asks until the same password is typed twice in a row.
fn twice(
    mut prompt: impl FnMut(&'static str) -> std::io::Result<String>,
    err: &mut impl Write,
) -> Result<String> {
    let mut asked = |question| prompt(question).context("no password was given");
    loop {
        let first = asked("password for the reader: ")?;
        // An empty password is rejected later, so don't ask for it again.
        if first.is_empty() || asked("the same password again: ")? == first {
            return Ok(first);
        }
        writeln!(err, "the passwords differ; type the same one twice")?;
    }
}

/// The first line, without its line ending.
fn line(input: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    input.read_line(&mut line).context("cannot read a password from standard input")?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// Checks a password, and warns if it is short.
fn checked(typed: &str, err: &mut impl Write) -> Result<Password> {
    let password = Password::new(typed).map_err(|error| Usage(error.to_string()))?;
    if password.is_short() {
        writeln!(
            err,
            "the password has fewer than 12 characters, and anybody with the file can try as many \
             as they like: use five words chosen by dice instead"
        )?;
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::{checked, line, twice};

    fn typed(answers: &[&str]) -> (String, usize, String) {
        let (mut asked, mut err) = (0, Vec::new());
        let answer = |_| {
            asked += 1;
            Ok(answers[asked - 1].to_owned())
        };
        let password = twice(answer, &mut err).expect("a password");
        (password, asked, String::from_utf8(err).expect("text"))
    }

    #[test]
    fn it_is_typed_until_it_is_the_same_twice() {
        let (password, asked, err) = typed(&["one", "two", "three", "three"]);
        assert_eq!((password.as_str(), asked), ("three", 4));
        assert_eq!(err, "the passwords differ; type the same one twice\n");
        assert_eq!(typed(&[""]), (String::new(), 1, String::new()));
    }

    #[test]
    fn whoever_ends_the_question_has_typed_none() {
        let ended = |_| Err(std::io::ErrorKind::Interrupted.into());
        let error = twice(ended, &mut Vec::new()).expect_err("no password");
        assert_eq!(error.to_string(), "no password was given");
    }

    #[test]
    fn one_line_is_read_and_blanks_belong_to_it() {
        for (input, read) in
            [(" a b \nmore\n", " a b "), ("a\r\n", "a"), ("a", "a"), ("\n", ""), ("", "")]
        {
            assert_eq!(line(&mut input.as_bytes()).expect("a line"), read, "{input:?}");
        }
        line(&mut &b"\xff\n"[..]).expect_err("no text");
    }

    #[test]
    fn a_short_one_is_warned_of_and_an_empty_one_refused() {
        let mut err = Vec::new();
        checked("twelve chars", &mut err).expect("a password");
        assert_eq!(err, b"");
        checked("short", &mut err).expect("a password");
        assert!(String::from_utf8_lossy(&err).contains("fewer than 12 characters"));
        let error = checked("", &mut err).expect_err("none");
        assert!(error.is::<super::Usage>() && error.to_string() == "the password is empty");
    }
}
