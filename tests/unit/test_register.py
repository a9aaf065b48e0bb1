import pandas as pd
import pytest

from takeup import register
from takeup.disclosure import REGISTER
from takeup.errors import DisclosureError

CELL = "2024-09,stadt-heide,01005101151002,submitted"
HEAD = "month,verwaltung,leistung_id,measure,numerator,shown,states"
SOUND = f"{HEAD}\n{CELL},,hidden,\n{CELL},7,hidden,1 3\n{CELL},12,exact,2\n"


def written(tmp_path, text):
    path = tmp_path / register.FILE
    path.write_text(text, encoding="utf-8")
    return path


def test_before_the_first_report_nothing_is_known(tmp_path):
    found = register.read(tmp_path / "none.csv")
    assert found.empty
    assert list(found.columns) == list(REGISTER)


def test_the_register_is_read_back_as_it_was_written_whatever_the_order(tmp_path):
    found = register.read(written(tmp_path, SOUND))
    assert found["leistung_id"].tolist() == ["01005101151002"] * 3
    assert found["numerator"].isna().tolist() == [True, False, False]
    shuffled = register.to_bytes(found.iloc[::-1])
    assert shuffled == register.to_bytes(found)
    assert register.read(written(tmp_path, shuffled.decode())).shape == found.shape


def test_a_register_of_decisions_is_read_as_hidden_cells_of_unknown_number(tmp_path):
    old = f"month,verwaltung,leistung_id,measure\n{CELL}\n{CELL}\n"
    found = register.read(written(tmp_path, old))
    assert found["shown"].tolist() == ["hidden"]
    assert found["numerator"].isna().all()
    assert found["states"].tolist() == [""]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "month;verwaltung\n",
        f"{HEAD},more\n{CELL},7,exact,1,x\n",
        f"{HEAD}\n{CELL},7.5,exact,1\n",
        f"{HEAD}\n{CELL},7,open,1\n",
        f"{HEAD}\n{CELL},7,exact,\n",
        f"{HEAD}\n{CELL},,exact,\n",
        f"{HEAD}\n{CELL},7,exact,2\n",
        f"{HEAD}\n{CELL},7,exact,1\n{CELL},7,hidden,1\n",
        f"{HEAD}\n{CELL},7,exact,1\nSep 24{CELL[7:]},9,exact,1\n",
        "month,verwaltung,leistung_id,measure\nSep 24,stadt-heide,alle,submitted\n",
    ],
)
def test_a_damaged_register_is_never_trusted_nor_taken_for_empty(tmp_path, text):
    with pytest.raises(DisclosureError, match="Datensicherung"):
        register.read(written(tmp_path, text))


def test_an_empty_register_is_read_back(tmp_path):
    path = tmp_path / register.FILE
    path.write_bytes(register.to_bytes(pd.DataFrame(columns=list(REGISTER)).astype(REGISTER)))
    assert register.read(path).empty
