"""A plan on a Dask cluster: its workers need this package and no shared disk."""

from __future__ import annotations

import importlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pushpull._native import Plan, Run, Sweep

if TYPE_CHECKING:
    from collections.abc import Callable


def run(
    client: Any,
    plan: Plan,
    *,
    retries: int = 10,
    progress: Callable[[int, int], object] | None = None,
) -> Run | Sweep:
    """Works the units of a plan on the workers of a `distributed.Client`, and merges them here.

    What a worker that is lost had done is done again by others. `progress` is called with the units done and all units.

    >>> import distributed, pushpull as pp, pushpull.dask
    >>> plan = pp.template("classes").plan(4, replications=8)
    >>> with distributed.Client(n_workers=1, processes=False, dashboard_address=None) as client:
    ...     run = pushpull.dask.run(client, plan)
    >>> run.info["replications"]
    8
    """
    as_completed: Any = importlib.import_module("distributed").as_completed
    with TemporaryDirectory() as folder:
        tapes = [Path(folder, f"{unit}.tape") for unit in range(len(plan))]
        work: Any = plan.work
        futures = {client.submit(work, unit, retries=retries, pure=False): tape for unit, tape in enumerate(tapes)}
        for done, future in enumerate(as_completed(list(futures)), start=1):
            futures[future].write_bytes(future.result())
            future.release()
            if progress is not None:
                progress(done, len(tapes))
        return plan.merge(tapes, progress=False)
