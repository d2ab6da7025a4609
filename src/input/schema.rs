//! The JSON Schema of scenarios, from the table of keys: editors complete and check with it.

use super::empirical;
use super::keys::root;
use super::keys::table::HOLD_KINDS;
use crate::keys::{
    Ends, Fallback, KeyNode, LawRow, LawUse, NameKind, Need, Parameter, Range, Status, Takes, ValueKind,
};
use crate::laws;
use crate::reader::LONGEST_NAME;
use serde_json::{Map, Value, json};

/// What a name may be: text without control characters.
const NAMES: &str = r"^[^\u0000-\u001f\u007f-\u009f]+$";

/// The schema as JSON text, with a line break at the end.
#[must_use]
pub fn schema_json() -> String {
    let mut schema = object(root());
    let head = [
        ("$schema", json!("https://json-schema.org/draft/2020-12/schema")),
        ("title", json!("pushpull scenario")),
        ("description", json!("One scenario of pushpull. Generated from the table of keys.")),
        (
            "$defs",
            json!({ "time": law(LawUse::Time), "moment": law(LawUse::Moment), "gap": law(LawUse::Gap), "units": law(LawUse::Units), "share": law(LawUse::Share) }),
        ),
    ];
    if let Some(demand) = schema.pointer_mut("/properties/defaults/properties/demand").and_then(Value::as_object_mut) {
        // Defaults say as much as they want to.
        demand.remove("required");
        demand.remove("allOf");
    }
    let map = schema.as_object_mut().expect("a group is an object");
    map.extend(head.map(|(key, value)| (key.to_string(), value)));
    let text = serde_json::to_string_pretty(&schema).expect("a tree of JSON values has a text");
    format!("{text}\n")
}

fn object(key: &KeyNode) -> Value {
    let here = || key.children.iter().filter(|child| !is_open(child));
    let properties: Map<String, Value> = here().map(|child| (child.name.to_string(), value(child))).collect();
    let required = |child: &&KeyNode| child.row.default == Fallback::Required;
    let required: Vec<&str> = here().filter(required).map(|child| child.name).collect();
    let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let Some(axis) = key.children.iter().find(|child| is_open(child)) {
        object["additionalProperties"] = value(axis);
    }
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    let mut all = Vec::new();
    for exclusive in &key.exclusive {
        let one = |name: &str| json!({ "required": [name] });
        let alternatives: Vec<Value> = exclusive.keys.iter().map(|name| one(name)).collect();
        match exclusive.need {
            Need::One => all.push(json!({ "oneOf": alternatives })),
            Need::AtMostOne => {
                for (place, first) in exclusive.keys.iter().enumerate() {
                    for second in &exclusive.keys[place + 1..] {
                        all.push(json!({ "not": { "required": [first, second] } }));
                    }
                }
            }
        }
    }
    if !all.is_empty() {
        object["allOf"] = json!(all);
    }
    object
}

/// Whether a key stands for any name beside others.
fn is_open(key: &KeyNode) -> bool {
    matches!(key.row.kind, ValueKind::Axis | ValueKind::Setting)
}

fn value(key: &KeyNode) -> Value {
    let row = key.row;
    let mut schema = match row.kind {
        ValueKind::Group | ValueKind::Later => object(key),
        ValueKind::Named(names) => {
            let child = key.child("*").expect("a table of names has a row for them");
            let mut schema = json!({ "type": "object", "additionalProperties": value(child) });
            if names == NameKind::New {
                schema["propertyNames"] = json!({ "pattern": NAMES, "maxLength": LONGEST_NAME });
            }
            schema
        }
        ValueKind::Text | ValueKind::Label | ValueKind::Name(_) => json!({ "type": "string" }),
        ValueKind::Flag => json!({ "type": "boolean" }),
        ValueKind::FlagOrWord(words) => json!({ "anyOf": [{ "type": "boolean" }, { "enum": words }] }),
        ValueKind::Number(range) | ValueKind::Time(range) => number("number", range),
        ValueKind::Whole(range) => number("integer", range),
        ValueKind::Law(takes) => json!({ "$ref": format!("#/$defs/{}", law_name(takes)) }),
        ValueKind::Word(words) => json!({ "enum": words }),
        ValueKind::WordOrGroup(words) => json!({ "anyOf": [{ "enum": words }, object(key)] }),
        ValueKind::TextOrGroup => json!({ "anyOf": [{ "type": "string" }, object(key)] }),
        ValueKind::NumberOrGroup(range) => json!({ "anyOf": [number("number", range), object(key)] }),
        ValueKind::WholeOrGroup(range) => json!({ "anyOf": [number("integer", range), object(key)] }),
        ValueKind::Numbers(range) | ValueKind::Times(range) => {
            json!({ "type": "array", "items": number("number", range) })
        }
        ValueKind::Series(range) => json!({ "type": "array", "items": number("number", range) }),
        ValueKind::Weights(range) => {
            json!({ "type": "array", "items": { "type": "array", "items": number("number", range) } })
        }
        ValueKind::Laws(takes) => {
            json!({ "type": "array", "items": { "$ref": format!("#/$defs/{}", law_name(takes)) } })
        }
        // JSON has no dates: editors read those of TOML as text.
        ValueKind::Date => json!({ "type": "string" }),
        ValueKind::Moment(range) => json!({ "anyOf": [number("number", range), { "type": "string" }] }),
        ValueKind::Spans(range) => {
            let instant = json!({ "anyOf": [number("number", range), { "type": "string" }] });
            let span = json!({ "type": "array", "items": instant, "minItems": 2, "maxItems": 2 });
            json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, span] } })
        }
        ValueKind::Wanted => json!({}),
        ValueKind::Groups => {
            let one = object(key);
            json!({ "anyOf": [one, { "type": "array", "items": object(key) }] })
        }
        ValueKind::NumbersOrGroup(range) => {
            json!({ "anyOf": [{ "type": "array", "items": number("number", range) }, object(key)] })
        }
        ValueKind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        ValueKind::Setting => json!({}),
        ValueKind::Factor(range) => number("number", range),
        ValueKind::Axis => json!({ "anyOf": [{ "type": "array", "minItems": 1 }, { "type": "object" }] }),
        ValueKind::Holds => {
            json!({ "type": "array", "items": { "anyOf": [{ "enum": HOLD_KINDS }, { "type": "string" }] } })
        }
    };
    schema["description"] = json!(description(row.doc, row.unit));
    if let Fallback::Is(text) = row.default
        && let Ok(default) = text.parse::<toml::Value>()
        && let Ok(default) = serde_json::to_value(default)
    {
        schema["default"] = default;
    }
    schema
}

fn description(doc: &str, unit: &str) -> String {
    if unit.is_empty() { doc.into() } else { format!("{doc} In {unit}.") }
}

fn number(kind: &str, range: Range) -> Value {
    let mut schema = json!({ "type": kind });
    let (low, high) = match range.ends {
        Ends::Closed => ("minimum", "maximum"),
        Ends::OpenLow => ("exclusiveMinimum", "maximum"),
        Ends::Open => ("exclusiveMinimum", "exclusiveMaximum"),
    };
    for (key, bound) in [(low, range.low), (high, range.high)] {
        if bound.is_finite() {
            // Whole bounds as integers: editors compare them exactly.
            let whole = bound.fract() == 0.0 && bound.abs() < 9.0e15;
            schema[key] = if whole { json!(bound as i64) } else { json!(bound) };
        }
    }
    schema
}

fn law_name(takes: LawUse) -> &'static str {
    match takes {
        LawUse::Time => "time",
        LawUse::Moment => "moment",
        LawUse::Gap => "gap",
        LawUse::Units => "units",
        LawUse::Share => "share",
    }
}

/// A number or one of the laws.
fn law(takes: LawUse) -> Value {
    let constant = match takes {
        LawUse::Time | LawUse::Moment => json!({ "type": "number", "minimum": 0 }),
        LawUse::Gap => json!({ "type": "number", "exclusiveMinimum": 0 }),
        LawUse::Units => json!({ "type": "integer", "minimum": 1 }),
        LawUse::Share => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 }),
    };
    let rows = laws::rows().filter(|row| row.status == Status::Here);
    let laws: Map<String, Value> = rows.map(|row| (row.tag.to_string(), forms(row))).collect();
    let tagged = json!({
        "type": "object", "properties": laws, "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
    });
    match takes {
        // A date.
        LawUse::Moment => json!({ "anyOf": [constant, { "type": "string" }, tagged] }),
        _ => json!({ "anyOf": [constant, tagged] }),
    }
}

fn forms(row: &LawRow) -> Value {
    let mut alternatives: Vec<Value> = row.forms.iter().map(|form| parameters(form)).collect();
    alternatives.extend((row.tag == empirical::TAG).then(record));
    json!({ "description": row.doc, "anyOf": alternatives })
}

/// A record in the place of its values.
fn record() -> Value {
    let properties: Map<String, Value> = (empirical::KEYS.iter())
        .map(|key| (key.to_string(), json!({ "type": if *key == "where" { "object" } else { "string" } })))
        .collect();
    json!({ "type": "object", "properties": properties, "required": ["file"], "additionalProperties": false })
}

fn parameters(form: &[Parameter]) -> Value {
    let schema = |parameter: &Parameter| match parameter.takes {
        Takes::Number => number("number", parameter.range),
        Takes::Whole => number("integer", parameter.range),
        Takes::Numbers => json!({ "type": "array", "minItems": 1, "items": number("number", parameter.range) }),
        Takes::Word(words) => json!({ "enum": words }),
    };
    let names: Vec<&str> = form.iter().map(|parameter| parameter.name).collect();
    let properties: Map<String, Value> =
        form.iter().map(|parameter| (parameter.name.to_string(), schema(parameter))).collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}
