"""What is easier said in Python: exceptions, words of results, conversions for other libraries."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from pushpull._native import Table


class Problem(NamedTuple):
    """One thing that is wrong with a scenario, and where."""

    message: str
    #: The next step, if one is known.
    help: str | None
    #: The key of the scenario; empty in a table.
    key: str
    #: Name of the text or table, or the key of a change.
    source: str
    #: From 1; 0 where it is no text's fault.
    line: int
    #: In characters, from 1; 0 where it is no text's fault.
    column: int


class ScenarioError(ValueError):
    """A scenario is wrong: all its problems, each with its place.

    >>> import pushpull as pp
    >>> try:
    ...     pp.template("classes").set({"items.drive.cots": 3, "items.drive.cost": -1})
    ... except pp.ScenarioError as error:
    ...     [problem.key for problem in error.problems]
    ['items.drive.cots', 'items.drive.cost']
    """

    def __init__(self, message: str, problems: list[Problem] | None = None) -> None:
        super().__init__(message, problems or [])

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, by place."""
        return list(self.args[1])

    def __str__(self) -> str:
        return str(self.args[0])


class NotCovered(ValueError):
    """What is asked cannot be answered; the message says why, and often what to ask instead."""


class FolderError(OSError):
    """A result folder cannot be written or read."""


class Bug(RuntimeError):
    """A fault of pushpull, not of a scenario: please report it."""


for _class in (Problem, ScenarioError, NotCovered, FolderError, Bug):
    _class.__module__ = "pushpull"


class Verdict(NamedTuple):
    """What results say."""

    headline: str
    worth: str
    next: str
    command: str
    sentences: list[str]
    caution: str
    #: The strategy to choose, or none where nothing tells them apart.
    best: str | None
    #: What the sentences are made from; of a run.
    facts: dict[str, Any] | None


class Finding(NamedTuple):
    """Something that was seen, and the next step."""

    id: str
    symptom: str
    advice: str


class Estimate(NamedTuple):
    """A mean over replications, with its interval."""

    mean: float | None
    sd: float | None
    se: float | None
    ci: tuple[float | None, float | None]
    unit: str
    replications: int


def verdict(info: dict[str, Any]) -> Verdict:
    said = info["verdict"]
    facts = said.get("facts")
    choice: list[str] = facts["choice"] if facts else []
    words: dict[str, Any] = {**said, "best": choice[0] if choice else None, "facts": facts}
    return Verdict(**words)


def findings(info: dict[str, Any]) -> list[Finding]:
    return [Finding(**finding) for finding in info["findings"]]


def targets(asked: Any) -> Any:
    """Targets as a scenario has them, from `{measure: value}` too."""
    if not isinstance(asked, Mapping):
        return asked
    if "measure" in asked:
        return [asked]
    pairs: Mapping[Any, Any] = cast("Mapping[Any, Any]", asked)
    return [{"measure": measure, "value": value} for measure, value in pairs.items()]


def span(start: float, stop: float, steps: int) -> dict[str, float]:
    """Values of an axis, or levels of a frontier, from one number to another.

    >>> import pushpull as pp
    >>> pp.span(1, 6, 6)
    {'from': 1, 'to': 6, 'steps': 6}
    """
    return {"from": start, "to": stop, "steps": steps}


class Line:
    """How far work is, in one line of stderr."""

    def __init__(self) -> None:
        self.width = 0

    def __call__(self, done: int, total: int, events: int) -> None:
        words = f"{done:,} of {total:,}" if total else f"{done:,} points scored"
        if events:
            words += f", {events:,} events"
        self.write(words)

    def end(self) -> None:
        if self.width:
            self.write("")
            sys.stderr.write("\r")

    def write(self, words: str) -> None:
        sys.stderr.write("\r" + words.ljust(self.width))
        sys.stderr.flush()
        self.width = len(words)


def listener(progress: bool | Callable[[int, int, int], object] | None) -> Callable[[int, int, int], object] | None:
    """Who is told how far work is: by default somebody who sits before it."""
    if callable(progress):
        return progress
    if progress is None:
        progress = "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
    return Line() if progress else None


def columns(table: Any) -> dict[str, list[Any]]:
    """The columns of a data frame of any library."""
    for method in ("to_pydict", "to_dict"):
        if hasattr(table, method):
            table = getattr(table, method)()
            break
    return {str(name): list(values) for name, values in table.items()}


def csv_bytes(table: Any) -> bytes:
    """A table as CSV."""
    if isinstance(table, bytes):
        return table
    if isinstance(table, str):
        return table.encode()
    if hasattr(table, "to_csv"):
        return str(table.to_csv(index=False)).encode()
    if hasattr(table, "write_csv"):
        return str(table.write_csv()).encode()
    import csv
    import io

    named = columns(table)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(named)
    writer.writerows(zip(*named.values(), strict=True))
    return out.getvalue().encode()


def record_of(record: Any) -> tuple[str, bytes | None]:
    """A record as a file: its name, and its bytes where it is none on the disk."""
    if isinstance(record, (str, os.PathLike)):
        return os.fspath(record), None
    return "record", csv_bytes(record)


def to_dict(table: Table) -> dict[str, Any]:
    try:
        import numpy
    except ImportError:
        return {name: _plain(*table._raw(name)) for name in table.columns}
    found: dict[str, Any] = {}
    for name in table.columns:
        kind, raw, words = table._raw(name)
        numbers = numpy.frombuffer(raw, dtype={"d": "f8", "q": "i8", "i": "i4"}[kind])
        found[name] = numpy.array(words, dtype=object)[numbers] if kind == "i" else numbers
    return found


def _plain(kind: str, raw: bytes, words: list[str]) -> list[Any]:
    import array

    numbers = array.array(kind, raw)
    return [words[code] for code in numbers] if kind == "i" else numbers.tolist()


def to_pandas(table: Table) -> Any:
    import numpy

    pandas: Any = importlib.import_module("pandas")
    found: dict[str, Any] = {}
    for name in table.columns:
        kind, raw, words = table._raw(name)
        if kind == "i":
            codes = numpy.frombuffer(raw, dtype="i4")
            found[name] = pandas.Categorical.from_codes(codes, categories=pandas.Index(words, dtype=object))
        else:
            found[name] = numpy.frombuffer(raw, dtype="f8" if kind == "d" else "i8")
    return pandas.DataFrame(found)
