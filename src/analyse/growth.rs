//! How a thread's loops grow: what each delivered, and where the author's initiative or the scope
//! of the work rose above all that was before.

use super::tasks::Task;
use super::timeline::Loop;
use crate::model::vocabulary::{Initiative, Size, Status};

/// What rose in a loop, compared with the earlier loops of its thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoopGrowth {
    /// What was delivered: small work, and work without a size, is 1, medium 2, large 4.
    pub delivered: u32,
    /// How often anything rose, up to and with this loop.
    pub level: usize,
    /// The initiative, where it rose above that of every loop before.
    pub initiative: Option<Initiative>,
    /// The size, where it rose above that of every loop before.
    pub scope: Option<Size>,
}

/// How these loops grew, in their order. The first one sets the mark; what was declined or dropped
/// says nothing of what grew.
pub fn growth(order: &[usize], loops: &[Loop], tasks: &[Task]) -> Vec<LoopGrowth> {
    let mut record: Option<(Option<Initiative>, Option<Size>)> = None;
    let mut level = 0;
    let of_loop = |at: &usize| {
        let own = &loops[*at];
        let delivered = own.wins.iter().map(|win| weight(tasks[*win].size)).sum();
        let held = own.tasks.iter().map(|task| &tasks[*task]).filter(|task| kept(task));
        let reached = held.fold(None, |best: Option<(Option<Initiative>, Option<Size>)>, task| {
            let (initiative, size) = best.unwrap_or((task.initiative, task.size));
            Some((initiative.max(task.initiative), size.max(task.size)))
        });
        let (mut initiative, mut scope) = (None, None);
        match (&mut record, reached) {
            (Some(record), Some(reached)) => {
                // What is first written down is no more than what nobody wrote.
                initiative = reached.0.filter(|now| record.0.is_some_and(|before| *now > before));
                scope = reached.1.filter(|size| record.1.is_some_and(|before| *size > before));
                *record = (record.0.max(reached.0), record.1.max(reached.1));
            }
            (None, Some(first)) => record = Some(first),
            (_, None) => {}
        }
        level += usize::from(initiative.is_some()) + usize::from(scope.is_some());
        LoopGrowth { delivered, level, initiative, scope }
    };
    order.iter().map(of_loop).collect()
}

fn kept(task: &Task) -> bool {
    !matches!(task.status, Some(Status::Declined | Status::Dropped))
}

fn weight(size: Option<Size>) -> u32 {
    match size {
        None | Some(Size::Small) => 1,
        Some(Size::Medium) => 2,
        Some(Size::Large) => 4,
    }
}
