//! The nearest valid name for a typo, in the words of the command line.

use crate::input::nearest;

/// ` (did you mean `x`?)` for the known name most like `typed`, or nothing when none is.
pub(super) fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(typed, known).map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_typo_finds_its_name_and_nonsense_finds_none() {
        let known = ["custom-pcs", "w-system", "bicycle"];
        assert_eq!(did_you_mean("custompcs", known), " (did you mean `custom-pcs`?)");
        assert_eq!(did_you_mean("zzz", known), "");
        assert_eq!(did_you_mean("anything", []), "");
    }
}
