//! Searches that ended before their time: what they give is the best they had found, and says less than the best there is.

use crate::experiment::optimize::{Best, Ending};
use crate::experiment::words::list;
use crate::model::Model;
use crate::results::Finding;

/// A word where searches of strategies ended before their time.
#[must_use]
pub fn ended_early<'b>(model: &Model, found: impl IntoIterator<Item = &'b Best>) -> Option<Finding> {
    let mut names: Vec<String> = Vec::new();
    for best in found.into_iter().filter(|best| !best.is_complete()) {
        let name = &model.strategies[best.strategy].name;
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    (!names.is_empty()).then(|| finding(&format!("the search of {}", list(&names))))
}

/// The same of a search over what to hold.
#[must_use]
pub fn search_ended_early(ending: Ending) -> Option<Finding> {
    (ending == Ending::Early).then(|| finding("the search over what to hold"))
}

fn finding(which: &str) -> Finding {
    Finding {
        id: "search_ended_early".into(),
        symptom: format!(
            "{which} ended before its time, by its budget or by Ctrl-C: these are the best levels found till then, and a \
             longer search may find better ones"
        ),
        advice:
            "give it more time (--budget), or no budget at all; the same time finds other levels on another machine"
                .into(),
    }
}
