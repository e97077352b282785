//! Which theme a journal uses.

use super::vocabulary::ShippedTheme;

/// The number of the promise that the program makes to themes: what templates see, the names of
/// blocks and components, and what each needs. It grows when a theme that fits could break; what
/// is added breaks none.
pub const API: u32 = 1;

/// The folder of a journal that lies above its theme, whichever it is.
pub const OWN: &str = "theme";

/// The layers of a journal's theme, from which the first file of a name is taken: [`OWN`], then
/// `folder`, then those of `base`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeChoice {
    /// A folder of the journal with a whole theme.
    pub folder: Option<String>,
    /// The shipped theme below it.
    pub base: ShippedTheme,
}

impl ThemeChoice {
    /// The folders of the journal that its files are in.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.folder.as_deref().into_iter().chain([OWN])
    }
}

impl Default for ThemeChoice {
    fn default() -> Self {
        Self { folder: None, base: ShippedTheme::Notebook }
    }
}
