"""What a page's kernel may know."""

import os
from pathlib import Path

import pytest

from takeup.making import kernel_environment, kernel_settings
from takeup.store import Store


def test_kernels_know_the_project_and_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATOMO_TOKEN", "shared")
    monkeypatch.setenv("MATOMO_TOKEN_STADT_HEIDE", "own")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    store = Store(Path("project"), Path("data"), Path("outputs"), sample=True)
    known = kernel_environment(kernel_settings(store, Path("tables")))
    assert known["TAKEUP_ROOT"] == "project"
    assert known["TAKEUP_PUBLISHED"] == "tables"
    assert known["LANG"] == "de_DE.UTF-8"
    assert not [name for name in known if name.startswith("MATOMO_TOKEN")]
    assert "MATOMO_TOKEN" in os.environ
    assert "TAKEUP_PUBLISHED" not in os.environ
