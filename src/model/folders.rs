//! Which folders of a journal hold what.

/// What the files of a folder are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderKind {
    /// Goals.
    Goals,
    /// Tasks.
    Tasks,
    /// People.
    People,
    /// Ladders.
    Ladders,
}

impl FolderKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Goals, Self::Tasks, Self::People, Self::Ladders];

    /// The name of such a folder, where nothing else is said. Case does not matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goals => "goals",
            Self::Tasks => "tasks",
            Self::People => "people",
            Self::Ladders => "ladders",
        }
    }
}

/// The folders of a journal that have other names than usual.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FolderNames {
    /// Of each kind, where it has another name.
    named: [Option<String>; 4],
    /// Where new notes go.
    pub notes: Option<String>,
    /// Where templates for notes are, which are no notes.
    pub templates: Option<String>,
}

impl FolderNames {
    /// Says where the files of a kind are.
    pub fn set(&mut self, kind: FolderKind, folder: &str) {
        self.named[kind as usize] = Some(folder.trim_matches('/').to_owned());
    }

    /// Whether it is said where the files of a kind are.
    pub fn has(&self, kind: FolderKind) -> bool {
        self.named[kind as usize].is_some()
    }

    /// The folder for files of a kind.
    pub fn of(&self, kind: FolderKind) -> &str {
        self.named[kind as usize].as_deref().unwrap_or(kind.name())
    }

    /// What a file is by the folder that it is in.
    pub fn kind_of(&self, path: &str) -> Option<FolderKind> {
        let top = path.split_once('/').map_or("", |(top, _)| top);
        let is_in = |kind: &FolderKind| match &self.named[*kind as usize] {
            Some(folder) => {
                path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
            }
            None => top.eq_ignore_ascii_case(kind.name()),
        };
        FolderKind::ALL.into_iter().find(is_in)
    }
}

#[cfg(test)]
mod tests {
    use super::{FolderKind, FolderNames};

    #[test]
    fn a_folder_has_its_name_in_any_case_or_another_one() {
        let mut folders = FolderNames::default();
        assert_eq!(folders.kind_of("People/a.md"), Some(FolderKind::People));
        assert_eq!(folders.kind_of("goals/2026/a.md"), Some(FolderKind::Goals));
        assert_eq!(folders.kind_of("goals.md"), None);
        folders.set(FolderKind::People, "20 People/");
        assert_eq!(folders.kind_of("20 People/a.md"), Some(FolderKind::People));
        assert_eq!(folders.kind_of("people/a.md"), None);
        assert_eq!(folders.of(FolderKind::People), "20 People");
    }
}
