import os
from pathlib import Path

import pytest

from takeup.pages import kernel_environment


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
