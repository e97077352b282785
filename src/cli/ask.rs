//! Questions to whoever sits at the terminal. Where nobody does, each has its default for an answer.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::Result;

/// Somebody who is asked.
pub(super) struct Asker<'io> {
    /// What they type; `None` where nobody is there.
    input: Option<Box<dyn BufRead + 'io>>,
    /// Where the questions go.
    out: Box<dyn Write + 'io>,
}

impl Asker<'static> {
    /// Whoever sits at the terminal. Questions go to standard error: what is printed on standard
    /// output may be read by a script.
    pub(super) fn terminal() -> Self {
        let there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let input = there.then(|| Box::new(std::io::stdin().lock()) as Box<dyn BufRead>);
        Self { input, out: Box::new(anstream::stderr()) }
    }

    /// Nobody.
    pub(super) fn nobody() -> Self {
        Self { input: None, out: Box::new(std::io::sink()) }
    }
}

impl<'io> Asker<'io> {
    /// Somebody who types that.
    #[cfg(test)]
    pub(super) fn typing(text: &'io str, out: &'io mut Vec<u8>) -> Self {
        Self { input: Some(Box::new(text.as_bytes())), out: Box::new(out) }
    }

    /// Whether anybody is there.
    pub(super) fn is_there(&self) -> bool {
        self.input.is_some()
    }

    /// What is typed behind a question; nothing where nobody is there, or where they end the input.
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

    /// Yes or no; an empty answer is yes.
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

    /// An answer that can be read; asked for again where it can't, with why. An empty one is none.
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

    /// Any text.
    pub(super) fn text(&mut self, question: &str) -> Result<Option<String>> {
        self.line(question)
    }

    /// One of several, by its number or its name, as its place among them.
    pub(super) fn choice(
        &mut self,
        question: &str,
        options: &[(&str, &str)],
    ) -> Result<Option<usize>> {
        if !self.is_there() || options.is_empty() {
            return Ok(None);
        }
        for (at, (name, about)) in options.iter().enumerate() {
            let about = if about.is_empty() { String::new() } else { format!(": {about}") };
            writeln!(self.out, "  {} {name}{about}", at + 1)?;
        }
        self.parsed(question, |answer| {
            let by_name = options.iter().position(|(name, _)| name.eq_ignore_ascii_case(answer));
            let by_number = answer.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
            let found = by_name.or_else(|| by_number.filter(|at| *at < options.len()));
            found.ok_or_else(|| {
                format!("`{answer}` is not one of them: answer with a number or a name")
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
            asker.is_there()
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
