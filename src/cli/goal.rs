//! What is searched for: flags become keys of `[optimize]`.

use super::args::{FrontierArgs, GoalArgs, ScenarioArgs};
use super::failure::Failure;
use crate::input::Change;
use crate::measures::{Better, Column};

impl GoalArgs {
    /// The scenario with what these flags are short for in its `[optimize]`, before the `--set`s of the command line.
    ///
    /// # Errors
    /// A target that is not written as one.
    pub(super) fn asked_of(&self, scenario: &ScenarioArgs) -> Result<ScenarioArgs, Failure> {
        let mut asked: Vec<Change> = Vec::new();
        asked.extend(
            self.objective.as_ref().map(|money| Change::flag("--objective", format!("optimize.objective={money}"))),
        );
        let count = |count: u32| Change::flag("--search-replications", format!("optimize.replications={count}"));
        asked.extend(self.search_replications.map(count));
        asked.extend(self.budget.as_deref().map(budget));
        match self.target.as_slice() {
            [] => {}
            [none] if none == "none" => asked.push(Change::flag("--target", "optimize.target=[]")),
            several if several.iter().any(|target| target == "none") => {
                return Err(Failure::usage("--target none stands alone: leave it out, or the other targets"));
            }
            targets => {
                let targets: Vec<String> = targets.iter().map(|target| toml_of(target)).collect::<Result<_, _>>()?;
                asked.push(Change::flag("--target", format!("optimize.target=[{}]", targets.join(", "))));
            }
        }
        Ok(ScenarioArgs { asked, ..scenario.clone() })
    }
}

impl FrontierArgs {
    /// As [`GoalArgs::asked_of`].
    ///
    /// # Errors
    /// As there.
    pub(super) fn asked_of(&self, scenario: &ScenarioArgs) -> Result<ScenarioArgs, Failure> {
        let mut scenario = self.goal.asked_of(scenario)?;
        let levels = self.levels.as_ref().map(|levels| match levels.trim().starts_with(['[', '{']) {
            true => format!("optimize.frontier.levels={levels}"),
            false => format!("optimize.frontier.levels=[{levels}]"),
        });
        let measure = self.measure.as_ref().map(|measure| format!("optimize.frontier.measure={measure}"));
        scenario.asked.extend(measure.map(|measure| Change::flag("--measure", measure)));
        scenario.asked.extend(levels.map(|levels| Change::flag("--levels", levels)));
        Ok(scenario)
    }
}

/// How long to search; quoted, for it is text whatever it looks like.
pub(super) fn budget(time: &str) -> Change {
    Change::flag("--budget", format!("optimize.budget={time:?}"))
}

/// `on_time_rate=0.95` as a table of TOML. A measure has one side that is good, so that `>=` or `<=` may be written.
fn toml_of(target: &str) -> Result<String, Failure> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    let (target, good) = match (target.split_once(">="), target.split_once("<=")) {
        (Some((measure, value)), _) => (format!("{measure}={value}"), Some((Better::Higher, "most"))),
        (_, Some((measure, value))) => (format!("{measure}={value}"), Some((Better::Lower, "least"))),
        _ => (target.to_owned(), None),
    };
    match target.split_once('=').map(|(measure, value)| (measure.trim(), number(value))) {
        Some((measure, Some(value))) if good.is_some_and(|(good, _)| is_other_side(measure, good)) => {
            let side = good.map_or("", |(_, side)| side);
            Err(Failure::usage(format!(
                "--target: `{measure}` is good when it is at {side} so much, not the other way round\n\n\
                 write {measure}={value}"
            )))
        }
        Some((measure, Some(value))) if !measure.is_empty() => {
            Ok(format!("{{ measure = {measure:?}, value = {value:?} }}"))
        }
        _ => Err(Failure::usage(format!(
            "--target takes MEASURE=VALUE, such as on_time_rate=0.95, or none; `{target}` is not\n\n\
             for the orders of one product or class: --set 'optimize.target={{ measure = \"on_time_rate\", value = 0.95, product = \"NAME\" }}'"
        ))),
    }
}

/// Whether a measure is known, and good on the other side than `good`.
fn is_other_side(measure: &str, good: Better) -> bool {
    let better = Column::parse(measure).map(|column| column.measure.definition().better);
    better.is_some_and(|better| better != Better::Neither && better != good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_measure_and_a_value() {
        assert_eq!(toml_of("on_time_rate=0.95").unwrap(), "{ measure = \"on_time_rate\", value = 0.95 }");
        assert_eq!(toml_of("on_time_rate >= 0.95").unwrap(), toml_of("on_time_rate=0.95").unwrap());
        assert_eq!(toml_of("response_p95<=3").unwrap(), toml_of("response_p95=3").unwrap());
        // An unknown name is told as such when the scenario is read.
        assert_eq!(toml_of("x<=3").unwrap(), "{ measure = \"x\", value = 3.0 }");
        for other_side in ["on_time_rate<=0.95", "response_p95>=3"] {
            assert!(toml_of(other_side).is_err_and(|error| format!("{error:?}").contains("not the other way round")));
        }
        for wrong in ["on_time_rate", "=0.9", "on_time_rate=often", "on_time_rate=nan"] {
            assert!(toml_of(wrong).is_err(), "{wrong}");
        }
    }
}
