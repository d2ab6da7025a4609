//! Names as spreadsheets have them.

use super::{accept, refuse};

const PARTS: &str = r#"
name = "names"
run.horizon = 100
[items."4711.02"]
buy.supplier = "O'Neill & Söhne"
stock.base_stock = 5
[items.'x=y "z"']
stock.base_stock = 5
[items."M8, lang"]
stock.base_stock = 5
[items."Tisch [neu]"]
make.parts = { "4711.02" = 2 }
make.options.Bein = { 'x=y "z"' = 1, "M8, lang" = 1 }
make.station = "Halle 2/3"
stock.base_stock = 2
[stations."Halle 2/3"]
[suppliers."O'Neill & Söhne"]
[demand."Tisch [neu]"]
arrivals.every = 1
class = "Groß & Klein"
[strategies."a/b"]
hold = ["parts", "Tisch [neu]", 'Tisch [neu]["M8, lang"]']
stock.'Tisch [neu]["x=y ""z"""]'.base_stock = 3
"#;

/// They are read, written as keys, and read again.
#[test]
fn any_text_is_a_name() {
    let sets = [
        r#"items."4711.02".cost=3"#,
        r#"items."x=y \"z\"".cost=4"#,
        r#"strategies.'a/b'.stock."Tisch [neu]".initial=1"#,
        r#"sweep.'items."x=y \"z\"".cost'=[1, 2]"#,
    ];
    let accepted = accept(PARTS, &sets);
    let cost = |name: &str| accepted.model.items.iter().find(|item| item.name == name).unwrap().value;
    assert_eq!([cost("4711.02"), cost("x=y \"z\"")], [3.0, 4.0]);
    assert_eq!(accepted.model.strategies[0].variants.len(), 2);
    let sweep = accepted.sweep.clone().unwrap();
    let again = accept(&(accepted.resolved.clone() + &sweep.toml()), &[]);
    assert_eq!(again.resolved, accepted.resolved);
    assert_eq!(again.sweep.unwrap(), sweep);
    let at = sweep.axes[0].changes(crate::input::Coordinate::Place(1));
    assert_eq!(accepted.at_point(at).unwrap().model.items[1].value, 4.0, "a `--set` stands before an axis");
}

/// A name of one thing that reads like a part of another one's results.
#[test]
fn a_name_that_reads_like_a_joined_one_is_refused() {
    let text = "name = \"t\"\nrun.horizon = 1\n[items.pc]\ncost = 1\n[items.\"pc[a,b]\"]\n[items.\"pc@asia\"]\n[items.\"cut#2\"]\n\
                [stations.cut]\n[suppliers.\"tv[a]\"]\n[items.\"cut#x\"]\n[demand.pc]\narrivals.every = 1\n[strategies.none]\n";
    let shown = refuse(text, &[]);
    for word in
        ["`pc[a,b]` reads like a variant of `pc`", "`pc@asia` reads like a source of `pc`", "`cut#2` reads like a step"]
    {
        assert!(shown.contains(word), "{word} is missing in\n{shown}");
    }
    assert!(shown.ends_with("3 problems\n"), "{shown}");
}

#[test]
fn names_that_are_nearly_the_same_are_told() {
    let text = "name = \"t\"\nrun.horizon = 1\n[items.Motor]\n[items.motor]\n[items.\" motor\"]\n[items.pc]\n\
                make.parts = { Motor = 1, motor = 1, \" motor\" = 1 }\n[demand.pc]\narrivals.every = 1\n[strategies.none]\n";
    let found = accept(text, &[]).findings;
    let alike = found.iter().find(|finding| finding.id == "names_alike").unwrap();
    assert!(alike.symptom.contains("\"Motor\" and \" motor\"; \"Motor\" and \"motor\""), "{}", alike.symptom);
}

/// A part number without its quotes, in a `--set` and in the file.
#[test]
fn a_name_with_a_dot_is_asked_for_in_quotes() {
    let text = "name = \"t\"\nrun.horizon = 1\n[items.\"4711.02\"]\ncost = 1\n[demand.d]\nitem = \"4711.02\"\narrivals.every = 1\n\
                [strategies.none]\n";
    let shown = refuse(text, &["items.4711.02.cost=3"]);
    assert!(shown.contains("a name with a dot stands in quotes: `items.\"4711.02\"`"), "{shown}");
    let law = text.replace("arrivals.every = 1", "arrivals.every = 1\ndeu.constant = 1");
    let shown = refuse(&law, &[]);
    assert!(shown.contains("unknown key `demand.d.deu`") && !shown.contains("a name with a dot"), "{shown}");
    let shown = refuse(&text.replace("\"4711.02\"]", "4711.02]"), &[]);
    assert!(shown.contains("a name with a dot stands in quotes: `items.\"4711.02\"`"), "{shown}");
}
