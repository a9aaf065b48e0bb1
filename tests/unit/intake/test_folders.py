import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from takeup.intake.folders import Delivery, Tree, walk

SLUGS = ["stadt-heide", "amt-mitteldithmarschen"]


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def walked(root: Path) -> Tree:
    return walk(root, SLUGS)


def found(tree: Tree) -> list[tuple[str, str]]:
    return [(origin.file, finding.rule) for origin, finding in tree.findings]


def test_files_are_listed_in_order_with_administration_and_month(tmp_path: Path) -> None:
    put(tmp_path, "2024-09/stadt-heide/b.csv", "2024-08/stadt-heide/a.csv")
    put(tmp_path, "2024-09/amt-mitteldithmarschen/c.csv")

    tree = walked(tmp_path)

    assert [(each.file, each.verwaltung, each.folder_month) for each in tree.deliveries] == [
        ("2024-08/stadt-heide/a.csv", "stadt-heide", "2024-08"),
        ("2024-09/amt-mitteldithmarschen/c.csv", "amt-mitteldithmarschen", "2024-09"),
        ("2024-09/stadt-heide/b.csv", "stadt-heide", "2024-09"),
    ]
    assert tree.findings == []


def test_folders_of_all_months_are_opened_so_that_late_corrections_arrive(
    tmp_path: Path,
) -> None:
    put(tmp_path, "2024-09/stadt-heide/a.csv", "2031-10/stadt-heide/b.csv")

    assert [each.folder_month for each in walked(tmp_path).deliveries] == ["2024-09", "2031-10"]


def test_bytes_in_the_archive_keep_the_name_they_were_delivered_under() -> None:
    file = "2024-09/stadt-heide/antraege.csv"
    lying = Delivery(Path(file), file, "stadt-heide", "2024-09")
    archived = replace(lying, path=Path("archiv/ab/ab12"), named="antraege.csv")

    assert lying.name == archived.name == "antraege.csv"


def test_what_has_no_place_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "lose.csv", "2024-13/stadt-heide/a.csv", "2024-09/lose.csv")
    put(tmp_path, "2024-09/stadt-heide/alt/a.csv", "2024-09/stadt-heide/~$offen.xlsx")

    assert found(walked(tmp_path)) == [
        ("2024-09/lose.csv", "misplaced_file"),
        ("2024-09/stadt-heide/alt", "nested_folder"),
        ("2024-09/stadt-heide/~$offen.xlsx", "litter"),
        ("2024-13", "bad_month_folder"),
        ("lose.csv", "misplaced_file"),
    ]


def test_a_note_to_readers_beside_the_months_is_no_finding(tmp_path: Path) -> None:
    put(tmp_path, "LIESMICH.txt", ".gitkeep", "2024-09/stadt-heide/a.csv")

    assert walked(tmp_path).findings == []


def test_an_unknown_administration_is_reported_with_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, "2024-09/amt-mitteldithmarshen/a.csv")

    tree = walked(tmp_path)

    assert tree.deliveries == ()
    assert tree.findings[0][1].rule == "unknown_administration_folder"
    assert tree.findings[0][1].detail == "amt-mitteldithmarschen"


def test_symbolic_links_are_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "geheim"
    put(outside, "a.csv")
    root = tmp_path / "lieferungen"
    put(root, "2024-09/stadt-heide/a.csv")
    (root / "2024-09/stadt-heide/link.csv").symlink_to(outside / "a.csv")
    (root / "2024-09/amt-mitteldithmarschen").symlink_to(outside)
    (root / "2024-08").symlink_to(outside)

    tree = walked(root)

    assert [each.file for each in tree.deliveries] == ["2024-09/stadt-heide/a.csv"]
    assert [rule for _, rule in found(tree)] == ["symlink"] * 3


def test_a_locked_folder_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "2024-09/stadt-heide/a.csv", "2024-09/amt-mitteldithmarschen/b.csv")
    listed = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "stadt-heide":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)

    tree = walked(tmp_path)

    assert found(tree) == [("2024-09/stadt-heide", "unreadable")]
    assert len(tree.deliveries) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_reported_and_never_opened(tmp_path: Path) -> None:
    put(tmp_path, "2024-09/stadt-heide/a.csv")
    os.mkfifo(tmp_path / "2024-09/stadt-heide/pipe.csv")

    assert found(walked(tmp_path)) == [("2024-09/stadt-heide/pipe.csv", "not_a_file")]


def test_names_that_are_no_text_stay_apart(tmp_path: Path) -> None:
    folder = tmp_path / "2024-09/stadt-heide"
    folder.mkdir(parents=True)
    try:
        for name in (b"a\xfe.csv", b"a\xff.csv"):
            (folder / os.fsdecode(name)).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system stores text names only")

    files = [each.file for each in walked(tmp_path).deliveries]
    assert files == [r"2024-09/stadt-heide/a\udcfe.csv", r"2024-09/stadt-heide/a\udcff.csv"]
