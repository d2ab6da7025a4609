//! `new`: the scenarios shipped in `scenarios/`, embedded, to start from.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::failure::Failure;
use super::nearest::did_you_mean;
use crate::input::{TEMPLATES, Template};

/// First line of a shipped scenario: where editors find the schema in this repository …
const SCHEMA_HERE: &str = "#:schema ../docs/scenario.schema.json";
/// … and where they find it beside a scenario written by `new`.
const SCHEMA_BESIDE: &str = "#:schema scenario.schema.json";

/// Writes a template into `folder`, or lists the templates when none is named.
///
/// # Errors
/// An unknown template, a file that is there already (nothing is written then), or a folder that cannot be written.
pub fn new(template: Option<&str>, folder: &Path) -> Result<(), Failure> {
    let Some(name) = template else {
        return Ok(io::stdout().write_all(list().as_bytes())?);
    };
    let chosen = TEMPLATES.iter().find(|template| template.name == name).ok_or_else(|| unknown(name))?;
    let files = chosen.files();
    if let Some((taken, _)) = files.iter().find(|(path, _)| folder.join(path).exists()) {
        let taken = folder.join(taken);
        return Err(Failure::usage(format!("{} is there already; name another folder", taken.display())));
    }
    for (path, text) in &files {
        write(&folder.join(path), text)?;
    }
    let scenario = folder.join(&files[0].0);
    let scenario = scenario.display();
    writeln!(io::stdout(), "{scenario}")?;
    super::failure::say(&format!(
        "Next: pushpull check {scenario}\n      pushpull run {scenario}\n\
         For completion in your editor: pushpull schema > {}",
        folder.join("scenario.schema.json").display()
    ));
    Ok(())
}

impl Template {
    /// Paths below the folder asked for, with their texts; the scenario first.
    fn files(&self) -> Vec<(String, String)> {
        let scenario = self.scenario.replacen(SCHEMA_HERE, SCHEMA_BESIDE, 1);
        let tables = self.tables.iter().map(|(path, text)| ((*path).into(), (*text).into()));
        [(format!("{}.toml", self.name), scenario)].into_iter().chain(tables).collect()
    }

    /// What its first comment says after the dash.
    fn subject(&self) -> &'static str {
        let title = self.scenario.lines().nth(1).unwrap_or_default();
        title.split_once(" — ").map_or(title, |(_, subject)| subject)
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::io(&path.display().to_string(), &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = fs::File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

fn list() -> String {
    let mut words = String::from("Templates:\n");
    for template in TEMPLATES {
        let _ = writeln!(words, "  {:14}{}", template.name, template.subject());
    }
    words.push_str("\nWrite one with: pushpull new custom-pcs\n");
    words
}

fn unknown(name: &str) -> Failure {
    let names = TEMPLATES.iter().map(|template| template.name);
    Failure::usage(format!("no template `{name}`{}; `pushpull new` lists them", did_you_mean(name, names)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_scenario_is_a_template() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let mut shipped: Vec<String> = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                shipped.push(path.file_stem().unwrap().to_str().unwrap().into());
            }
        }
        let mut embedded: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
        shipped.sort();
        embedded.sort_unstable();
        assert_eq!(embedded, shipped);
    }

    #[test]
    fn a_template_brings_the_tables_it_names() {
        for template in TEMPLATES {
            assert!(template.scenario.starts_with(SCHEMA_HERE), "{}", template.name);
            assert!(template.subject().len() > 10, "{}", template.name);
            for word in template.scenario.split('"').filter(|word| word.ends_with(".csv")) {
                assert!(template.tables.iter().any(|(path, _)| *path == word), "{} names {word}", template.name);
            }
        }
    }
}
