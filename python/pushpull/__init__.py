"""Make-to-stock, assemble-to-order, make-to-order or any mix: compared on the same random customers.

>>> import pushpull as pp
>>> run = pp.template("classes").run(replications=10, progress=False)
>>> run.verdict.best in run.scenario.strategies
True
"""

from pushpull._native import (
    Chart,
    Compared,
    Decoupling,
    Fit,
    Frontier,
    Plan,
    Run,
    Scenario,
    Sweep,
    Table,
    __version__,
    compare,
    fit,
    load,
    template,
    templates,
)
from pushpull._support import (
    Bug,
    Estimate,
    Finding,
    FolderError,
    NotCovered,
    Problem,
    ScenarioError,
    Verdict,
    span,
)

__all__ = [
    "Bug",
    "Chart",
    "Compared",
    "Decoupling",
    "Estimate",
    "Finding",
    "Fit",
    "FolderError",
    "Frontier",
    "NotCovered",
    "Plan",
    "Problem",
    "Run",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "Table",
    "Verdict",
    "__version__",
    "compare",
    "fit",
    "load",
    "span",
    "template",
    "templates",
]
