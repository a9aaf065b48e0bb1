from datetime import date

import pytest

from takeup.inspection.dates import date_form

SEPTEMBER = (date(2024, 9, 1), date(2024, 9, 30))


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["01.09.2024"], "%d.%m.%Y"),
        (["01.09.24"], "%d.%m.%y"),
        (["2024-09-01"], "%Y-%m-%d"),
        (["2024/09/01"], "%Y/%m/%d"),
        (["13/09/2024"], "%d/%m/%Y"),
        (["09/13/2024"], "%m/%d/%Y"),
        (["13-09-2024"], "%d-%m-%Y"),
        (["20240901"], "%Y%m%d"),
    ],
)
def test_a_form_that_alone_fits_is_taken(values: list[str], form: str) -> None:
    assert date_form(values, None).form == form


def test_a_day_that_could_be_a_month_is_not_decided() -> None:
    found = date_form(["01/09/2024", "12/09/2024"], None)

    assert (found.form, found.doubt) == ("", "dates_unclear")
    assert found.choices == ("%d/%m/%Y", "%m/%d/%Y")


def test_the_period_decides_only_if_one_form_lies_in_it() -> None:
    assert date_form(["01/09/2024"], SEPTEMBER).form == "%d/%m/%Y"
    assert date_form(["09/09/2024"], SEPTEMBER).doubt == "dates_unclear"
    assert date_form(["01/10/2024"], SEPTEMBER).doubt == "dates_unclear"


def test_a_day_number_needs_a_period_to_tell_its_epoch() -> None:
    assert date_form(["45536"], None).choices == ("excel-1900", "excel-1904")
    assert date_form(["45536"], SEPTEMBER).form == "excel-1900"
    assert date_form(["44074"], SEPTEMBER).form == "excel-1904"


def test_dates_of_no_common_form_are_mixed() -> None:
    assert date_form(["01.09.2024", "2024-09-01"], None).doubt == "dates_mixed"
