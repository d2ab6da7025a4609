//! Variants of configured products: one choice per family, numbered in mixed radix with the first family fastest.

use crate::model::{Make, Model};

/// Configurations of a make: the product of its families' sizes, 1 without families; saturates.
pub(super) fn count(make: &Make) -> u64 {
    make.families.iter().fold(1u64, |n, family| n.saturating_mul(family.choices.len() as u64))
}

/// The choice in each family of configuration `config`.
pub(super) fn choices(make: &Make, mut config: u32) -> Vec<usize> {
    make.families
        .iter()
        .map(|family| {
            let n = family.choices.len() as u32;
            let place = config % n;
            config /= n;
            place as usize
        })
        .collect()
}

/// The configuration of these choices.
pub(super) fn config(make: &Make, choices: &[u32]) -> u32 {
    make.families
        .iter()
        .zip(choices)
        .rev()
        .fold(0, |config, (family, place)| config * family.choices.len() as u32 + place)
}

/// Name of a variant: `pc[board_a,ssd_1]`, the choices in file order of the families; a choice that other choices could be read
/// in stands in quotes.
#[must_use]
pub fn variant_name(model: &Model, product: &str, make: &Make, config: u32) -> String {
    let written = |name: &str| {
        let is_plain = !name.contains([',', '"', '[', ']']) && name.trim() == name;
        if is_plain { name.to_string() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
    };
    let parts: Vec<String> = choices(make, config)
        .into_iter()
        .zip(&make.families)
        .map(|(place, family)| written(&model.item(family.choices[place].item).name))
        .collect();
    format!("{product}[{}]", parts.join(","))
}
