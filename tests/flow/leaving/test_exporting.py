"""Promises 3 to 5 around the export: the trainer keeps every row, equal bytes."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from curation import dataset, workspace
from curation.errors import RuwoError
from curation.flow.guarding import personas, scanning
from curation.flow.intake import importing
from curation.flow.leaving import exporting
from curation.flow.workbench import review
from curation.persona import Persona
from curation.workspace import Workspace, queries
from tests.flow import chats
from tests.flow.chats import Client

KINDS = (
    "status", "edit", "split", "merge", "remove", "unremove", "move", "add", "context", "pull", "undo",
    "redo", "revert",
)  # fmt: skip
PHONE = "19999123456"


def random_edit(client: Client, opened: Workspace, rng: random.Random, kind: str) -> None:
    """Something a reviewer might do somewhere; it may be refused."""
    fragment = rng.choice(chats.fragments(opened))
    rows = chats.bubbles(opened, fragment)
    bubble = rng.choice(rows)["id"] if rows else 0
    some = [b["id"] for b in rng.sample(rows, min(len(rows), 3))]
    text = rng.choice(["改 <image>", "\n两\n\n行\n", "~~", "\ud800", f"打{PHONE}"])
    fields: dict[str, dict[str, Any]] = {
        "status": {"status": rng.choice(["kept", "kept", "dropped", "later"])},
        "edit": {"bubble": bubble, "text": text},
        "revert": {"bubble": bubble},
        "split": {"bubble": bubble},
        "merge": {"with": rng.choice(["next", "previous"])},
        "remove": {"bubbles": some},
        "unremove": {"bubbles": some},
        "move": {"bubbles": some, "before": None},
        "add": {"side": rng.choice(["persona", "human"]), "text": text, "before": rng.choice([None, bubble])},
        "context": {"text": rng.choice(["", "晚上", f"他的{PHONE}"])},
        "pull": {"message": rng.randint(1, 250), "before": None},
    }
    client.try_(kind, 0 if kind in ("undo", "redo") else fragment, **fields.get(kind, {}))


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second, so shrinking takes minutes
)
@given(
    seed=st.integers(0, 10**6),
    kinds=st.lists(st.sampled_from(KINDS), min_size=10, max_size=25),
    context_in=st.sampled_from(["turn", "system"]),
)
def test_a_trainer_keeps_every_row_whatever_was_edited(
    seed: int, kinds: list[str], context_in: Any, finds: Callable[..., None]
) -> None:
    finds(PHONE_NUMBER=[PHONE])
    opened = workspace.create("t")
    try:
        importing.import_demo(opened)
        scanning.scan(opened)
        personas.save(opened, Persona(name="阿澈", context_in=context_in))
        chats.keep_all(opened)
        rng = random.Random(seed)
        client = Client(opened)
        for kind in kinds:
            random_edit(client, opened, rng, kind)
        done = exporting.export(opened, selection="everything")
        assert done.problems == ()
        assert done.leaks == ()
        assert chats.problems_of(done.data_file()) == []
        compare_with_canvas(opened, done)
        everything = chats.dump(opened)
        undone = 0
        while not client.try_("undo").problems:
            undone += 1
        for _ in range(undone):
            client.do("redo")
        assert exporting.export(opened, selection="everything").data_file() == done.data_file()
        assert {t: len(r) for t, r in chats.dump(opened).items() if t in ("messages", "bubbles", "fragments")} == {
            t: len(everything[t]) for t in ("messages", "bubbles", "fragments")
        }
    finally:
        opened.delete()


def compare_with_canvas(opened: Workspace, done: exporting.Export) -> None:
    """What the canvas dims and says is what the export did."""
    ids = [row.key for row in done.data.rows] + list(done.data.skipped)
    with opened.read() as connection:
        shown = review.page(connection, ids, review.View(), str)["fragments"]
    rows = {row.key: row for row in done.data.rows}
    for fragment in shown:
        told = [repair["kind"] for repair in fragment["repairs"]]
        skipped = done.data.skipped.get(fragment["id"])
        assert told == ([skipped] if skipped else list(done.data.repaired.get(fragment["id"], ())))
        live = [b for b in fragment["bubbles"] if b["use"] == "speech" and not b.get("removed") and b["text"].strip()]
        trained = [b for b in live if not b.get("cut")]
        row = rows.get(fragment["id"])
        if row is None:
            continue
        sides = [side for side, after in pairwise([b["side"] for b in trained] + [None]) if side != after]
        roles = ["persona" if m["from"] == "gpt" else "human" for m in row.conversations]
        assert roles == (["human", *sides] if "context_turn" in done.data.repaired.get(row.key, ()) else sides)


def test_leading_and_trailing_turns_are_cut_alike(tmp_path: Path) -> None:
    lines: list[chats.Line] = [(True, "一"), (False, "二"), (True, "三"), (False, "四")]
    opened = chats.filled(tmp_path, lines)
    chats.keep_all(opened)
    done = chats.exported(opened)
    assert chats.values(done) == ["二", "三"]
    assert done.pack.manifest.repairs == {"leading_persona": 1, "trailing_human": 1}
    with opened.read() as connection:
        (shown,) = review.page(connection, chats.fragments(opened), review.View(), str)["fragments"]
    assert [b.get("cut", "") for b in shown["bubbles"]] == ["leading", "", "", "trailing"]
    assert [r["kind"] for r in shown["repairs"]] == ["leading_persona", "trailing_human"]
    assert all(r["text"] == dataset.REPAIRS[r["kind"]] for r in shown["repairs"])


# --- the same bytes


def test_the_same_workspace_gives_the_same_bytes(forty: Workspace, tmp_path: Path) -> None:
    first = chats.exported(forty)
    assert chats.exported(forty).zip() == first.zip()
    forty.backup(tmp_path / "backup.ruwo")
    restored = workspace.open_workspace(tmp_path / "backup.ruwo")
    try:
        assert chats.exported(restored).zip() == first.zip()
    finally:
        restored.close()


def test_the_manifest_tells_what_the_files_are(forty: Workspace) -> None:
    ids = chats.fragments(forty)
    review.mark(forty, ids[:3], "dropped")
    review.mark(forty, ids[3:5], "later")
    done = chats.exported(forty)
    manifest = json.loads(done.pack.files["manifest.json"])
    assert manifest["selection"] == "kept"
    assert manifest["fragments"] == {"dropped": 3, "kept": 35, "later": 2, "pending": 0}
    assert manifest["held_out"] == 1
    assert manifest["counts"]["rows"] == 34
    for name, file in manifest["files"].items():
        assert file == {
            "bytes": len(done.pack.files[name]),
            "sha256": hashlib.sha256(done.pack.files[name]).hexdigest(),
        }


def test_what_the_selection_takes(forty: Workspace) -> None:
    ids = chats.fragments(forty)
    review.mark(forty, ids, "pending")
    review.mark(forty, ids[:2], "kept")
    review.mark(forty, ids[2:4], "dropped")
    review.mark(forty, ids[4:6], "later")
    Client(forty).do("remove", ids[6], bubbles=[b["id"] for b in chats.bubbles(forty, ids[6])][1:])
    with forty.read() as connection:
        marked = [row["id"] for row in queries.fragments_by_id(connection, ids) if row["signals"]]
        assert exporting.selected(connection, "kept") == ids[:2]
        assert exporting.selected(connection, "everything") == [*ids[:2], *ids[6:]]
        clean = exporting.selected(connection, "kept_and_unreviewed")
    assert clean == [i for i in [*ids[:2], *ids[6:]] if i not in marked]


@pytest.mark.parametrize("change", ["status", "edit", "value", "persona", "import", "remember"])
def test_the_fingerprint_changes_with_everything_an_export_depends_on(
    forty: Workspace, tmp_path: Path, change: str
) -> None:
    before = exporting.fingerprint(forty)
    ids = chats.fragments(forty)
    match change:
        case "status":
            review.mark(forty, ids[:1], "dropped")
        case "edit":
            Client(forty).do("edit", ids[0], bubble=chats.bubbles(forty, ids[0])[0]["id"], text="改")
        case "value":
            from curation.flow.guarding import privacy

            privacy.decide(forty, [1], "reject")
        case "persona":
            personas.save(forty, Persona(name="别人"))
        case "import":
            chats.bring_in(forty, chats.write(tmp_path, chats.talk(2), name="b.html.json", names=(chats.ME, "小北")))
        case "remember":
            exporting.remember(forty, chats.exported(forty))
    assert exporting.fingerprint(forty) != before


def test_nothing_is_exported_before_the_scan_is_done(demo: Workspace) -> None:
    chats.keep_all(demo)
    with pytest.raises(RuwoError, match="scan_unfinished"):
        exporting.export(demo)
    scanning.scan(demo)
    chats.exported(demo)


def test_an_empty_export_is_not_ready(opened: Workspace) -> None:
    done = exporting.export(opened)
    assert not done.ready
    assert [p.code for p in done.problems] == ["no_rows"]


def test_an_empty_system_text_is_a_problem_of_each_row(forty: Workspace) -> None:
    personas.save(forty, Persona(name="阿岚", system=" "))
    done = exporting.export(forty)
    assert {p.code for p in done.problems} == {"empty_system"}
    assert {p.key for p in done.problems} == {row.key for row in done.data.rows}
