//! Factors: a value times a number, whatever the value is.

use super::key_path::{Part, kind_at};
use crate::keys::ValueKind;
use crate::reader::{RawNode, RawTable, RawValue};

/// Whether values of this kind can be multiplied.
pub fn is_scalable(kind: ValueKind) -> bool {
    matches!(
        kind,
        ValueKind::Number(_)
            | ValueKind::Time(_)
            | ValueKind::Whole(_)
            | ValueKind::Law(_)
            | ValueKind::NumberOrGroup(_)
    )
}

/// Multiplies the value at a key that is in the tree: a number; a whole number, half up; of a law the mean, while its coefficient of
/// variation stays (where its parameters allow that) and every value of a list is multiplied.
///
/// # Errors
/// There is no value, or it is neither a number nor a law.
pub fn multiply(tree: &mut RawTable, path: &[Part], factor: f64) -> Result<(), String> {
    let kind = kind_at(path);
    let (last, above) = path.split_last().expect("a key has at least one part");
    let mut table = Some(tree);
    for part in above {
        table = table.and_then(|table| match &mut table.entry_mut(&part.key)?.node.value {
            RawValue::Table(table) => Some(table),
            _ => None,
        });
    }
    let Some(entry) = table.and_then(|table| table.entry_mut(&last.key)) else {
        return Err("it has no value to be multiplied".into());
    };
    let node = &mut entry.node;
    match (kind, node.number(), &mut node.value) {
        (Some(ValueKind::Whole(_)), Some(number), value) => {
            *value = RawValue::Number(libm::floor(number * factor + 0.5));
            Ok(())
        }
        (None, Some(_), _) => {
            parameter(node, &last.key, factor);
            Ok(())
        }
        (Some(kind), Some(number), value) if is_scalable(kind) => {
            *value = RawValue::Number(number * factor);
            Ok(())
        }
        (Some(ValueKind::Law(_)), None, RawValue::Table(law)) => {
            law_mean(law, factor);
            Ok(())
        }
        _ => Err("it is neither a number nor a law, so it cannot be multiplied".into()),
    }
}

/// Multiplies the mean of a law; what is wrong in it is said by the check of all keys.
fn law_mean(law: &mut RawTable, factor: f64) {
    let Some(tag) = law.entries().first().map(|entry| entry.key.clone()) else { return };
    let Some(RawValue::Table(given)) = law.entry_mut(&tag).map(|entry| &mut entry.node.value) else { return };
    let names: Vec<String> = given.entries().iter().map(|entry| entry.key.to_string()).collect();
    for name in names {
        let Some(entry) = given.entry_mut(&name) else { continue };
        match (name.as_str(), &*tag, entry.node.number()) {
            ("mean" | "sd" | "min" | "mode" | "max" | "value" | "scale" | "values", ..) => {
                parameter(&mut entry.node, &name, factor);
            }
            ("rate", _, Some(rate)) => entry.node.value = RawValue::Number(rate / factor),
            ("mu", _, Some(mu)) => entry.node.value = RawValue::Number(mu + libm::log(factor)),
            ("p", "geometric", Some(p)) => entry.node.value = RawValue::Number(p / factor),
            ("p", "binomial", Some(p)) => entry.node.value = RawValue::Number(p * factor),
            // r (1 − p) / p is the mean.
            ("p", "negative_binomial", Some(p)) => entry.node.value = RawValue::Number(p / (p + factor * (1.0 - p))),
            _ => {}
        }
    }
}

/// One parameter, or every value of a list.
fn parameter(node: &mut RawNode, name: &str, factor: f64) {
    match (node.number(), &mut node.value) {
        (Some(number), value) if matches!(name, "stages" | "n") => {
            *value = RawValue::Number(libm::floor(number * factor + 0.5));
        }
        (Some(number), value) => *value = RawValue::Number(number * factor),
        (None, RawValue::List(list)) => list.iter_mut().for_each(|node| parameter(node, name, factor)),
        _ => {}
    }
}
