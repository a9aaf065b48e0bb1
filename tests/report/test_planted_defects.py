"""Do the checks of pages find what they are for? Defects are planted one after the other."""

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from ..pages import static
from ..pages.audit import audit
from ..pages.browser import PROBE
from ..pages.defects import DEFECTS
from ..pages.findings import rules
from .conftest import MONTH

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("checkers")]

# The smallest page that has a figure, tables and contents.
PAGE = "kampagne-muster-fruehjahr-2024.html"


@pytest.fixture(scope="module")
def found(browser, sample, tmp_path_factory):
    """Rules that find something on the page with each defect, by the defect's name."""
    folder = shutil.copytree(sample.outputs, tmp_path_factory.mktemp("planted") / "outputs")
    page = (folder / MONTH / PAGE).read_text(encoding="utf-8")
    planted = {folder / MONTH / f"{number}.html": each for number, each in enumerate(DEFECTS)}
    for path, defect in planted.items():
        path.write_text(defect.edit(page), encoding="utf-8")
    by_page = defaultdict(list)
    for each in audit(browser, list(planted)):
        by_page[each.page].append(each)
    return {defect.name: rules(by_page[path.name]) for path, defect in planted.items()}


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda each: each.name)
def test_a_planted_defect_is_found_by_the_rules_made_for_it_and_by_no_other(found, defect):
    assert found[defect.name] == defect.rules


def test_every_check_of_our_own_has_found_a_defect(found):
    sources = [PROBE, Path(static.__file__).read_text(encoding="utf-8")]
    ours = {
        f"own:{name}"
        for source in sources
        for name in re.findall(r'(?:report\(|yield )"([\w-]+)"', source)
    }
    assert len(ours) > 10
    assert ours <= set().union(*found.values())
