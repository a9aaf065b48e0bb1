"""The facts of an invented Kreis pass every check, and name nothing of Dithmarschen."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from takeup import muster
from takeup.params import Params, load_params
from takeup.rehearsal.kreis import draw
from takeup.rehearsal.project import Base, write_params
from takeup.sources import check_params
from takeup.store import Store

# Names of places; the one of the Land may stay, for its holidays and elections apply.
REAL = re.compile(
    r"dithmarschen|heide|marne|büsum|buesum|brunsb|burg-s|meldorf|eider|hasberg", re.I
)


@pytest.fixture(scope="module", params=[2, 183], ids=["median", "smallest"])
def folder(
    request: pytest.FixtureRequest, base: Base, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("kreis") / "params"
    write_params(path, base, draw(request.param, base.kinds()))
    return path


@pytest.fixture(scope="module")
def params(folder: Path) -> Params:
    return load_params(folder)


def order_of(folder: Path) -> muster.Order:
    root = folder.parent
    return muster.order(Store(root, root / "data", root / "outputs", sample=True))


def test_they_pass_the_checks_of_takeup_check(params: Params, folder: Path) -> None:
    check_params(params)
    params.require_registered()

    assert set(order_of(folder).settings.administrations) == set(params.verwaltungen)


def test_every_file_about_the_kreis_says_that_it_is_invented(folder: Path) -> None:
    own = [*folder.glob("*.yml"), *folder.glob("verwaltungen/*.yml")]
    unmarked = {
        path.name
        for path in own
        if not path.read_text(encoding="utf-8").startswith("# Musterdaten")
    }

    # These are the same for everybody.
    assert unmarked == {"leistungen.yml", "berichte.yml"}


def test_no_place_and_nobody_of_dithmarschen_is_named(folder: Path) -> None:
    shared = {folder / "leistungen.yml", folder / "berichte.yml", *folder.glob("quellen/*")}
    files = [path for path in folder.rglob("*") if path.is_file() and path not in shared]

    assert len(files) > 10
    assert not {
        (path.name, found[0])
        for path in files
        if (found := REAL.search(path.read_text(encoding="utf-8")))
    }


def test_all_events_but_those_of_the_land_are_marked_as_invented(params: Params) -> None:
    real = {each.name for each in params.ereignisse if not each.muster}

    assert real == {
        "Kommunalwahl Schleswig-Holstein",
        "Ende des Kinderreisepasses",
        "Europawahl",
    }


def test_campaigns_are_invented_and_compare_whoever_takes_after_the_compared(
    params: Params, base: Base
) -> None:
    assert params.kampagnen
    assert all(each.muster for each in params.kampagnen.values())
    for each in params.kampagnen.values():
        assert set(each.verwaltungen) <= set(params.verwaltungen)
        assert not set(each.verwaltungen) & set(each.vergleich)


def test_the_matrix_answers_for_every_service_and_administration(params: Params) -> None:
    assert len(params.zustaendigkeit) == len(params.leistungen) * len(params.verwaltungen)


def test_a_checklist_that_names_our_administrations_names_nobody_elsewhere(
    base: Base, tmp_path: Path
) -> None:
    root = tmp_path / "ours"
    shutil.copytree(base.root / "params", root / "params")
    agreed = root / "params" / "einheitlich.yml"
    content = yaml.safe_load(agreed.read_text(encoding="utf-8"))
    content["pruefliste"]["mobil"]["antworten"] = {"stadt-heide": "ja"}
    agreed.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    ours = Base(root, load_params(root / "params"), base.order, base.first, base.last)

    write_params(tmp_path / "theirs" / "params", ours, draw(183, ours.kinds()))

    theirs = load_params(tmp_path / "theirs" / "params")
    assert theirs.einheitlich.answering == ()
