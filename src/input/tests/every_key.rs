//! Generated from the table of keys: for every key the values it must refuse, at their place, and those it must take.

use super::{COMPLETE, refused};
use crate::input::keys::root;
use crate::input::{Problem, SourceKind};
use crate::keys::{Ends, KeyNode, LawUse, Parameter, Range, Status, Takes, ValueKind};
use crate::laws;

/// Every key with a path that can stand in a file.
fn keys() -> Vec<(String, &'static KeyNode)> {
    fn below(key: &'static KeyNode, path: &str, all: &mut Vec<(String, &'static KeyNode)>) {
        for child in &key.children {
            let name = if child.name == "*" { "x" } else { child.name };
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            all.push((path.clone(), child));
            below(child, &path, all);
        }
    }
    let mut all = Vec::new();
    below(root(), "", &mut all);
    // Axes and what a strategy sets are named by the user: tests of their own.
    let is_named = |kind| matches!(kind, ValueKind::Axis | ValueKind::Setting | ValueKind::Factor(_));
    all.retain(|(_, key)| !is_named(key.row.kind));
    // Defaults take the keys of items and streams, which are there already.
    all.retain(|(path, _)| !path.starts_with("defaults.items.") && !path.starts_with("defaults.demand."));
    all
}

/// Problems of a file with only this one key that stand at its value or, in `at_key`, at the key.
fn problems(path: &str, value: &str) -> (Vec<Problem>, Vec<Problem>) {
    let text = format!("{path} = {value}\n");
    let value_at = (path.len() + 3) as u32;
    let all = refused(&text, &[]).problems;
    let own = |problem: &&Problem| problem.place.is_some_and(|place| place.source == 0 && place.start >= value_at);
    let last = path.rfind('.').map_or(0, |dot| dot + 1) as u32;
    let key = |problem: &&Problem| problem.place.is_some_and(|place| place.start == last && place.end == value_at - 3);
    (all.iter().filter(own).cloned().collect(), all.iter().filter(key).cloned().collect())
}

/// Values outside a range: beyond each end, at an end that does not belong to it, not finite.
fn outside(range: Range) -> Vec<String> {
    let mut values = vec!["nan".into(), "inf".into(), "-inf".into()];
    if range.low.is_finite() {
        values.push(format!("{:?}", range.low - 1.0));
        values.extend((range.ends != Ends::Closed).then(|| format!("{:?}", range.low)));
    }
    if range.high.is_finite() {
        values.push(format!("{:?}", range.high * 2.0 + 1.0));
        values.extend((range.ends == Ends::Open).then(|| format!("{:?}", range.high)));
    }
    values
}

/// A value inside a range.
fn inside(range: Range, takes: Takes) -> String {
    let value = match range {
        Range { low, high, .. } if low.is_finite() && high <= 1.0 && low < high => (low + high) / 2.0,
        Range { low, high, .. } if low.is_finite() => (low + 1.0).min(high),
        _ => 1.0,
    };
    if takes == Takes::Whole { format!("{value:.0}") } else { format!("{value:?}") }
}

fn refused_values(kind: ValueKind) -> Vec<String> {
    let list = |values: Vec<String>| values.into_iter().map(|value| format!("[{value}]")).collect::<Vec<_>>();
    let mut values: Vec<String> = match kind {
        ValueKind::Number(range) | ValueKind::Time(range) => outside(range),
        ValueKind::NumberOrGroup(range) => outside(range),
        ValueKind::Whole(range) | ValueKind::WholeOrGroup(range) => [outside(range), vec!["1.5".into()]].concat(),
        ValueKind::Numbers(range) | ValueKind::Times(range) | ValueKind::NumbersOrGroup(range) => {
            [list(outside(range)), vec!["1".into(), "[\"a\"]".into()]].concat()
        }
        ValueKind::Series(range) => [list(outside(range)), vec!["1".into(), "[\"a\"]".into()]].concat(),
        ValueKind::Weights(range) => {
            [list(list(outside(range))), vec!["1".into(), "[\"a\"]".into(), "[[\"a\"]]".into()]].concat()
        }
        ValueKind::Laws(_) => ["1", "[-1]", "[{}]", "[{ gamma = 1 }]"].map(String::from).into(),
        ValueKind::Moment(range) => [outside(range), vec!["\"soon\"".into()]].concat(),
        ValueKind::Spans(range) => {
            let spans = outside(range).into_iter().map(|value| format!("[[{value}, {value}]]"));
            spans
                .chain(["[1]", "[[1]]", "[[1, 2, 3]]", "[\"soon\"]", "[2026-01-05T06:00:00]"].map(String::from))
                .collect()
        }
        ValueKind::Wanted => return Vec::new(),
        ValueKind::Date => ["1", "\"soon\"", "\"2026-02-30\"", "2026-01-05T00:00:00Z"].map(String::from).into(),
        ValueKind::Law(_) => {
            ["-1", "nan", "inf", "1e10", "{}", "{ gama = { mean = 1 } }", "{ gamma = 1 }", "{ empirical = {} }"]
                .map(String::from)
                .into()
        }
        ValueKind::TextOrGroup => vec!["1".into(), "[1]".into()],
        ValueKind::Word(_) | ValueKind::WordOrGroup(_) => vec!["\"nonsense\"".into(), "1".into()],
        ValueKind::Text | ValueKind::Label | ValueKind::Name(_) => {
            vec!["1".into(), "true".into(), "\"a\\u0007b\"".into()]
        }
        ValueKind::Flag | ValueKind::FlagOrWord(_) => vec!["1".into(), "\"true\"".into()],
        ValueKind::Holds | ValueKind::Texts => vec!["\"parts\"".into(), "[1]".into()],
        ValueKind::Groups => vec!["1".into(), "\"text\"".into(), "[1]".into(), "[{}, 1]".into()],
        ValueKind::Group | ValueKind::Named(_) => vec!["1".into(), "\"text\"".into(), "[]".into()],
        ValueKind::Axis | ValueKind::Setting | ValueKind::Factor(_) | ValueKind::Later => vec![],
    };
    let dated = [ValueKind::Later, ValueKind::Date, ValueKind::Law(LawUse::Moment)];
    if !dated.contains(&kind) && !matches!(kind, ValueKind::Moment(_)) {
        values.push("1979-05-27".into());
    }
    let lists = [ValueKind::Holds, ValueKind::Texts, ValueKind::Groups, ValueKind::Later].contains(&kind);
    let numbers = matches!(
        kind,
        ValueKind::Numbers(_)
            | ValueKind::Times(_)
            | ValueKind::NumbersOrGroup(_)
            | ValueKind::Series(_)
            | ValueKind::Laws(_)
    );
    if !lists && !numbers {
        values.push("[1]".into());
    }
    if !matches!(kind, ValueKind::Flag | ValueKind::FlagOrWord(_) | ValueKind::Later) {
        values.push("true".into());
    }
    values
}

#[test]
fn every_key_refuses_what_it_cannot_take_at_the_value() {
    let mut tried = 0;
    for (path, key) in keys() {
        for value in refused_values(key.row.kind) {
            let (own, _) = problems(&path, &value);
            assert!(!own.is_empty(), "`{path} = {value}` was not refused at its value");
            let named = own.iter().any(|problem| problem.message.contains(&path) || problem.message.contains("law"));
            assert!(named, "`{path} = {value}`: no message names the key: {own:?}");
            tried += 1;
        }
    }
    assert!(tried > 500, "only {tried} values");
}

#[test]
fn every_key_takes_what_is_in_its_range() {
    for (path, key) in keys() {
        let value = match key.row.kind {
            ValueKind::Number(range) | ValueKind::Time(range) | ValueKind::NumberOrGroup(range) => {
                inside(range, Takes::Number)
            }
            ValueKind::Whole(range) | ValueKind::WholeOrGroup(range) => inside(range, Takes::Whole),
            ValueKind::Numbers(range) | ValueKind::Times(range) | ValueKind::NumbersOrGroup(range) => {
                format!("[{}]", inside(range, Takes::Number))
            }
            ValueKind::Series(range) => format!("[{}]", inside(range, Takes::Number)),
            ValueKind::Weights(range) => format!("[[{}]]", inside(range, Takes::Number)),
            ValueKind::Laws(_) => "[1, { gamma = { mean = 2, cv = 0.5 } }]".into(),
            ValueKind::Date => "2026-01-05T06:00:00".into(),
            ValueKind::Law(_) => "{ gamma = { mean = 2, cv = 0.5 } }".into(),
            ValueKind::Word(words) | ValueKind::WordOrGroup(words) => format!("\"{}\"", words[0]),
            ValueKind::Flag => "true".into(),
            ValueKind::FlagOrWord(words) => format!("\"{}\"", words[0]),
            _ => continue,
        };
        let (own, _) = problems(&path, &value);
        let wrong: Vec<&Problem> = own.iter().filter(|problem| problem.message.contains("must be")).collect();
        assert!(wrong.is_empty(), "`{path} = {value}`: {wrong:?}");
    }
}

#[test]
fn every_misspelt_key_is_unknown_and_the_right_one_is_near() {
    for (path, key) in keys().into_iter().filter(|(_, key)| key.name != "*" && key.name.len() > 2) {
        let last = key.name.chars().last().unwrap();
        let (_, at_key) = problems(&format!("{path}{last}"), "1");
        // Where names are free the misspelt key is a name.
        if at_key.is_empty() {
            let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
            panic!("`{path}{last}` is not unknown under `{parent}`");
        }
        assert!(at_key[0].message.contains("unknown key"), "{at_key:?}");
        let near = format!("did you mean `{}`?", key.name);
        assert!(at_key.iter().any(|problem| problem.help.as_deref() == Some(&near)), "{path}: {at_key:?}");
    }
}

/// Every message that a key can give, by key: what users read is reviewed when it changes.
#[test]
fn the_words_at_every_key() {
    let mut words = String::new();
    let mut say = |text: String, problems: &[Problem]| {
        words.push_str(&format!("{text}\n"));
        for problem in problems {
            words.push_str(&format!("    {}\n", problem.message));
            words.extend(problem.help.iter().map(|help| format!("      help: {help}\n")));
        }
    };
    for (path, key) in keys() {
        for value in refused_values(key.row.kind) {
            say(format!("{path} = {value}"), &problems(&path, &value).0);
        }
        let wrong = format!("{path}_x");
        say(wrong.clone(), &problems(&wrong, "1").1);
        if key.row.default == crate::keys::Fallback::Required {
            let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
            let text = if parent.is_empty() { String::new() } else { format!("[{parent}]\n") };
            let all = refused(&text, &[]).problems;
            // A section is missed by what it must hold.
            let missed = |problem: &Problem| {
                problem.message.starts_with(&format!("`{path}")) && problem.message.contains("is missing")
            };
            let own: Vec<Problem> = all.into_iter().filter(missed).collect();
            assert!(!own.is_empty(), "{path} is not missed");
            say(format!("{path} left out"), &own);
        }
        for choice in &key.exclusive {
            for (place, first) in choice.keys.iter().enumerate() {
                for second in &choice.keys[place + 1..] {
                    let text = format!("[{path}]\n{first} = 1\n{second} = 1\n");
                    let all = refused(&text, &[]).problems;
                    let own = all.into_iter().filter(|problem| problem.message.contains("exclude each other"));
                    let own: Vec<Problem> = own.collect();
                    assert!(!own.is_empty(), "{path}: {first} and {second} are taken together");
                    say(format!("{path}: {first} and {second}"), &own);
                }
            }
        }
    }
    insta::assert_snapshot!(words);
}

#[test]
fn keys_of_later_versions_are_refused() {
    for (path, _) in keys().into_iter().filter(|(_, key)| key.row.kind == ValueKind::Later) {
        let (_, at_key) = problems(&path, "{ measure = \"cost_total\" }");
        assert!(at_key.iter().any(|problem| problem.message.contains("not available in this version")), "{path}");
    }
}

#[test]
fn a_set_of_every_key_is_placed_at_its_name() {
    for (path, key) in keys() {
        // Where text is taken, a set takes anything that is not in brackets as text.
        let text = |value: &String| key.row.kind.is_text() && !value.starts_with('[');
        let Some(value) = refused_values(key.row.kind).into_iter().find(|value| !text(value)) else { continue };
        // The names of the complete example stand for `x`; a set cannot make new ones.
        let path = path
            .replace("items.x.make.options.x.x", "items.pc.make.options.board.board_a")
            .replace("items.x.make.options.x", "items.pc.make.options.board")
            .replace("items.x.make", "items.tower.make")
            .replace("items.x.stock.reserve", "items.motherboard.stock.reserve")
            .replace("items.x", "items.case")
            .replace("stations.x", "stations.bench")
            .replace("suppliers.x", "suppliers.taipei")
            .replace("classes.x", "classes.trade")
            .replace("demand.x", "demand.mixed")
            .replace("strategies.x.stock.x", "strategies.hybrid.stock.tower")
            .replace("strategies.x", "strategies.hybrid");
        let set = format!("{path}={value}");
        let rejected = refused(COMPLETE, &[&set]);
        let placed = rejected.problems.iter().filter_map(|problem| problem.place).any(|place| {
            let source = rejected.sources.get(place.source);
            source.kind == SourceKind::Set && source.name == path
        });
        assert!(placed, "--set {set}: {}", rejected.render(crate::input::Colour::Plain));
    }
}

/// A law with these parameters, as TOML.
fn law(tag: &str, parameters: &[(&str, String)]) -> String {
    let inner: Vec<String> = parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{{ {tag} = {{ {} }} }}", inner.join(", "))
}

/// A right value of a parameter beside the others.
fn right(parameter: &Parameter) -> String {
    match parameter.name {
        "max" => "9.0".into(),
        "mode" => "3.0".into(),
        "sd" => "3.0".into(),
        "cv" => "1.5".into(),
        "weights" => "[1, 2]".into(),
        "values" => "[0, 2.5]".into(),
        "counts" => "[1, 2]".into(),
        "kind" => "\"steps\"".into(),
        _ => inside(parameter.range, parameter.takes),
    }
}

#[test]
fn every_law_takes_each_of_its_forms_and_no_other() {
    for row in laws::rows().filter(|row| row.status == Status::Here) {
        for form in row.forms {
            let given: Vec<(&str, String)> = form.iter().map(|parameter| (parameter.name, right(parameter))).collect();
            let text = law(row.tag, &given);
            let (own, _) = problems("items.x.buy.lead_time", &text);
            assert!(own.is_empty(), "{text}: {own:?}");
            for (place, parameter) in form.iter().enumerate() {
                let mut bad = outside(parameter.range);
                bad.extend(["\"text\"", "true", "{}"].map(String::from));
                if parameter.takes == Takes::Numbers {
                    bad = bad.into_iter().map(|value| format!("[{value}]")).chain(["[]".into(), "1".into()]).collect();
                }
                for value in bad {
                    let mut given = given.clone();
                    given[place].1 = value;
                    let text = law(row.tag, &given);
                    let (own, _) = problems("items.x.buy.lead_time", &text);
                    assert!(own.iter().any(|problem| problem.message.contains(parameter.name)), "{text}: {own:?}");
                }
                let mut short = given.clone();
                short.remove(place);
                assert!(!problems("items.x.buy.lead_time", &law(row.tag, &short)).0.is_empty(), "{short:?} was taken");
                let mut misspelt = given.clone();
                misspelt[place].0 = "xyz";
                let (own, _) = problems("items.x.buy.lead_time", &law(row.tag, &misspelt));
                assert!(own.iter().any(|problem| problem.message.contains("`xyz` is no parameter")), "{own:?}");
            }
        }
    }
}
