"""How an example's few rows become inputs."""

from __future__ import annotations

import pandas as pd

from takeup.measures.example import example_inputs, run_example, typed_rows
from takeup.measures.sidecar import load_sidecars


def test_a_word_in_a_channel_is_its_state_and_a_channel_left_out_is_zero():
    rows = typed_rows("faelle", [{"verwaltung": "x", "month": "2024-09", "phone": "unknown"}])
    cell = rows.iloc[0]
    assert cell["phone"] is pd.NA
    assert (cell["phone_state"], cell["online"], cell["online_state"]) == (
        "unknown",
        0,
        "value",
    )


def test_what_has_rows_counts_as_delivered_completely():
    row = {"verwaltung": "stadt-heide", "month": "2024-09", "active_accounts": 1}
    inputs = example_inputs({"konten": [row]}, ["2024-09"], ["stadt-heide"])
    assert inputs.coverage.to_numpy().tolist() == [["konten", "stadt-heide", "2024-09", 1, 1]]


def test_an_example_is_computed_from_its_rows_alone():
    sidecar = load_sidecars()["reach"]
    rows = run_example("reach", sidecar)
    assert list(rows.columns) == ["month", "verwaltung", "leistung_id", "value", "status"]
    assert len(rows) == len(sidecar.example.inputs["counts"]) / 2
