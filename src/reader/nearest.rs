//! The name that was most likely meant.

/// Letters of a name that say what it is the beginning of.
const TELLING: usize = 3;

/// The name most like `name`, if one is like it at all; else the shortest that goes on where it ends.
#[must_use]
pub fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let letters = name.chars().count();
    let far = (letters / 3).clamp(1, 4);
    let goes_on = |other: &str| letters >= TELLING && other.to_lowercase().starts_with(&lower);
    among
        .into_iter()
        .filter_map(|other| {
            let (distance, length) =
                (strsim::damerau_levenshtein(&lower, &other.to_lowercase()), other.chars().count());
            let like = distance <= far && distance < length;
            (like || goes_on(other)).then_some(((!like, distance), other))
        })
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, other)| other)
}
