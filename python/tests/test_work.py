"""Work beside the interpreter: progress, Ctrl-C, threads, processes."""

import _thread
import multiprocessing
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import pushpull as pp
from pushpull import _native


def cost(scenario: pp.Scenario) -> float | None:
    """For another process."""
    return scenario.run(progress=False).value("cost_total", strategy="ATO").mean


def test_progress_is_told_in_the_calling_thread(small: pp.Scenario) -> None:
    calls: list[tuple[int, int, int]] = []
    threads: set[int] = set()

    def told(done: int, total: int, events: int) -> None:
        calls.append((done, total, events))
        threads.add(threading.get_ident())

    begun = time.monotonic()
    small.run(replications=400, progress=told)
    assert len(calls) <= 20 * (time.monotonic() - begun) + 2
    assert calls[-1][:2] == (800, 800) and calls[-1][2] > 100_000 and threads == {threading.get_ident()}
    assert [done for done, *_ in calls] == sorted(done for done, *_ in calls)


def test_what_a_progress_raises_ends_the_work(small: pp.Scenario) -> None:
    def told(done: int, total: int, events: int) -> None:
        raise LookupError(done)

    with pytest.raises(LookupError):
        small.run(replications=100_000, progress=told)
    assert small.run(replications=2).info["replications"] == 2


def test_an_interrupt_is_a_keyboard_interrupt_and_the_module_works_on(small: pp.Scenario) -> None:
    timer = threading.Timer(0.3, _thread.interrupt_main)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        small.run(replications=1_000_000, progress=False)
    assert time.monotonic() - begun < 5
    assert small.run(replications=2).info["replications"] == 2


def test_other_threads_run_meanwhile(small: pp.Scenario) -> None:
    counted, going = 0, True

    def count() -> None:
        nonlocal counted
        while going:
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    small.run(replications=400, progress=False)
    going = False
    thread.join()
    assert counted > 5


def test_two_threads_at_once_have_the_same_results(small: pp.Scenario) -> None:
    scenarios = [small, small.set("run.seed", 2)] * 2
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(cost, scenarios))
    assert together == [cost(scenario) for scenario in scenarios] and together[0] != together[1]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_may_be_forked_and_spawned(method: str, small: pp.Scenario) -> None:
    here = cost(small)
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map_async(cost, [small, small]).get(timeout=120) == [here, here]


def test_threads_change_no_result(small: pp.Scenario) -> None:
    tables = [small.run(threads=threads).summary.to_dict()["mean"].tobytes() for threads in (1, 2, 3)]
    assert tables[0] == tables[1] == tables[2]


def test_a_panic_is_a_bug_and_no_dead_interpreter() -> None:
    with pytest.raises(pp.Bug, match="not of your scenario: for a test"):
        _native._fault()
