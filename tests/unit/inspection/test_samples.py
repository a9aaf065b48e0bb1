"""Every file of the shared samples can be looked at."""

from pathlib import Path

import pytest
import yaml

from takeup.inspection import document, plain
from takeup.mapping import Quelle

from .conftest import Look, counts

SAMPLES = Path(__file__).parents[3] / "../shared/samples"
FILES = sorted(path for folder in ("nasty", "matomo") for path in (SAMPLES / folder).glob("*"))


@pytest.mark.skipif(not FILES, reason="no samples beside the project")
def test_there_are_samples() -> None:
    assert len(FILES) > 70


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_shown_with_a_balance_that_adds_up(look: Look, path: Path) -> None:
    content = path.read_bytes()

    seen = look(content or b" ", path.name)

    rows_in, accepted, quarantined, excluded = counts(seen)
    assert rows_in == accepted + quarantined + excluded
    assert seen.refused == (rows_in == 0)
    assert seen.findings or not seen.refused
    if seen.draft:
        text = document(seen.draft, path.name)
        assert Quelle.model_validate(yaml.safe_load(text)) == seen.draft.quelle
        assert plain(seen, text)["proposal"] == text
