"""Where other rows count now than were known first, and which delivery brought them."""


def changes(staged) -> list[list[str]]:
    return staged.before.changes.to_numpy().tolist()


def test_zeros_that_came_late_were_not_known_first(take_in, antraege) -> None:
    empty = antraege(period="01.07.2024 - 31.08.2024")

    staged = take_in({"2024-08/stadt-heide/antraege_2024-08.csv": empty})

    assert changes(staged) == [["antraege", "stadt-heide", "2024-07", "2024-08"]]


def test_a_correction_names_its_own_folder(take_in) -> None:
    header = "Monat;Aktive Konten;Registrierte Konten\n"
    files = {
        "2024-08/stadt-heide/konten_2024-08.csv": header + "08.2024;120;1450\n",
        "2024-09/stadt-heide/konten_2024-08.csv": header + "08.2024;125;1450\n",
    }

    assert ["konten", "stadt-heide", "2024-08", "2024-09"] in changes(take_in(files))


def test_population_has_no_month_that_could_change(take_in) -> None:
    table = "Stichtag: 31.12.2022\nARS;Name;Bevölkerung\n010515175;Mitteldithmarschen;23535\n"

    staged = take_in({"2024-09/kreis-dithmarschen/bevoelkerung_2022-12-31.csv": table})

    assert changes(staged) == []
    assert staged.before.frames["bevoelkerung"].equals(staged.frames["bevoelkerung"])
