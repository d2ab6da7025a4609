"""Folders that `save` writes are those of the program."""

import json
import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

import pushpull as pp

Saved = Callable[[pp.Scenario, Path], object]
FEW = ["--replications", "3"]
SEARCH = ["--search-replications", "3", *FEW]

CASES: list[tuple[str, str, list[str], Saved]] = [
    ("run", "custom-pcs", FEW, lambda s, out: s.run(replications=3).save(out)),
    ("run", "order-history", FEW, lambda s, out: s.run(replications=3).save(out)),
    ("run", "classes", [*FEW, "--full"], lambda s, out: s.run(replications=3, full=True).save(out)),
    ("optimize", "classes", SEARCH, lambda s, out: s.optimize(search_replications=3, replications=3).save(out)),
    (
        "frontier",
        "classes",
        ["--measure", "on_time_rate", "--levels", "0.8,0.9", *SEARCH],
        lambda s, out: s.frontier("on_time_rate", [0.8, 0.9], search_replications=3, replications=3).save(out),
    ),
    (
        "sweep",
        "two-sources",
        ["--axis", "run.horizon=[300, 400]", *FEW],
        lambda s, out: s.sweep({"run.horizon": [300, 400]}, replications=3).save(out),
    ),
    (
        "sweep",
        "classes",
        ["--axis", "items.drive.cost={ from = 2400, to = 3000, steps = 3 }", *FEW],
        lambda s, out: s.sweep({"items.drive.cost": pp.span(2400, 3000, 3)}, replications=3).save(out),
    ),
    (
        "optimize",
        "two-sources",
        ["--decoupling", *SEARCH],
        lambda s, out: s.decoupling(search_replications=3, replications=3).save(out),
    ),
]


def same(own: str, other: str) -> bool:
    """Two cells: the same text, or numbers as near as two builds have them."""
    try:
        return own == other or math.isclose(float(own), float(other), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return False


@pytest.mark.parametrize(("command", "scenario", "flags", "save"), CASES)
def test_the_files_are_those_of_the_program(
    command: str, scenario: str, flags: list[str], save: Saved, binary: str, tmp_path: Path
) -> None:
    file = ROOT / f"scenarios/{scenario}.toml"
    told = [binary, command, str(file), *flags, "--out", str(tmp_path / "program"), "--quiet"]
    subprocess.run(told, check=True, capture_output=True)
    save(pp.Scenario.from_file(file), tmp_path / "python")
    names = [sorted(path.relative_to(tmp_path / who) for path in (tmp_path / who).rglob("*")) for who in ("program", "python")]
    assert names[0] == names[1]
    for name in names[0]:
        program, python = tmp_path / "program" / name, tmp_path / "python" / name
        if name.suffix == ".csv" and program.read_bytes() != python.read_bytes():
            rows = [[line.split(",") for line in path.read_text().splitlines()] for path in (program, python)]
            assert len(rows[0]) == len(rows[1]), name
            for ours, theirs in zip(*rows, strict=True):
                assert all(map(same, ours, theirs)), (name, ours, theirs)
        if name.name == "run.json":
            ours, theirs = (json.loads(path.read_text())["run"] for path in (program, python))
            for key in ["resolved", "scenario_hash", "seed", "replications", "events", "strategies"]:
                assert ours[key] == theirs[key], key
            assert ours["verdict"]["headline"] == theirs["verdict"]["headline"]
