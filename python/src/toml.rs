//! Values of Python as TOML.

use pushpull::input::{quote, quote_key};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use std::fmt::Write as _;

/// Values inside each other, at most.
const DEEPEST: usize = 32;

/// A value, as it stands behind `key = `.
///
/// # Errors
/// It is nothing that a scenario holds.
pub fn value(value: &Bound<'_, PyAny>) -> PyResult<String> {
    inner(value, 0)
}

fn inner(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<String> {
    if depth > DEEPEST {
        return Err(PyValueError::new_err("values stand too deep inside each other"));
    }
    let below = |value: &Bound<'_, PyAny>| inner(value, depth + 1);
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(flag.is_true().to_string());
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(value.extract::<i64>()?.to_string());
    }
    if value.is_instance_of::<PyFloat>() {
        return Ok(format!("{:?}", value.extract::<f64>()?).to_lowercase());
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(quote(text.to_str()?));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let parts = value.try_iter()?.map(|part| below(&part?)).collect::<PyResult<Vec<String>>>()?;
        return Ok(format!("[{}]", parts.join(", ")));
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let part = |(key, value): (String, Bound<'_, PyAny>)| Ok(format!("{} = {}", quote_key(&key), below(&value)?));
        let parts = pairs(mapping)?.into_iter().map(part).collect::<PyResult<Vec<String>>>()?;
        return Ok(if parts.is_empty() { "{}".into() } else { format!("{{ {} }}", parts.join(", ")) });
    }
    // Numbers and arrays of numpy, columns of frames; dates.
    for (method, is_text) in [("tolist", false), ("to_list", false), ("isoformat", true)] {
        if let Ok(plain) = value.call_method0(method) {
            return if is_text { Ok(plain.extract::<String>()?) } else { below(&plain) };
        }
    }
    let kind = value.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "a value of a scenario is a bool, an int, a float, a str, a date, a list or a dict, not {kind}"
    )))
}

fn pairs<'py>(mapping: &Bound<'py, PyMapping>) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    mapping.items()?.iter().map(|pair| pair.extract()).collect()
}

/// A scenario as text, in the order of the dictionary: a line for each key of its sections.
///
/// # Errors
/// It holds something that no scenario does.
pub fn document(scenario: &Bound<'_, PyDict>) -> PyResult<String> {
    let mut out = String::new();
    for (key, inside) in scenario.iter() {
        let key = quote_key(key.extract::<&str>()?);
        match inside.cast::<PyMapping>() {
            Ok(section) if !section.is_empty()? => {
                for (name, inside) in pairs(section)? {
                    let _ = writeln!(out, "{key}.{} = {}", quote_key(&name), value(&inside)?);
                }
            }
            _ => _ = writeln!(out, "{key} = {}", value(&inside)?),
        }
    }
    Ok(out)
}

/// A change: `key=value`, as `--set` takes it.
///
/// # Errors
/// The value is nothing that a scenario holds.
pub fn change(key: &str, to: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(format!("{key}={}", value(to)?))
}
