"""Arrow tables -> DataFrames of frames.MESSAGES.

Texts are shared with the table (pandas never writes into them); numbers are copied, as a view of Arrow's memory is
read-only.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from curation import frames
from curation.sources.overview import Chat

_STR: Any = pd.StringDtype("pyarrow", na_value=np.nan)
"""What pandas calls ``str``. (``__from_arrow__`` is its documented door for Arrow data; the type stubs lack it.)"""

_INT: Any = pd.Int64Dtype()


def frame(table: pa.Table, chat: Chat, people: Collection[str] | None = None) -> pd.DataFrame:
    """The table as frames.MESSAGES. ``people``: sender_ids of the persona; None: the owner, where the file tells."""
    if people is None and any(sender.is_owner is not None for sender in chat.senders):
        people = [sender.sender_id for sender in chat.senders if sender.is_owner]
    mine = pc.is_in(table["sender_id"], pa.array(people or (), pa.large_string())).to_numpy()
    columns: dict[str, Any] = {name: _column(table[name]) for name in table.column_names}
    columns["seq"] = table["seq"].to_numpy().copy()
    columns["is_persona"] = pd.arrays.BooleanArray(mine, np.full(len(table), people is None))
    columns["is_group"] = np.full(len(table), chat.is_group)
    return pd.DataFrame({name: columns[name] for name in frames.MESSAGES.columns}, copy=False)


def _column(values: pa.ChunkedArray) -> Any:
    if pa.types.is_large_string(values.type):
        return _STR.__from_arrow__(values)
    if pa.types.is_timestamp(values.type):
        return pd.DatetimeIndex(values.to_numpy().copy(), tz="UTC").array
    return _INT.__from_arrow__(values)
