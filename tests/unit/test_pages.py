from pathlib import Path

from takeup.pages import plan_pages
from takeup.params import load_params

ROOT = Path(__file__).parents[2]


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
