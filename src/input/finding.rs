//! One finding, and the names in it.

use crate::results::Finding;

/// Names that one finding lists; the rest is counted.
pub(super) const LISTED: usize = 5;

pub(super) fn finding(id: &str, symptom: String, advice: impl Into<String>) -> Finding {
    Finding { id: id.into(), symptom, advice: advice.into() }
}

/// `a`, `b` and 3 more.
pub(super) fn list<S: AsRef<str>>(names: &[S]) -> String {
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{}`", name.as_ref())).collect();
    let rest = names.len().saturating_sub(LISTED);
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}
