//! Asks questions on the terminal. Without a terminal, every answer is the default.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::Result;

/// Asks questions.
pub(super) struct Asker<'io> {
    /// Where answers come from; `None` if nobody can answer.
    input: Option<Box<dyn BufRead + 'io>>,
    /// Where questions are printed.
    out: Box<dyn Write + 'io>,
}

impl Asker<'static> {
    /// Asks on the terminal. Questions go to standard error, because a script may read standard output.
    pub(super) fn terminal() -> Self {
        let is_terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let input = is_terminal.then(|| Box::new(std::io::stdin().lock()) as Box<dyn BufRead>);
        Self { input, out: Box::new(anstream::stderr()) }
    }

    /// Asks nobody.
    pub(super) fn nobody() -> Self {
        Self { input: None, out: Box::new(std::io::sink()) }
    }
}

impl<'io> Asker<'io> {
    /// Asks somebody who types this text.
    #[cfg(test)]
    pub(super) fn typing(text: &'io str, out: &'io mut Vec<u8>) -> Self {
        Self { input: Some(Box::new(text.as_bytes())), out: Box::new(out) }
    }

    /// Whether anybody can answer.
    pub(super) fn is_interactive(&self) -> bool {
        self.input.is_some()
    }

    /// Asks for a line. Returns `None` for an empty line, at the end of input, or if nobody can answer.
    fn line(&mut self, question: &str) -> Result<Option<String>> {
        let Some(input) = &mut self.input else { return Ok(None) };
        write!(self.out, "{question} ")?;
        self.out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(self.out)?;
            self.input = None;
            return Ok(None);
        }
        Ok(Some(line.trim().to_owned()).filter(|line| !line.is_empty()))
    }

    /// Asks for yes or no. An empty answer is yes.
    pub(super) fn yes(&mut self, question: &str) -> Result<bool> {
        let answer = self.parsed(&format!("{question} [Y/n]"), |answer| {
            match answer.to_lowercase().as_str() {
                "y" | "yes" => Ok(true),
                "n" | "no" => Ok(false),
                _ => Err("answer `y` or `n`".to_owned()),
            }
        })?;
        Ok(answer.unwrap_or(true))
    }

    /// Asks until the answer can be parsed. Returns `None` for an empty answer.
    pub(super) fn parsed<T>(
        &mut self,
        question: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>> {
        while let Some(answer) = self.line(question)? {
            match parse(&answer) {
                Ok(value) => return Ok(Some(value)),
                Err(why) => writeln!(self.out, "  {why}")?,
            }
        }
        Ok(None)
    }

    /// Asks for any text.
    pub(super) fn text(&mut self, question: &str) -> Result<Option<String>> {
        self.line(question)
    }

    /// Asks to choose one of several options by number or name. Returns its index.
    pub(super) fn choice(
        &mut self,
        question: &str,
        options: &[(&str, &str)],
    ) -> Result<Option<usize>> {
        if !self.is_interactive() || options.is_empty() {
            return Ok(None);
        }
        for (index, (name, about)) in options.iter().enumerate() {
            let about = if about.is_empty() { String::new() } else { format!(": {about}") };
            writeln!(self.out, "  {} {name}{about}", index + 1)?;
        }
        self.parsed(question, |answer| {
            let by_name = options.iter().position(|(name, _)| name.eq_ignore_ascii_case(answer));
            let by_number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let found = by_name.or_else(|| by_number.filter(|index| *index < options.len()));
            found.ok_or_else(|| {
                format!("`{answer}` is not one of the choices: answer with a number or a name")
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Asker;

    fn asked<T>(typed: &str, ask: impl Fn(&mut Asker<'_>) -> T) -> (T, String) {
        let mut out = Vec::new();
        let answer = ask(&mut Asker::typing(typed, &mut out));
        (answer, String::from_utf8(out).expect("text"))
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again() {
        let (answer, out) = asked("perhaps\nN\n", |asker| asker.yes("Sure?").expect("an answer"));
        assert!(!answer);
        assert_eq!(out, "Sure? [Y/n]   answer `y` or `n`\nSure? [Y/n] ");
    }

    #[test]
    fn an_empty_answer_is_the_default_and_the_end_of_input_ends_all_questions() {
        for typed in ["\n", ""] {
            assert!(asked(typed, |asker| asker.yes("Sure?").expect("an answer")).0);
            assert_eq!(asked(typed, |asker| asker.text("Name?").expect("an answer")).0, None);
        }
        let (there, _) = asked("", |asker| {
            asker.text("Name?").expect("an answer");
            asker.is_interactive()
        });
        assert!(!there);
    }

    #[test]
    fn one_of_several_has_a_number_and_a_name() {
        let options = [("none", ""), ("engineering", "for those who build")];
        for (typed, chosen) in
            [("2\n", Some(1)), ("Engineering\n", Some(1)), ("0\n3\nx\n1\n", Some(0)), ("\n", None)]
        {
            let (answer, out) =
                asked(typed, |asker| asker.choice("Which?", &options).expect("an answer"));
            assert_eq!(answer, chosen, "{typed:?}");
            assert!(out.starts_with("  1 none\n  2 engineering: for those who build\nWhich? "));
        }
    }

    #[test]
    fn nobody_is_never_waited_for() {
        let mut nobody = Asker::nobody();
        assert!(nobody.yes("Sure?").expect("an answer"));
        assert_eq!(nobody.choice("Which?", &[("a", "")]).expect("an answer"), None);
    }
}
