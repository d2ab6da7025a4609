"""Scenarios: reading, changing, problems."""

import datetime
import pickle
import sys
from pathlib import Path

import pytest
from conftest import ITEMS, SMALL

import pushpull as pp


def test_tables_come_as_anything_that_has_columns(small: pp.Scenario) -> None:
    columns = {"name": ["seal", "casing"], "cost": [3, 40], "holding_cost": [0.02, 0.2]}
    columns |= {"buy.lead_time": [4, 6], "stock.base_stock": [24, 18]}
    made = [ITEMS.encode(), columns]
    for library, make in [("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "table")]:
        if library in sys.modules or __import__("importlib.util").util.find_spec(library):
            made.append(getattr(__import__(library), make)(columns))
    for items in made:
        assert pp.Scenario.from_text(SMALL, tables={"items.csv": items}) == small, type(items)


def test_a_file_a_text_and_a_dictionary_say_the_same(tmp_path: Path, small: pp.Scenario) -> None:
    (tmp_path / "pumps.toml").write_text(SMALL)
    (tmp_path / "items.csv").write_text(ITEMS)
    file = pp.Scenario.from_file(tmp_path / "pumps.toml")
    assert file == small and file.tables["items.csv"] == ITEMS.encode()
    asked = {
        "name": "pumps",
        "run": {"warm_up": 20, "horizon": 200, "replications": 6},
        "tables": {"items": "items.csv"},
        "items": {
            "pump": {"make": {"parts": {"seal": 2, "casing": 1}, "time": 0.5}, "stock": {"base_stock": 4}},
        },
        "demand": {"pump": {"arrivals": {"poisson": {"rate": 2}}, "due": 1, "backorder_cost": 5}},
        "strategies": {"MTS": {"hold": ["pump"]}, "ATO": {"hold": ("seal", "casing")}},
    }
    assert pp.Scenario.from_dict(asked, tables={"items.csv": ITEMS}).resolved == small.resolved


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        pp.Scenario.from_file(tmp_path / "nothing.toml")


def test_it_never_changes(small: pp.Scenario) -> None:
    changed = small.set("items.pump.stock.base_stock", 9)
    assert changed != small and hash(changed) != hash(small) and changed.hash != small.hash
    assert "base_stock = 9" in changed.resolved and "base_stock = 4" in small.resolved
    assert changed.set("items.pump.stock.base_stock", 4) == small
    with pytest.raises(AttributeError):
        small.name = "x"  # type: ignore[misc]
    assert len({small, changed, small.set("items.pump.stock.base_stock", 4)}) == 2


def test_it_takes_the_values_of_python_and_numpy(small: pp.Scenario) -> None:
    numpy = pytest.importorskip("numpy")
    for value in [7, numpy.int64(7), numpy.int32(7)]:
        assert small.set("run.seed", value) == small.set("run.seed", 7)
    for value in [0.25, numpy.float64(0.25), numpy.float32(0.25)]:
        assert small.set("costs.holding_rate", value) == small.set("costs.holding_rate", 0.25)
    assert small.set("report.windows", numpy.array([0.5, 1.0])) == small.set("report.windows", [0.5, 1.0])
    assert small.set("report.orders", numpy.bool_(True)) == small.set("report.orders", True)
    assert small.set("items.seal.buy.lead_time", {"gamma": {"mean": 4, "cv": 0.5}}).resolved != small.resolved
    assert small.set("question", 'a "quoted" word \\') != small
    assert isinstance(datetime.date(2026, 1, 5), datetime.date)
    with pytest.raises(TypeError, match="not object"):
        small.set("run.seed", object())
    deep: list[object] = []
    deep.append(deep)
    with pytest.raises(ValueError, match="too deep"):
        small.set("report.windows", deep)


def test_it_is_pickled_with_its_tables_and_changes(small: pp.Scenario) -> None:
    changed = small.set({"run.seed": 5, "items.pump.stock.base_stock": 6})
    again = pickle.loads(pickle.dumps(changed))
    assert again == changed and again.tables == small.tables and again.run() is not None


def test_all_problems_come_at_once() -> None:
    text = 'name = "x"\nrun.horizon = 100\n[items.pump]\ncst = 3\ncost = -1\n[demand.pmup]\narrivals.poisson.rate = 1\n'
    with pytest.raises(pp.ScenarioError) as caught:
        pp.Scenario.from_text(text + "[strategies.none]\n", name="pumps.toml")
    problems = caught.value.problems
    where = [(problem.source, problem.line, problem.column, problem.key) for problem in problems]
    assert ("pumps.toml", 4, 1, "items.pump.cst") in where and ("pumps.toml", 5, 8, "items.pump.cost") in where
    assert any(problem.help == "did you mean `cost`?" for problem in problems)
    assert any("pmup" in problem.message for problem in problems)
    assert "pumps.toml:5:8" in str(caught.value) and "^^" in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert pickle.loads(pickle.dumps(caught.value)).problems == problems


def test_a_question_without_an_answer_says_why(small: pp.Scenario) -> None:
    with pytest.raises(pp.NotCovered, match="nothing is varied"):
        small.sweep()
    with pytest.raises(pp.NotCovered, match="did you mean `ATO`"):
        small.trace(3, strategy="ATTO")
    with pytest.raises(KeyError, match="custom-pcs"):
        pp.template("custom-pc")


def test_every_template_is_read() -> None:
    for name in pp.templates():
        assert pp.template(name).strategies
