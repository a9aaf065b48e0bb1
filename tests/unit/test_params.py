import shutil
from pathlib import Path

import pytest

from takeup.errors import ParameterError, UsageError
from takeup.params import load_params

PARAMS = Path(__file__).parents[2] / "params"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PARAMS, tmp_path / "params"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_parameters_of_the_project_are_sound(folder):
    params = load_params(folder)
    assert len(params.verwaltungen) == 9
    assert params.verwaltungen["stadt-heide"].schluessel == "010510044"


def test_every_pair_of_service_and_administration_has_a_zustaendigkeit(folder):
    params = load_params(folder)
    pairs = params.zustaendigkeit[["leistung_id", "verwaltung"]].drop_duplicates()
    assert len(pairs) == len(params.leistungen) * len(params.verwaltungen)


def test_broken_yaml_names_file_and_line(folder):
    change(folder / "settings.yml", "projekt:", "projekt: [\nx:")
    with pytest.raises(ParameterError, match=r"params/settings\.yml, Zeile \d+"):
        load_params(folder)


def test_an_unknown_key_is_refused_by_name(folder):
    change(folder / "settings.yml", "projekt:", "projektt: x\nprojekt:")
    with pytest.raises(ParameterError, match="projektt"):
        load_params(folder)


def test_a_key_written_twice_is_refused(folder):
    change(folder / "settings.yml", "projekt:", "projekt: x\nprojekt:")
    with pytest.raises(ParameterError, match="duplicate key"):
        load_params(folder)


def test_a_yaml_alias_is_refused(folder):
    path = folder / "verwaltungen" / "stadt-heide.yml"
    path.write_text("name: &n Stadt Heide\nkurzname: *n\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="alias"):
        load_params(folder)


def test_a_regional_key_without_quotes_is_refused_not_repaired(folder):
    change(folder / "verwaltungen" / "stadt-heide.yml", '"010510044"', "010510044")
    with pytest.raises(ParameterError, match="schluessel"):
        load_params(folder)


def test_a_campaign_with_an_unknown_administration_gets_a_suggestion(folder):
    change(folder / "kampagnen" / "muster-fruehjahr-2024.yml", "stadt-heide", "stadt-heidde")
    with pytest.raises(ParameterError, match="stadt-heide“"):
        load_params(folder)


def test_a_campaign_may_not_compare_an_area_with_itself(folder):
    path = folder / "kampagnen" / "muster-fruehjahr-2024.yml"
    change(path, "  - stadt-heide", "  - stadt-brunsbuettel")
    with pytest.raises(ParameterError, match="stadt-brunsbuettel"):
        load_params(folder)


def test_two_administrations_may_not_share_a_key(folder):
    change(folder / "verwaltungen" / "stadt-heide.yml", "010510044", "010510011")
    with pytest.raises(ParameterError, match="010510011"):
        load_params(folder)


def test_a_missing_file_is_named(folder):
    (folder / "berichte.yml").unlink()
    with pytest.raises(ParameterError, match=r"params/berichte\.yml fehlt"):
        load_params(folder)


def test_a_wrong_word_in_the_zustaendigkeit_is_named_by_line(folder):
    change(folder / "zustaendigkeit.csv", ",ja\n", ",vielleicht\n")
    with pytest.raises(ParameterError, match=r"zustaendigkeit\.csv, Zeile \d+"):
        load_params(folder)


def test_a_mapping_that_is_just_being_written_is_passed_over(folder):
    (folder / "quellen" / "neu.yml").touch()
    assert "neu" not in load_params(folder).quellen


def test_an_unknown_administration_is_met_with_the_nearest_name(folder):
    params = load_params(folder)
    with pytest.raises(UsageError, match="Meinten Sie „amt-mitteldithmarschen“"):
        params.require_verwaltung("amt-mitteldithmarshen")
    with pytest.raises(UsageError, match="Möglich sind: amt-"):
        params.require_verwaltung("zzzzqqq")


def test_invented_campaigns_and_events_stay_with_the_sample(folder):
    params = load_params(folder)
    assert params.campaigns(sample=True)
    assert not params.campaigns(sample=False)
    assert all(not event.muster for event in params.events(sample=False))


CORE = '  - "99102013104000"'


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('  - "99102013104009"', "Ähnlich: „99102013104000“"),
        ('  - "99085001012000"', "verlangt persönliches Erscheinen"),
        (f"{CORE}\n{CORE}", "zweimal"),
        ("  - 99102013104000", "kernkatalog"),
    ],
)
def test_the_core_catalogue_holds_known_services_once_and_none_in_person(folder, written, told):
    change(folder / "einheitlich.yml", CORE, written)
    with pytest.raises(ParameterError, match=told):
        load_params(folder)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  E2: 0.8", "  E13: 0.8", "E13"),
        ("  E2: 0.8", "  E2: 80", "E2"),
        ("antworten: {}", "antworten: {stadt-heidde: ja}", "stadt-heide“"),
        ("antworten: {}", "antworten: {stadt-heide: vielleicht}", "vielleicht"),
        ("reifegrad_ab: 3", "reifegrad: 3", "reifegrad"),
    ],
)
def test_a_slip_in_the_definition_of_uniform_is_named(folder, old, new, told):
    change(folder / "einheitlich.yml", old, new)
    with pytest.raises(ParameterError, match=told):
        load_params(folder)


def test_the_proposed_core_catalogue_is_all_that_needs_nobody_in_person(folder):
    params = load_params(folder)
    open_to_all = {key for key, each in params.leistungen.items() if not each.persoenlich}
    assert set(params.einheitlich.kernkatalog) == open_to_all
    assert params.einheitlich.beschlossen_am is None


TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105  invented


@pytest.mark.parametrize(
    ("file", "written", "place"),
    [
        (
            "settings.yml",
            f"matomo: {{adresse: 'https://a.example.org/', token: {TOKEN}}}",
            "matomo.token",
        ),
        ("settings.yml", f"matomo: {{address: 'https://a/?token_auth={TOKEN}'}}", "address"),
        ("settings.yml", f"matomo: 'https://a.example.org/?token_auth={TOKEN}'", "matomo"),
        ("settings.yml", f"matomo: ['{TOKEN}']", "matomo"),
        ("settings.yml", f"matomo_token: '{TOKEN}'", "matomo_token"),
        ("verwaltungen/stadt-heide.yml", f"token_auth: '{TOKEN}'", "token_auth"),
        ("verwaltungen/stadt-heide.yml", f"matomo: {{site: '{TOKEN}'}}", "matomo.site"),
    ],
)
def test_a_token_written_into_a_file_is_not_shown(folder, file, written, place):
    path = folder / file
    path.write_text(f"{path.read_text('utf-8')}{written}\n", "utf-8")
    with pytest.raises(ParameterError, match=place) as caught:
        load_params(folder)
    led_to_it = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert not [error for error in led_to_it if TOKEN[:12] in f"{error!s}{error!r}"]


def test_a_missing_field_does_not_show_the_fields_beside_it(folder):
    path = folder / "settings.yml"
    path.write_text(f"a_token: '{TOKEN}'\n", "utf-8")
    with pytest.raises(ParameterError, match="projekt: Field required") as caught:
        load_params(folder)
    assert TOKEN[:12] not in str(caught.value)


def test_a_wrong_value_of_a_known_field_is_shown(folder):
    change(folder / "settings.yml", "monate_rueckblick:", "monate_rueckblick: elf #")
    with pytest.raises(ParameterError, match=r"monate_rueckblick: .*'elf'"):
        load_params(folder)
