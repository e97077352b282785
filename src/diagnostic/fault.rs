//! A panic while loopbook works on one file becomes a problem of that file.
//!
//! A panic is a fault in loopbook. It must not take other notes with it, and must not end a server
//! before it says which note led there.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::{Diagnostic, codes};

/// Works on a file; a panic is given as a problem of it.
///
/// # Errors
///
/// Where the work panics.
pub fn contain<T>(path: &str, work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    let checked = || {
        #[cfg(test)]
        assert!(!path.contains("panics-in-tests"), "made to panic");
        work()
    };
    // What was half done is dropped, so nobody sees it.
    catch_unwind(AssertUnwindSafe(checked)).map_err(|panic| Box::new(fault(path, &*panic)))
}

/// Works on a file for a result that is of no use without it: a panic goes on, and tells which file
/// it was.
pub fn name_file<T>(path: &str, work: impl FnOnce() -> T) -> T {
    contain(path, work).unwrap_or_else(|problem| resume_unwind(problem))
}

/// Runs something; a panic is given as a problem, with its file if one is known.
///
/// # Errors
///
/// Where it panics.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| match panic.downcast::<Diagnostic>() {
        Ok(named) => named,
        Err(panic) => Box::new(fault(".", &*panic)),
    })
}

fn fault(path: &str, panic: &(dyn Any + Send)) -> Diagnostic {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let message = format!("loopbook failed on this file: {}", text.unwrap_or("no reason given"));
    Diagnostic::error(codes::INTERNAL, path, message)
        .hint("this is a fault in loopbook; please report it")
}

#[cfg(test)]
mod tests {
    use super::{catch, contain, name_file};

    #[test]
    fn a_panic_names_its_file() {
        let problem = contain("a.md", || panic!("number {}", 7)).expect_err("it panics");
        assert_eq!(problem.path, "a.md");
        assert_eq!(problem.message, "loopbook failed on this file: number 7");
        let problem = catch(|| name_file("b.md", || panic!("x"))).expect_err("it panics");
        assert_eq!((problem.path.as_str(), problem.code.as_str()), ("b.md", "internal"));
        assert_eq!(contain("c.md", || 3).ok(), Some(3));
    }
}
