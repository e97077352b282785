//! What is done with a page's template and what it sees: it is filled in, or made a number.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use serde::Serialize;

use super::renderer::Press;
use crate::diagnostic::Diagnostic;

/// Takes a template and what it sees.
pub(super) trait Take {
    type Given;

    fn take(self, template: &str, sees: &impl Serialize) -> Self::Given;
}

/// Fills the template in.
pub(super) struct Fill<'p, 'a> {
    pub(super) press: &'p Press<'a>,
    pub(super) path: &'p str,
}

impl Take for Fill<'_, '_> {
    type Given = Result<Vec<u8>, Box<Diagnostic>>;

    fn take(self, template: &str, sees: &impl Serialize) -> Self::Given {
        let address = self.press.address(self.path);
        self.press.theme.page(template, address.as_deref(), sees)
    }
}

/// Takes everything for a number.
pub(super) struct Fingerprint<'h>(pub(super) &'h mut DefaultHasher);

impl Take for Fingerprint<'_> {
    type Given = ();

    fn take(self, template: &str, sees: &impl Serialize) {
        template.hash(self.0);
        // Only what can't be written fails, and this can be.
        let _ = serde_json::to_writer(self, sees);
    }
}

impl io::Write for Fingerprint<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
