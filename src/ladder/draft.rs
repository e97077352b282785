//! A ladder while it is being imported: levels, and texts for each competency.

use crate::model::Slug;

/// Why a file can't be imported as a ladder.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ImportError(pub(super) String);

/// A ladder with several texts for each competency and level.
#[derive(Debug, Default)]
pub(super) struct LadderDraft {
    pub(super) title: String,
    /// The levels, lowest first.
    pub(super) levels: Vec<Slug>,
    pub(super) competencies: Vec<CompetencyDraft>,
    pub(super) remarks: Vec<String>,
}

/// A competency, and each text of it with its level.
#[derive(Debug)]
pub(super) struct CompetencyDraft {
    pub(super) id: Slug,
    pub(super) title: String,
    pub(super) pieces: Vec<(Slug, String)>,
}

impl CompetencyDraft {
    /// What is expected at a level, as one text.
    pub(super) fn text(&self, level: &Slug) -> String {
        let pieces = self.pieces.iter().filter(|(piece_level, _)| piece_level == level);
        pieces.map(|(_, piece)| sentence(piece)).collect::<Vec<_>>().join(" ")
    }
}

impl LadderDraft {
    pub(super) fn new(title: &str, levels: impl IntoIterator<Item = String>) -> Self {
        let levels = levels.into_iter().map(|level| Slug::new(&level)).collect();
        Self { title: title.to_owned(), levels, ..Self::default() }
    }

    /// Adds a competency. If another one has its id, a number is appended.
    pub(super) fn add(&mut self, id: &str, title: &str, pieces: Vec<(Slug, String)>) {
        let base = Slug::of_words(id).unwrap_or_else(|| Slug::new("competency"));
        let is_free = |id: &Slug| self.competencies.iter().all(|other| other.id != *id);
        let numbered = (2..).map(|number| Slug::new(&format!("{base}-{number}")));
        let id = std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base);
        if pieces.iter().all(|(_, piece)| piece.trim().is_empty()) {
            self.remarks.push(format!("`{id}` is left out because it has no text"));
            return;
        }
        self.competencies.push(CompetencyDraft { id, title: title.to_owned(), pieces });
    }

    pub(super) fn leave_out(&mut self, without: &[Slug]) -> Result<(), ImportError> {
        if let Some(unknown) = without.iter().find(|level| !self.levels.contains(level)) {
            let levels: Vec<&str> = self.levels.iter().map(Slug::as_str).collect();
            let levels = levels.join("`, `");
            return Err(ImportError(format!(
                "there is no level `{unknown}`; the levels are `{levels}`"
            )));
        }
        self.levels.retain(|level| !without.contains(level));
        for competency in &mut self.competencies {
            competency.pieces.retain(|(level, _)| !without.contains(level));
        }
        self.competencies.retain(|competency| !competency.pieces.is_empty());
        Ok(())
    }

    /// Checks that levels are distinct and that the ladder expects something.
    pub(super) fn check(&mut self) -> Result<(), ImportError> {
        for (index, level) in self.levels.iter().enumerate() {
            if level.is_empty() || self.levels[..index].contains(level) {
                return Err(ImportError(format!("the level `{level}` appears twice")));
            }
        }
        let mut pieces = self.competencies.iter().flat_map(|competency| &competency.pieces);
        if let Some((level, _)) = pieces.find(|(level, _)| !self.levels.contains(level)) {
            return Err(ImportError(format!(
                "it has expectations for `{level}`, which is not one of its levels"
            )));
        }
        if self.competencies.is_empty() {
            return Err(ImportError("it has no expectations at any level".into()));
        }
        self.warn_of_tracks();
        Ok(())
    }

    /// Warns of two tracks in one list, because the second would count as the level above the first.
    fn warn_of_tracks(&mut self) {
        let tracks = self.levels.iter().filter_map(|level| {
            let base = level.as_str().strip_suffix("-ic")?;
            let other = format!("{base}-pm");
            self.levels.iter().any(|level| level.as_str() == other).then_some((level, other))
        });
        let remarks: Vec<String> = tracks
            .map(|(level, other)| {
                format!(
                    "`{level}` and `{other}` are two tracks, but a ladder has only one: leave one \
                     out with `--without`"
                )
            })
            .collect();
        self.remarks.extend(remarks);
    }
}

/// A text as one sentence: on one line, with punctuation at its end.
fn sentence(piece: &str) -> String {
    let mut line = piece.split_whitespace().collect::<Vec<_>>().join(" ");
    if !line.is_empty() && !line.ends_with(['.', '!', '?', '…', ':', '"', '”']) {
        line.push('.');
    }
    line
}
