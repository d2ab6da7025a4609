"""Units of a run or a sweep, in other processes and on a Dask cluster."""

import os
import pickle
import signal
from pathlib import Path

import pytest

import pushpull as pp

AXES = {"items.casing.cost": [40, 45, 50, 55], "items.pump.stock.base_stock": [2, 4, 6]}


def test_a_run_in_units_is_the_run(tmp_path: Path, small: pp.Scenario) -> None:
    plan = pickle.loads(pickle.dumps(small.plan(4, replications=10)))
    tapes = [tmp_path / str(unit) for unit in range(len(plan))]
    for unit, tape in enumerate(tapes):
        tape.write_bytes(plan.work(unit))
    run = plan.merge(tapes)
    assert run.info == small.run(replications=10).info
    tapes[2].write_bytes(tapes[2].read_bytes()[:-5])
    with pytest.raises(pp.FolderError, match="not the tape of unit 2"):
        plan.merge(tapes)
    with pytest.raises(pp.FolderError, match="3 tapes"):
        plan.merge(tapes[:3])
    with pytest.raises(IndexError):
        plan.work(4)


def test_a_sweep_on_a_cluster_survives_a_worker_that_is_killed(small: pp.Scenario) -> None:
    distributed = pytest.importorskip("distributed")
    import pushpull.dask

    plan = small.plan(12, AXES, replications=60)
    assert len(plan) == 12
    whole = small.sweep(AXES, replications=60)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        first, _ = client.run(os.getpid).values()
        killed: list[int] = []

        def told(done: int, units: int) -> None:
            assert units == 12
            if done == 3:
                os.kill(first, signal.SIGKILL)
                killed.append(first)

        swept = pushpull.dask.run(client, plan, progress=told)
    assert killed and isinstance(swept, pp.Sweep)
    assert swept.info == whole.info
    assert swept.sweep.to_dict()["mean"].tobytes() == whole.sweep.to_dict()["mean"].tobytes()
