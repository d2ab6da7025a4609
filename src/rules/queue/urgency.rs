//! What a request is bound to.

/// Priority and class: bound to a request when it is made, and never changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Urgency {
    /// 1 is served first.
    pub priority: u16,
    /// Place among the classes of the plan.
    pub class: u16,
}
