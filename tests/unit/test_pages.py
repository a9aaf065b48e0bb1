import os
from pathlib import Path

import pytest

from takeup.pages import kernel_environment, plan_pages
from takeup.params import load_params

ROOT = Path(__file__).parents[2]


def test_kernels_know_the_project_and_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATOMO_TOKEN", "shared")
    monkeypatch.setenv("MATOMO_TOKEN_STADT_HEIDE", "own")
    monkeypatch.delenv("TAKEUP_ROOT", raising=False)
    with kernel_environment(Path("project"), Path("tables")):
        assert os.environ["TAKEUP_ROOT"] == "project"
        assert not [name for name in os.environ if name.startswith("MATOMO_TOKEN")]
    after = [os.environ[name] for name in ("MATOMO_TOKEN", "MATOMO_TOKEN_STADT_HEIDE")]
    assert after == ["shared", "own"]
    assert "TAKEUP_ROOT" not in os.environ


def test_every_campaign_of_the_data_has_a_page_of_its_own_and_no_other() -> None:
    params = load_params(ROOT / "params")
    sample, real = (
        plan_pages(params, ROOT / "notebooks", "2024-09", sample=each) for each in (True, False)
    )
    files = [page.file for page in sample if page.bericht == "kampagne"]
    assert files == ["kampagne-muster-fruehjahr-2024.html", "kampagne-muster-herbst-2024.html"]
    chosen = next(page for page in sample if page.file == files[0])
    assert chosen.parameters == {"month": "2024-09", "kampagne": "muster-fruehjahr-2024"}
    assert not [page for page in real if page.bericht == "kampagne"]
    assert len(sample) == len(real) + 2
