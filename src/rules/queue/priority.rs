//! Priority: the more urgent goes first, first come, first served among those who are alike. Nobody who is served or worked on is
//! interrupted (A. Cobham, Journal of the Operations Research Society of America 2(1), 1954).

use super::urgency::Urgency;

/// The lower number goes first.
#[inline]
pub(super) fn overtakes(comes: Urgency, waits: Urgency) -> bool {
    comes.priority < waits.priority
}

/// Who is served depends on who comes later.
pub(super) const SCORED_BY_PATH: Result<(), &str> = Err("classes of customers have priorities");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_urgent_overtakes_and_equals_do_not() {
        let urgency = |priority| Urgency { priority, class: 0 };
        assert!(overtakes(urgency(1), urgency(2)));
        assert!(!overtakes(urgency(2), urgency(2)) && !overtakes(urgency(3), urgency(2)));
    }
}
