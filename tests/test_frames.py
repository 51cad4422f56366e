"""Frames have the columns and dtypes they promise, whatever they are made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from curation import frames
from curation.frames import FRAGMENTS, MESSAGES, Schema

SMALL = Schema(
    "small",
    {
        "name": ("str", "text"),
        "count": ("int64", "number"),
        "group": ("Int64", "number or nothing"),
        "mine": ("boolean", "yes, no or nothing"),
        "time": ("datetime64[us, UTC]", "when"),
    },
)
ROWS: list[tuple[Any, ...]] = [
    ("在\U0001f600", 1, 2**53 + 1, True, pd.Timestamp("2024-02-09T12:00:00.123456Z")),
    (None, 2, None, None, None),
]


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


@pytest.mark.parametrize("schema", [MESSAGES, FRAGMENTS, SMALL], ids=lambda s: s.name)
def test_an_empty_frame_has_every_column(schema: Schema) -> None:
    for empty in (schema.frame(), schema.from_columns({}), schema.from_columns({name: [] for name in schema.columns})):
        assert dtypes(schema.check(empty)) == {name: dtype for name, (dtype, _) in schema.columns.items()}
        assert empty.empty


def test_rows_keep_their_values() -> None:
    frame = SMALL.check(SMALL.frame(ROWS))
    assert frame.iloc[0].tolist() == list(ROWS[0])
    assert frame["count"].tolist() == [1, 2]
    assert frame.iloc[1].isna().tolist() == [True, False, True, True, True]


COLUMN: list[Iterable[object]] = [
    [1, 2], (1, 2), range(1, 3), iter([1, 2]), np.array([1, 2], dtype="int32"), pd.Series([1, 2], index=[7, 8]),
    pd.Series([1, 2], dtype="Int64"), pd.Index([1, 2]), {1: "a", 2: "b"}.keys(),
]  # fmt: skip


@pytest.mark.parametrize("values", COLUMN, ids=lambda v: type(v).__name__)
def test_a_column_may_come_as_anything(values: Iterable[object]) -> None:
    frame = SMALL.from_columns({"count": values, "name": pd.Series(["a", "b"], index=[3, 4])})
    assert frame["count"].tolist() == [1, 2]
    assert frame["name"].tolist() == ["a", "b"]
    assert frame["time"].isna().all()
    assert SMALL.check(frame[["name", "count", "group", "mine", "time"]]) is not None


@pytest.mark.parametrize(
    "times",
    [
        pd.date_range("2024-02-09", periods=2, tz="UTC", unit="s"),
        pd.Series(pd.date_range("2024-02-09T08:00", periods=2, tz="Asia/Shanghai", unit="ns")),
        [pd.Timestamp("2024-02-09", tz="UTC"), pd.Timestamp("2024-02-10", tz="UTC")],
    ],
    ids=["index of seconds", "series of another zone", "list"],
)
def test_times_become_utc_microseconds(times: Any) -> None:
    frame = SMALL.from_columns({"count": [1, 2], "time": times})
    assert frame["time"].astype("int64").tolist() == [1_707_436_800_000_000, 1_707_523_200_000_000]


def test_changing_the_frame_leaves_what_it_was_made_from() -> None:
    source = np.array([1, 2])
    frame = SMALL.from_columns({"count": source})
    frame.loc[0, "count"] = 9
    assert source.tolist() == [1, 2]


@pytest.mark.parametrize("values", [{"count": [1, None]}, {"count": ["x", "y"]}, {"count": [1, 2], "name": ["a"]}])
def test_what_does_not_fit_is_refused(values: dict[str, Iterable[object]]) -> None:
    with pytest.raises((ValueError, TypeError)):
        SMALL.from_columns(values)


def test_the_door_names_the_first_wrong_column() -> None:
    good = SMALL.frame(ROWS)
    assert SMALL.check(good) is good
    assert SMALL.check(good.assign(more=1)) is not None
    with pytest.raises(TypeError, match=r"^small: column 'group' is missing$"):
        SMALL.check(good.drop(columns=["group"]))
    with pytest.raises(TypeError, match=r"^small: column 'count' is float64, not int64$"):
        SMALL.check(good.astype({"count": "float64"}))
    with pytest.raises(TypeError, match=r"^small: column 'name' is object, not str$"):
        SMALL.check(good.astype({"name": object}))


def test_no_column_is_of_objects() -> None:
    for schema in (MESSAGES, FRAGMENTS):
        assert "object" not in {dtype for dtype, _ in schema.columns.values()}


def test_every_kind_is_speech_a_hole_or_context() -> None:
    groups = (frames.SPEECH, frames.HOLES, frames.CONTEXT)
    assert sorted(kind for group in groups for kind in group) == sorted(frames.KINDS)
