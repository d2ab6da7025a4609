"""What the tests share. They test the package that is installed, beside the program of the same sources."""

import os
import subprocess
from pathlib import Path

import pytest

import pushpull as pp

ROOT = Path(__file__).parents[2]

SMALL = """
name = "pumps"
run = { warm_up = 20, horizon = 200, replications = 6 }
tables.items = "items.csv"
[items.pump]
make.parts = { seal = 2, casing = 1 }
make.time = 0.5
stock.base_stock = 4
[demand.pump]
arrivals.poisson.rate = 2
due = 1
backorder_cost = 5
[strategies.MTS]
hold = ["pump"]
[strategies.ATO]
hold = ["seal", "casing"]
"""

ITEMS = "name,cost,holding_cost,buy.lead_time,stock.base_stock\nseal,3,0.02,4,24\ncasing,40,0.2,6,18\n"


@pytest.fixture(scope="session")
def small() -> pp.Scenario:
    """A scenario that takes no time."""
    return pp.Scenario.from_text(SMALL, tables={"items.csv": ITEMS})


@pytest.fixture(scope="session")
def binary() -> str:
    """The program: PUSHPULL says where it is."""
    path = os.environ.get("PUSHPULL", str(ROOT / "target/release/pushpull"))
    if not Path(path).exists():
        pytest.skip(f"no program at {path}")
    assert subprocess.run([path, "--version"], check=True, capture_output=True).stdout
    return path
