"""Every public name has an example that runs, and the pages' blocks of Python run."""

import doctest
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

import pushpull as pp

#: Values and exceptions that other examples show.
SHOWN_ELSEWHERE = {"Problem", "NotCovered", "FolderError", "Bug", "Verdict", "Finding", "Estimate", "Fit", "Sweep", "Frontier", "Decoupling", "Compared", "__version__"}


def documented() -> Iterator[tuple[str, str]]:
    yield "pushpull", pp.__doc__ or ""
    for name in pp.__all__:
        thing = getattr(pp, name)
        yield name, inspect.getdoc(thing) or ""
        if inspect.isclass(thing):
            own = [member for member in vars(thing) if not member.startswith("_")]
            yield from ((f"{name}.{member}", inspect.getdoc(getattr(thing, member)) or "") for member in own)


def test_every_public_name_is_explained() -> None:
    without = [name for name, text in documented() if not text and name != "__version__"]
    assert not without
    examples = {name.split(".")[0] for name, text in documented() if ">>>" in text}
    assert set(pp.__all__) - examples == SHOWN_ELSEWHERE


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text in documented() if ">>>" in text])
def test_examples_run(name: str, text: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    assert runner.run(test).failed == 0


@pytest.mark.parametrize("page", ["README.md", "docs/PYTHON.md", "python/README.md"])
def test_blocks_of_the_pages_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custom-pcs.toml").write_text(pp.template("custom-pcs").text)
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE)
    assert blocks
    for block in blocks:
        exec(compile(block, page, "exec"), {})
    assert list(tmp_path.glob("output/*/run.json"))
