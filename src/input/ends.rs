//! Findings on items that come to an end.

use super::finding::{finding, list};
use crate::model::{Item, ItemId, Model, RunKind};
use crate::results::Finding;
use crate::results::numbers::plain;

/// Items whose end is told before the window, in it, or after the run.
pub fn ends(model: &Model) -> Vec<Finding> {
    let (begin, end) = (model.run.warm_up.units(), (model.run.warm_up + model.run.horizon).units());
    let named = |is_told: &dyn Fn(&Item) -> bool| -> Vec<&str> {
        let all = |place: usize| model.under_each().all(|model| is_told(&model.items[place]));
        (0..model.items.len()).filter(|place| all(*place)).map(|place| model.items[place].name.as_str()).collect()
    };
    let known_end = |item: &Item| item.life.ends.as_ref().and_then(|ends| ends.as_constant());
    let before = named(&|item| known_end(item).is_some_and(|time| time > 0.0 && time <= begin));
    let after = named(&|item| known_end(item).is_some_and(|time| time >= end));
    let inside = named(&|item| item.life.may_end_before(end) && known_end(item).is_none_or(|time| time > begin));
    let mut findings = Vec::new();
    if !before.is_empty() {
        findings.push(finding(
            "end_before_window",
            format!("ended before the window begins, at {}: {}", plain(begin), list(&before)),
            "Nothing of what is left at the end is counted. Shorten `run.warm_up`, or end it later.",
        ));
    }
    if !after.is_empty() {
        findings.push(finding(
            "end_after_window",
            format!("ends no earlier than the window, at {}: {}", plain(end), list(&after)),
            "Without effect on the window. Lengthen `run.horizon`, or end it earlier.",
        ));
    }
    if !inside.is_empty() && model.run.kind == RunKind::Steady {
        findings.push(finding(
            "end_in_long_run",
            format!("ends in the window of a run that stands for the long run: {}", list(&inside)),
            "Say that the window itself is asked for: `run.kind = \"finite\"`.",
        ));
    }
    findings
}

/// Whether a write-off costs something and nothing is written off.
pub fn is_cost_idle(model: &Model, item: ItemId) -> bool {
    let life = &model.item(item).life;
    life.write_off_cost != 0.0 && !life.writes_off() && !model.is_written_off_back(item)
}
