//! Which footnotes a reader gets: those that the text refers to, and those that these refer to.

use std::collections::{HashMap, HashSet};

use crate::model::Document;
use crate::model::document::{Kind, NodeId, Visit};

/// The footnotes of a text that is being filtered.
#[derive(Debug, Default)]
pub(super) struct FootnoteFilter {
    /// The definitions that something refers to.
    reached: HashSet<NodeId>,
    /// The names of these.
    labels: HashSet<String>,
    /// The definitions around this place: whether each stays.
    around: Vec<bool>,
}

impl FootnoteFilter {
    /// Follows the references of a text, but for those in what `drops` says is dropped.
    pub(super) fn of(document: &Document, drops: impl Fn(NodeId) -> bool) -> Self {
        let mut definitions: HashMap<String, Vec<NodeId>> = HashMap::new();
        // What each definition refers to, and the text outside of them all.
        let mut referred: HashMap<Option<NodeId>, Vec<String>> = HashMap::new();
        let mut around = Vec::new();
        let mut walk = document.walk(document.whole());
        while let Some(visit) = walk.next() {
            match visit {
                Visit::Enter(id) if drops(id) => walk.skip_children(),
                Visit::Enter(id) => match document.node(id).kind {
                    Kind::FootnoteDefinition(words) => {
                        around.push(id);
                        let label = document.words(words).to_lowercase();
                        definitions.entry(label).or_default().push(id);
                    }
                    Kind::FootnoteReference(words) => {
                        let label = document.words(words).to_lowercase();
                        referred.entry(around.last().copied()).or_default().push(label);
                    }
                    _ => {}
                },
                Visit::Leave(id) => {
                    if around.last() == Some(&id) {
                        around.pop();
                    }
                }
            }
        }
        let mut found = Self::default();
        let mut next: Vec<Option<NodeId>> = vec![None];
        while let Some(from) = next.pop() {
            for label in referred.remove(&from).unwrap_or_default() {
                for id in definitions.remove(&label).unwrap_or_default() {
                    found.reached.insert(id);
                    next.push(Some(id));
                    found.labels.insert(label.clone());
                }
            }
        }
        found
    }

    /// A definition begins. Where nothing is to be `cut`, all stay.
    pub(super) fn enter(&mut self, id: NodeId, cut: bool) {
        self.around.push(!cut || self.reached.contains(&id));
    }

    /// A definition is over.
    pub(super) fn leave(&mut self) {
        self.around.pop();
    }

    /// Whether what stands here stays.
    pub(super) fn keeps(&self) -> bool {
        self.around.last().copied().unwrap_or(true)
    }

    /// Whether a reference leads to a definition that stays.
    pub(super) fn has(&self, label: &str) -> bool {
        self.labels.contains(&label.to_lowercase())
    }
}
