//! The question that records answer, and how two of them differ.

use std::collections::BTreeMap;
use std::fmt;

/// Letters of a value that are shown, about.
const LONGEST: usize = 60;

/// A key that two questions say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Dotted, as in a scenario.
    pub key: String,
    /// What the records were made for; `None` when it says nothing there.
    pub before: Option<String>,
    /// What is asked now.
    pub now: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, now] = [&self.before, &self.now].map(|value| value.as_deref().map(shortened));
        match (before, now) {
            (Some(before), Some(now)) => write!(out, "{} was {before} and is {now}", self.key),
            (None, Some(now)) => write!(out, "{} = {now} is new", self.key),
            (Some(before), None) => write!(out, "{} = {before} is gone", self.key),
            (None, None) => write!(out, "{}", self.key),
        }
    }
}

/// A long value is cut in its middle.
fn shortened(value: &str) -> String {
    let letters: Vec<char> = value.chars().collect();
    if letters.len() <= LONGEST {
        return value.into();
    }
    let (first, last) = (&letters[..LONGEST / 2], &letters[letters.len() - LONGEST / 2..]);
    first.iter().chain(['…'].iter()).chain(last).collect()
}

/// The keys at which two questions differ, in their order; empty exactly when the texts are the same.
#[must_use]
pub fn differences(before: &str, now: &str) -> Vec<Difference> {
    if before == now {
        return Vec::new();
    }
    let (old, new) = (keys(before), keys(now));
    let old_by_key: BTreeMap<&str, &str> = old.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    let new_by_key: BTreeMap<&str, &str> = new.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    let gone = old.iter().filter(|(key, _)| !new_by_key.contains_key(key.as_str()));
    let mut found: Vec<Difference> = Vec::new();
    for (key, _) in new.iter().chain(gone) {
        let of = |keys: &BTreeMap<&str, &str>| keys.get(key.as_str()).map(|value| (*value).to_string());
        let (before, now) = (of(&old_by_key), of(&new_by_key));
        if before != now {
            found.push(Difference { key: key.clone(), before, now });
        }
    }
    if found.is_empty() {
        // The same keys in another order: strategies or items stand elsewhere, and their numbers with them.
        found.push(Difference { key: "the order of its tables".into(), before: None, now: None });
    }
    found
}

/// Dotted keys with their values, as they stand in a TOML text of one line per key.
fn keys(text: &str) -> Vec<(String, &str)> {
    let mut section = String::new();
    let mut keys = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = format!("{name}.");
            // A table without keys says something too: that it is there.
            keys.push((name.to_string(), "{}"));
        } else if let Some((key, value)) = line.split_once(" = ") {
            keys.push((format!("{section}{key}"), value));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(before: &str, now: &str) -> Vec<String> {
        differences(before, now).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_keys_that_differ_are_named() {
        let before = "version = \"1\"\n\n[run]\nseed = 1\n\n[items.case]\ncost = 2.0\n";
        assert!(words(before, before).is_empty());
        let now = "version = \"1\"\n\n[run]\nseed = 1\nwarm_up = 3.0\n\n[items.case]\ncost = 4.0\n";
        assert_eq!(words(before, now), ["run.warm_up = 3.0 is new", "items.case.cost was 2.0 and is 4.0"]);
        assert_eq!(words(now, before)[1], "run.warm_up = 3.0 is gone");
        let long = format!("a = [{}]\n", "1, ".repeat(100));
        assert!(words(&long, "a = 2\n")[0].chars().count() < 100);
    }

    #[test]
    fn another_order_is_another_question() {
        let (one, two) = ("[strategies.a]\n\n[strategies.b]\n", "[strategies.b]\n\n[strategies.a]\n");
        assert_eq!(words(one, two), ["the order of its tables"]);
        assert_eq!(words(one, "[strategies.a]\n"), ["strategies.b = {} is gone"]);
    }
}
