"""Results: tables, words, charts."""

import subprocess
import sys
from pathlib import Path

import pytest

import pushpull as pp


@pytest.fixture(scope="module")
def run(small: pp.Scenario) -> pp.Run:
    return small.run(progress=False)


def test_a_run_says_what_to_do(run: pp.Run) -> None:
    verdict = run.verdict
    assert verdict.best in ["MTS", "ATO"] and verdict.best in verdict.headline
    assert verdict.facts is not None and verdict.facts["money"]["best"]
    assert run.info["replications"] == 6 and run.tables[0] == "summary"
    assert all(finding.advice for finding in run.findings)
    cost = run.value("cost_total", strategy="ATO")
    low, high = cost.ci
    assert cost.mean is not None and low is not None and high is not None and low < cost.mean < high
    assert run.value("on_hand_mean", strategy="ATO", entity="seal", kind="item").unit == "units"
    with pytest.raises(KeyError, match="did you mean cost_total"):
        run.value("cost_totl", strategy="ATO")
    with pytest.raises(ValueError, match="by strategy"):
        run.value("cost_total")


def test_a_run_shows_itself(run: pp.Run) -> None:
    html = run._repr_html_()
    assert run.verdict.headline in html.replace("&amp;", "&") and "<svg" in html and "<pre>" in html
    assert run.report().startswith("<!") and str(run).startswith("Choose")
    chart = run.charts["costs"]
    assert chart.svg.startswith("<svg") and chart.png.startswith(b"\x89PNG") and chart.title and chart.description
    assert chart._repr_svg_() == chart.svg
    assert "<th" in run.summary._repr_html_() and "Mean over replications." in run.summary._repr_html_()


def test_a_table_that_is_not_there_is_told(run: pp.Run) -> None:
    with pytest.raises(AttributeError, match="summary, comparison"):
        _ = run.orders
    with pytest.raises(KeyError):
        run.summary.meaning("nothing")
    assert run.summary is run.summary


def test_pandas_has_the_same_values_with_pyarrow_and_without(run: pp.Run) -> None:
    pandas, pyarrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    frame, other = run.summary.to_pandas(), pyarrow.table(run.summary).to_pandas()
    assert list(frame.columns) == run.summary.columns and len(frame) == len(run.summary)
    pandas.testing.assert_frame_equal(frame, other, check_categorical=False)
    assert frame["mean"].isna().any(), "a measure that has nothing to judge"
    mine = frame[(frame.strategy == "ATO") & (frame.measure == "cost_total") & (frame.entity_kind == "system")]
    assert mine["mean"].item() == run.value("cost_total", strategy="ATO").mean


def test_polars_arrow_and_duckdb_take_tables_as_they_are(run: pp.Run) -> None:
    polars, pyarrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    summary = run.summary
    frame = polars.DataFrame(summary)
    assert frame.shape == (len(summary), len(summary.columns))
    assert frame.equals(summary.to_polars())
    assert frame["mean"].null_count() == summary.to_arrow()["mean"].null_count > 0
    assert pyarrow.table(summary).schema.field("mean").metadata[b"meaning"] == b"Mean over replications."
    [counted] = duckdb.sql("select count(*), sum(replications) from summary where measure = 'cost_total'").fetchall()
    assert counted[0] > 0
    assert summary.to_dict()["replications"].dtype == "int64"


def test_without_any_other_package(tmp_path: Path) -> None:
    blocked = "import sys\nfor name in ['numpy', 'pandas', 'polars', 'pyarrow']: sys.modules[name] = None\n"
    script = blocked + (
        "import pushpull as pp, math\n"
        "run = pp.template('classes').run(replications=1, progress=False)\n"
        "table = run.summary.to_dict()\n"
        "assert isinstance(table['mean'], list) and len(table['mean']) == len(run.summary)\n"
        "assert set(table['strategy']) == set(run.scenario.strategies)\n"
        "assert all(math.isnan(value) for value in table['se'])\n"
        "try: run.summary.to_pandas()\n"
        "except ImportError: print('fine')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout == "fine\n"


def test_more_replications_are_those_of_a_longer_run(tmp_path: Path, small: pp.Scenario, run: pp.Run) -> None:
    whole = small.run(replications=9)
    assert run.extend(3).summary.to_dict()["mean"].tolist()[:20] == whole.summary.to_dict()["mean"].tolist()[:20]
    assert run.extend(3).info == whole.info
    run.save(tmp_path / "run", charts=False)
    loaded = pp.load(tmp_path / "run")
    assert isinstance(loaded, pp.Run) and loaded.info == run.info
    assert loaded.extend(3).info["verdict"] == whole.info["verdict"]
    assert loaded.scenario.resolved == run.scenario.resolved
    best = small.optimize(search_replications=3, replications=3)
    with pytest.raises(pp.NotCovered, match="searched"):
        best.extend(2)


def test_a_sweep_has_axes_as_columns(small: pp.Scenario) -> None:
    swept = small.sweep({"items.casing.cost": pp.span(40, 50, 3), "strategies.ATO.allocation": ["commit", "no_holdback"]})
    winners = swept.winners.to_dict()
    assert sorted(set(winners["items.casing.cost"])) == [40, 45, 50]
    assert set(winners["strategies.ATO.allocation"]) == {"commit", "no_holdback"}
    assert len(swept.sweep) > 6 * 20 and swept.charts
    one = small.sweep({"items.casing.cost": [40, 50]}, design="tornado")
    assert set(one.tornado.to_dict()["axis"]) == {"items.casing.cost"}


def test_searches(small: pp.Scenario) -> None:
    best = small.optimize(target={"on_time_rate": 0.9}, search_replications=3, replications=3)
    assert set(best.levels.to_dict()["strategy"]) == {"MTS", "ATO"} and "on-time rate" in best.info["search"]["goal"]
    assert len(best.optimum) > 0
    along = small.frontier("on_time_rate", [0.8, 0.9], search_replications=3, replications=3)
    assert len(along.frontier_points) == 4 and along.charts["frontier"].title
    held = small.decoupling(objective="cost_total", search_replications=3, replications=3)
    assert set(held.decoupling.to_dict()["item"]) == {"seal", "casing", "pump"} and "hold" in held.snippet


def test_a_trace_is_the_life_of_an_order(small: pp.Scenario) -> None:
    facts = small.trace(order=30).to_dict()
    assert set(facts["strategy"]) == {"MTS", "ATO"} and facts["event"][0] == "placed"
    assert set(facts["order"]) == {30}
    assert len(small.trace(strategy="MTS")) > 1000
    with pytest.raises(KeyError, match="no order 100000"):
        small.trace(order=100000)


def test_laws_of_a_record(tmp_path: Path) -> None:
    values = [3, 5, 4, 6, 9, 4, 5, 7, 3, 5, 8, 4, 6, 5]
    found = pp.fit({"days": values}, column="days")
    (tmp_path / "record").write_text("days\n" + "\n".join(map(str, values)) + "\n")
    again = pp.fit(tmp_path / "record", column="days")
    assert found.laws.to_dict()["aic"].tolist() == again.laws.to_dict()["aic"].tolist()
    assert "buy.lead_time" in found.fragment and found.advice and found.charts
    assert "tmp" not in found.fragment and len(found.counts) == 0
    assert {path.name for path in found.save(tmp_path / "fit")} >= {"fit.csv", "fit.json"}
    with pytest.raises(ValueError, match="say what to fit"):
        pp.fit({"days": values})
    with pytest.raises(pp.ScenarioError, match="dayz"):
        pp.fit({"days": values}, column="dayz")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, run: pp.Run) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(pp.FolderError, match=r"mine\.txt"):
        run.save(tmp_path)
    with pytest.raises(pp.FolderError, match="not a result folder"):
        pp.load(tmp_path)
    assert issubclass(pp.FolderError, OSError)
