//! Keeps the footnotes that a filtered text refers to, directly or through other footnotes.

use std::collections::{HashMap, HashSet};

use crate::model::Document;
use crate::model::document::{Kind, NodeId, Visit};

/// The footnotes of a text that is being filtered.
#[derive(Debug, Default)]
pub(super) struct FootnoteFilter {
    /// The definitions that are referred to.
    reached: HashSet<NodeId>,
    /// The labels of these definitions.
    labels: HashSet<String>,
    /// For each definition around the current node, whether it stays.
    open: Vec<bool>,
}

impl FootnoteFilter {
    /// Follows the references of a text, except those in nodes that `drops` selects.
    pub(super) fn new(document: &Document, drops: impl Fn(NodeId) -> bool) -> Self {
        let mut definitions: HashMap<String, Vec<NodeId>> = HashMap::new();
        // The labels that each definition refers to, and under `None` those that the text refers to.
        let mut references: HashMap<Option<NodeId>, Vec<String>> = HashMap::new();
        let mut open = Vec::new();
        let mut walk = document.walk(document.whole());
        while let Some(visit) = walk.next() {
            match visit {
                Visit::Enter(id) if drops(id) => walk.skip_children(),
                Visit::Enter(id) => match document.node(id).kind {
                    Kind::FootnoteDefinition(words) => {
                        open.push(id);
                        let label = document.words(words).to_lowercase();
                        definitions.entry(label).or_default().push(id);
                    }
                    Kind::FootnoteReference(words) => {
                        let label = document.words(words).to_lowercase();
                        references.entry(open.last().copied()).or_default().push(label);
                    }
                    _ => {}
                },
                Visit::Leave(id) => {
                    if open.last() == Some(&id) {
                        open.pop();
                    }
                }
            }
        }
        let mut filter = Self::default();
        let mut next: Vec<Option<NodeId>> = vec![None];
        while let Some(from) = next.pop() {
            for label in references.remove(&from).unwrap_or_default() {
                for id in definitions.remove(&label).unwrap_or_default() {
                    filter.reached.insert(id);
                    next.push(Some(id));
                    filter.labels.insert(label.clone());
                }
            }
        }
        filter
    }

    /// Enters a definition. Unless `filters` is set, all definitions stay.
    pub(super) fn enter(&mut self, id: NodeId, filters: bool) {
        self.open.push(!filters || self.reached.contains(&id));
    }

    /// Leaves a definition.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// Whether the current node stays.
    pub(super) fn keeps(&self) -> bool {
        self.open.last().copied().unwrap_or(true)
    }

    /// Whether a definition with this label stays.
    pub(super) fn has(&self, label: &str) -> bool {
        self.labels.contains(&label.to_lowercase())
    }
}
