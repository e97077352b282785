//! Walking through a document in reading order.

use std::ops::Range;

use super::{Node, NodeId};

/// A step of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// A node begins.
    Enter(NodeId),
    /// A node that holds others is over.
    Leave(NodeId),
}

/// A walk through some nodes. It has no recursion, for notes can nest as deep as they like.
#[derive(Debug)]
pub struct Walk<'d> {
    nodes: &'d [Node],
    next: NodeId,
    end: NodeId,
    open: Vec<NodeId>,
}

impl<'d> Walk<'d> {
    pub(super) fn new(nodes: &'d [Node], range: Range<NodeId>) -> Self {
        Self { nodes, next: range.start, end: range.end, open: Vec::new() }
    }

    /// Leaves out what is in the node that was entered last; it is left next.
    pub fn skip_children(&mut self) {
        if let Some(open) = self.open.last() {
            self.next = self.nodes[*open as usize].end;
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Visit;

    fn next(&mut self) -> Option<Visit> {
        if let Some(open) = self.open.last().copied()
            && (self.next >= self.nodes[open as usize].end || self.next >= self.end)
        {
            self.open.pop();
            return Some(Visit::Leave(open));
        }
        if self.next >= self.end {
            return None;
        }
        let id = self.next;
        self.next += 1;
        if !self.nodes[id as usize].kind.is_leaf() {
            self.open.push(id);
        }
        Some(Visit::Enter(id))
    }
}
