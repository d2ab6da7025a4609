//! What an axis of a sweep is called on charts: words and a unit instead of its key.

use super::build::LABELLED;
use super::key_path::parts;
use super::keys::root;
use crate::model::Model;

/// Sections whose keys begin with a name.
const NAMED: [(&str, &str); 6] = [
    ("items", "all items"),
    ("demand", "all demand"),
    ("stations", "all stations"),
    ("suppliers", "all suppliers"),
    ("classes", "all classes"),
    ("strategies", "all strategies"),
];
/// Tables that say nothing beside the keys in them.
const PLAIN: [&str; 3] = ["buy", "stock", "set"];
/// Numbers of a law that are not in its unit.
const WITHOUT_UNIT: [&str; 3] = ["cv", "shape", "p"];

/// `pc: arrival rate (orders per day)` for `demand.pc.arrivals.poisson.rate`; a text that is no key stays as it is.
pub(super) fn label(key: &str, model: &Model) -> String {
    let (key, is_factor) = key.trim().strip_suffix(" *").map_or((key, false), |key| (key, true));
    let Ok(parts) = parts(key) else { return key.into() };
    let path: Vec<&str> = parts.iter().map(|part| part.key.as_str()).collect();
    let (known, unit) = followed(&path);
    if known == 0 {
        return key.into();
    }
    let named = NAMED.iter().find(|(section, _)| path.len() > 2 && *section == path[0]);
    let (who, from) = match named {
        Some((_, all)) if path[1] == "*" => (format!("{all}: "), 2),
        Some((section, _)) => (format!("{}: ", called(section, path[1], model)), 2),
        None => (String::new(), usize::from(path.len() > 1)),
    };
    let words = words(&path[from..known.max(from)], &path[known.max(from)..]);
    let unit = match is_factor {
        true => "×".into(),
        false => unit
            .replace("time units", &format!("{}s", model.time_unit.word()))
            .replace("time unit", model.time_unit.word())
            .replace("currency", &model.currency),
    };
    let unit = if unit.is_empty() { unit } else { format!(" ({unit})") };
    format!("{who}{words}{unit}")
}

/// What the thing of a section is called.
fn called<'a>(section: &str, name: &'a str, model: &'a Model) -> &'a str {
    let kind = LABELLED.iter().find(|(own, _)| *own == section).map_or("", |(_, kind)| kind);
    model.labels.iter().find(|label| label.kind == kind && label.name == name).map_or(name, |label| &label.label)
}

/// How many parts of a path the table of keys knows, and the unit there; what follows are numbers of a law.
fn followed(path: &[&str]) -> (usize, &'static str) {
    let (mut node, mut known) = (root(), 0);
    while let Some(child) = path.get(known).and_then(|name| node.child(name)) {
        (node, known) = (child, known + 1);
    }
    let bare = path.len() > known && path.last().is_some_and(|last| WITHOUT_UNIT.contains(last));
    (known, if bare { "" } else { node.row.unit })
}

/// `lead time` of the parts of a key, `mean lead time` of a number of its law.
fn words(key: &[&str], of_law: &[&str]) -> String {
    let last = key.len().saturating_sub(1);
    let kept = key.iter().enumerate().filter(|(place, part)| *place == last || !PLAIN.contains(part));
    let text = kept.map(|(_, part)| part.replace('_', " ")).collect::<Vec<_>>().join(" ");
    match of_law.last() {
        _ if text == "arrivals poisson rate" => "arrival rate".into(),
        Some(&"mean") => format!("mean {text}"),
        Some(number) => format!("{text}, {}", number.replace('_', " ")),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::read_str;

    #[test]
    fn keys_become_words_with_their_unit() {
        let text = r#"
name = "one"
time_unit = "week"
currency = "EUR"
run.horizon = 10
items.x = { cost = 1, stock.base_stock = 1 }
demand.x.arrivals.every = 1
"#;
        let model = read_str("one", text, &[]).expect("it is whole").model;
        for (key, expected) in [
            ("demand.pc.arrivals.poisson.rate", "pc: arrival rate (orders per week)"),
            ("demand.\"a.b\".due", "a.b: due (weeks)"),
            ("items.x.buy.lead_time", "x: lead time (weeks)"),
            ("items.x.buy.lead_time.gamma.mean", "x: mean lead time (weeks)"),
            ("items.x.buy.lead_time.gamma.cv", "x: lead time, cv"),
            ("items.x.stock.base_stock", "x: base stock (units)"),
            ("items.*.cost *", "all items: cost (×)"),
            ("items.x.cost", "x: cost (EUR per unit)"),
            ("costs.holding_rate", "holding rate (share of value per year of 365 days)"),
            ("run.horizon", "horizon (weeks)"),
            ("strategies.ATO.allocation", "ATO: allocation"),
            ("a scenario of two keys", "a scenario of two keys"),
        ] {
            assert_eq!(label(key, &model), expected);
        }
    }
}
