"""What arrives where, for one administration and month at a time."""

from collections.abc import Callable

from takeup.params import Params
from takeup.periods import Month
from takeup.sample.deliveries import Ledger
from takeup.sample.plan import SamplePlan, build_scene
from takeup.sample.settings import SampleSettings
from takeup.sample.world import World, simulate

MakePlan = Callable[[str, str], SamplePlan]


def files(
    make_plan: MakePlan, settings: SampleSettings, month: Month
) -> tuple[dict[str, bytes], World]:
    scene = build_scene(make_plan(str(month), str(month)), settings)
    world = simulate(scene)
    return dict(Ledger.of(scene, world).files(month)), world


def test_a_server_error_arrives_in_place_of_the_answer(
    make_plan: MakePlan, settings: SampleSettings
) -> None:
    april = Month(2023, 4)

    delivered, _ = files(make_plan, settings, april)

    name = "matomo_Referrers.getCampaigns_day_2023-04-01,2023-04-30.json"
    assert delivered[f"2023-04/amt-buesum-wesselburen/{name}"].startswith(b'{"result":"error"')
    assert delivered[f"2023-04/stadt-heide/{name}"].startswith(b'{"2023-04-01":')


def test_every_submission_is_written_down_once(
    make_plan: MakePlan, settings: SampleSettings
) -> None:
    march = Month(2024, 3)

    delivered, world = files(make_plan, settings, march)

    text = delivered["2024-03/stadt-heide/antraege_2024-03.csv"].decode("cp1252")
    rows = [line.split(";") for line in text.splitlines() if line[:2].isdigit()]
    heide = world.portal.query("verwaltung == 'stadt-heide'")
    assert len(rows) == len(heide)
    assert sum(int(row[-1]) for row in rows) == heide["submitted"].sum()


def test_accounts_and_catalogue_have_their_own_encodings(
    make_plan: MakePlan, settings: SampleSettings
) -> None:
    delivered, _ = files(make_plan, settings, Month(2024, 3))

    assert delivered["2024-03/stadt-heide/konten_2024-03.csv"].startswith(b"\xef\xbb\xbf")
    assert "Geprüft am".encode() in delivered["2024-03/stadt-heide/katalog_2024-03.csv"]


def test_the_sample_holds_the_answers_that_a_fetch_asks_for(
    make_plan: MakePlan, settings: SampleSettings, params: Params
) -> None:
    delivered, _ = files(make_plan, settings, Month(2024, 3))

    answers = {
        tuple(name.split("_")[1:3])
        for name in (path.split("/")[-1] for path in delivered)
        if name.startswith("matomo_")
    }
    assert answers == {(each.bericht, each.zeitraum) for each in params.quellen["matomo"].abruf}
