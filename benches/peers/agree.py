"""Do the programs beside this file simulate what pushpull simulates? Runs each with several seeds and compares means.

Run: python agree.py [DAYS [SEEDS]]
Needs target/release/pushpull and the programs (see README.md). A value agrees if it lies within four standard errors of
the difference; the last line of a program says its CPU time per event, to be read beside that of `cargo bench --bench engine`.
"""
import csv
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
DAYS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
SEEDS = int(sys.argv[2]) if len(sys.argv) > 2 else 10
SYSTEM = ["response_mean", "response_p95", "parts_fill_rate", "cost_total"]
# How to start each program, and its days: compiled ones run longer.
PROGRAMS = {
    "SimPy": ([sys.executable, str(HERE / "pcato_simpy.py")], DAYS),
    "numba": ([sys.executable, str(HERE / "pcato_numba.py")], 10 * DAYS),
    "NexoSim": ([str(HERE / "nexosim" / "target" / "release" / "pcato-nexosim")], 10 * DAYS),
}


def ours():
    """Mean and standard error of each value, from `pushpull run`."""
    with tempfile.TemporaryDirectory() as folder:
        program = [ROOT / "target" / "release" / "pushpull", "run", ROOT / "scenarios" / "pc-ato.toml"]
        options = ["--no-charts", "--out", folder, "--set", f"run.horizon={DAYS}", "--set", "run.replications=40"]
        subprocess.run([*program, *options], check=True, capture_output=True)
        rows = list(csv.DictReader(next(pathlib.Path(folder).rglob("summary.csv")).open()))
    found = {}
    for row in rows:
        entity = row["entity"] if row["entity_kind"] == "item" else ""
        if row["entity_kind"] in ("system", "item"):
            found[row["measure"], entity] = float(row["mean"] or "nan"), float(row["se"] or "nan")
    return found


def main():
    known = ours()
    agree = True
    for name, (program, days) in PROGRAMS.items():
        seeds = [str(seed) for seed in range(1, SEEDS + 1)]
        lines = subprocess.run([*program, str(days), *seeds], check=True, capture_output=True, text=True).stdout.splitlines()
        runs = [json.loads(line) for line in lines]
        values = {(measure, ""): [run[measure] for run in runs] for measure in SYSTEM}
        for measure in ("on_hand_mean", "committed_mean"):
            for part in range(8):
                values[measure, f"c{part}"] = [run[measure][part] for run in runs]
        for (measure, entity), drawn in values.items():
            mean, error = statistics.mean(drawn), statistics.stdev(drawn) / math.sqrt(len(drawn))
            their_mean, their_error = known[measure, entity]
            z = (mean - their_mean) / math.hypot(error, their_error)
            agree &= abs(z) < 4
            print(f"{name:8} {measure + ' ' + entity:18} {mean:10.4f} pushpull {their_mean:10.4f}  z {z:5.2f}")
        nanoseconds = sorted(run["ns_per_event"] for run in runs)
        print(f"{name:8} ns per event: least {nanoseconds[0]:.0f}, median {nanoseconds[len(nanoseconds) // 2]:.0f}")
    print("all agree" if agree else "THEY DO NOT AGREE")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
