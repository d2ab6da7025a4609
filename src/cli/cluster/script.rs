//! Jobs for schedulers, as text: each works the units that are missing.

use std::path::Path;

use super::args::Scheduler;
use super::tapes::ranges;

/// Tasks of an array, at most: what Slurm allows where nobody has changed it.
const MOST_TASKS: usize = 1000;
/// A task may take so many times as long as expected, and a little more.
const SLACK: f64 = 4.0;

/// The job; `units` are those that are missing, and how many there are in all. `longest` is what a unit may take, in seconds; 0
/// where nobody knows.
pub(super) fn script(scheduler: Scheduler, plan: &Path, units: (&[usize], usize), longest: f64) -> String {
    let word = quoted(&plan.to_string_lossy());
    match scheduler {
        Scheduler::Slurm => slurm(&word, units.0, longest),
        Scheduler::Hq => format!(
            "hq submit --array {} --cpus 1 -- sh -c 'exec pushpull work \"$0\" --unit \"$HQ_TASK_ID\" --threads 1' {word}\n",
            array(units.0)
        ),
        Scheduler::K8s => kubernetes(plan, units.1),
    }
}

fn array(missing: &[usize]) -> String {
    if missing.is_empty() { "0".into() } else { ranges(missing) }
}

fn slurm(plan: &str, missing: &[usize], longest: f64) -> String {
    // Where there are more units than an array has tasks, a task has a share of them.
    let is_long = missing.iter().any(|unit| *unit >= MOST_TASKS);
    let each = if is_long { missing.len().div_ceil(MOST_TASKS) } else { 1 };
    let minutes = (longest * SLACK * each as f64 / 60.0).ceil() + 5.0;
    let time = if longest > 0.0 { format!("#SBATCH --time={minutes:.0}\n") } else { String::new() };
    let (array, which) = match is_long {
        true => (format!("1-{MOST_TASKS}"), format!("--shard \"$SLURM_ARRAY_TASK_ID/{MOST_TASKS}\"")),
        false => (array(missing), "--unit \"$SLURM_ARRAY_TASK_ID\"".to_string()),
    };
    format!(
        "#!/bin/sh\n\
         #SBATCH --job-name=pushpull\n\
         #SBATCH --array={array}\n\
         #SBATCH --cpus-per-task=1\n\
         {time}\
         #SBATCH --requeue\n\
         # Submit it where the path of the plan is right; pushpull is found on PATH.\n\
         exec pushpull work {plan} {which} --threads 1\n"
    )
}

fn kubernetes(plan: &Path, units: usize) -> String {
    let name = plan.file_name().map_or_else(|| "plan".into(), |name| name.to_string_lossy().into_owned());
    let name = name.replace(['\'', '"', '\n'], "");
    format!(
        "# IMAGE has pushpull on its PATH; the claim VOLUME holds the folder of the plan.\n\
         apiVersion: batch/v1\n\
         kind: Job\n\
         metadata:\n  name: pushpull\n\
         spec:\n  \
           completions: {units}\n  \
           parallelism: {parallel}\n  \
           completionMode: Indexed\n  \
           backoffLimitPerIndex: 5\n  \
           template:\n    \
             spec:\n      \
               restartPolicy: Never\n      \
               containers:\n        \
                 - name: work\n          \
                   image: IMAGE\n          \
                   command: [sh, -c, 'exec pushpull work \"$0\" --unit \"$JOB_COMPLETION_INDEX\" --threads 1', \"/plans/{name}\"]\n          \
                   resources: {{ requests: {{ cpu: 1 }} }}\n          \
                   volumeMounts: [{{ name: plans, mountPath: /plans }}]\n      \
               volumes:\n        \
                 - name: plans\n          \
                   persistentVolumeClaim: {{ claimName: VOLUME }}\n",
        parallel = units.min(100),
    )
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_./=:,@%+-".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.into()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_has_what_is_missing() {
        let job = script(Scheduler::Slurm, Path::new("my plan"), (&[0, 4, 5, 6], 9), 60.0);
        assert!(job.contains("#SBATCH --array=0,4-6\n") && job.contains("#SBATCH --time=9\n"), "{job}");
        assert!(job.contains("pushpull work 'my plan' --unit \"$SLURM_ARRAY_TASK_ID\""), "{job}");
        let many: Vec<usize> = (0..2500).collect();
        let job = script(Scheduler::Slurm, Path::new("p"), (&many, 2500), 0.0);
        assert!(job.contains("--array=1-1000\n") && job.contains("--shard \"$SLURM_ARRAY_TASK_ID/1000\""), "{job}");
        assert!(!job.contains("--time"), "{job}");
        let line = script(Scheduler::Hq, Path::new("p"), (&[2, 3], 4), 0.0);
        assert!(line.starts_with("hq submit --array 2,3 ") && line.lines().count() == 1, "{line}");
        let job = script(Scheduler::K8s, Path::new("a/p"), (&[2, 3], 4), 0.0);
        assert!(job.contains("  completions: 4\n") && job.contains("\"/plans/p\""), "{job}");
    }
}
