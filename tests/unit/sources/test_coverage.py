"""Which days and months count as delivered."""

HUND = "99102013104000;Hund anmelden"


def covered(staged) -> list[list[object]]:
    return staged.coverage.to_numpy().tolist()


def test_matomo_covers_the_days_it_lists_empty_ones_included(take_in) -> None:
    name = "2024-09/stadt-heide/matomo_VisitsSummary.get_day_2024-09-01,2024-09-30.json"

    staged = take_in({name: {"2024-09-01": {"nb_visits": 3}, "2024-09-02": []}})

    assert covered(staged) == [["matomo", "stadt-heide", "2024-09", 30, 2]]


def test_matomo_without_days_covers_none(take_in) -> None:
    name = "2024-09/stadt-heide/matomo_VisitsSummary.get_month_2024-09-01,2024-09-30.json"

    staged = take_in({name: {"2024-09": {"nb_visits": 3}}})

    assert covered(staged) == [["matomo", "stadt-heide", "2024-09", 30, 0]]


def test_applications_cover_the_period_of_the_file_not_only_days_with_rows(
    take_in, antraege
) -> None:
    content = antraege(f"03.09.2024;{HUND};1;0;1;1", period="01.09.2024 - 20.09.2024")

    staged = take_in({"2024-09/stadt-heide/antraege_2024-09.csv": content})

    assert covered(staged) == [["antraege", "stadt-heide", "2024-09", 30, 20]]
    days = staged.days["date"].dt.strftime("%d.%m.")
    assert (days.min(), days.max(), len(days)) == ("01.09.", "20.09.", 20)


def test_a_file_without_applications_covers_its_month_all_the_same(take_in, antraege) -> None:
    staged = take_in({"2024-09/stadt-heide/antraege_2024-09.csv": antraege()})

    assert covered(staged) == [["antraege", "stadt-heide", "2024-09", 30, 30]]


def test_monthly_sources_cover_their_month_once(take_in) -> None:
    header = "Monat;Aktive Konten;Registrierte Konten\n"

    staged = take_in({"2024-09/stadt-heide/konten_2024-08.csv": header + "08.2024;1;2\n"})

    assert covered(staged) == [["konten", "stadt-heide", "2024-08", 1, 1]]
    assert staged.days.empty


def test_a_file_whose_rows_were_all_set_aside_covers_nothing(take_in) -> None:
    header = "Monat;Aktive Konten;Registrierte Konten\n"

    staged = take_in({"2024-09/stadt-heide/konten_2024-09.csv": header + "09.2024;x;2\n"})

    assert covered(staged) == []


def test_the_population_covers_the_month_of_its_reference_date(take_in) -> None:
    text = "Stichtag: 31.12.2022\nSchlüssel;Name;Einwohner\n010510044;Heide;22114\n"

    staged = take_in({"2023-02/kreis-dithmarschen/bevoelkerung_2022.csv": text})

    assert covered(staged) == [["bevoelkerung", "kreis-dithmarschen", "2022-12", 1, 1]]


def test_days_after_the_reports_month_do_not_count(take_in, antraege) -> None:
    content = antraege(period="01.09.2024 - 31.10.2024")

    staged = take_in({"2024-09/stadt-heide/antraege_2024-09.csv": content})

    assert covered(staged) == [["antraege", "stadt-heide", "2024-09", 30, 30]]
