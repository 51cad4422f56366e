"""A plain stand-in for the workspace: applies ops to dictionaries as the real one does to tables."""

from __future__ import annotations

import copy
from typing import Any

Fragment = dict[str, Any]


def at(bubbles: list[dict[str, Any]], before: int | None) -> int:
    return next((i for i, b in enumerate(bubbles) if b["id"] == before), len(bubbles))


class Store:
    """``log`` keeps every op that was applied; ``stale``: the fragment whose version another tab has moved on;
    ``gone``: the one that another tab has taken away; ``size``: fragments of a page.
    """

    def __init__(
        self, fragments: list[Fragment], source: list[dict[str, Any]], stale: int = 0, gone: int = 0, size: int = 99
    ) -> None:
        self.fragments, self.source, self.size = fragments, source, size
        self.stale, self.gone = stale or gone, gone
        self.first, self.turned = 0, {"client": "", "turn": 0}
        self.log: list[dict[str, Any]] = []
        self.problems: list[dict[str, Any]] = []
        self.ack = {"client": "", "seq": 0}
        self.view: dict[str, Any] = {}
        self.past: list[list[Fragment]] = []
        self.future: list[list[Fragment]] = []
        self.next_id = 900

    def data(self) -> dict[str, Any]:
        opened = self.view.get("open", {})
        shown = self.fragments[self.first : self.first + self.size]
        after = self.first + self.size < len(self.fragments)
        return {
            "pager": {"back": "back" if self.first else "", "next": "next" if after else ""},
            "turned": self.turned,
            "ack": self.ack, "problems": self.problems, "can_undo": bool(self.past), "can_redo": bool(self.future),
            "undo_label": self.log[-1]["kind"] if self.log else "", "redo_label": "", "focus": self.view.get("focus"),
            "reveal": self.view.get("reveal", False), "after": self.view.get("after", False),
            "fragments": [self.shown(f, opened.get(str(f["id"]), {})) for f in shown],
        }  # fmt: skip

    def turn(self, told: dict[str, Any]) -> None:
        turned = {"client": told["client"], "turn": told["turn"]}
        if turned != self.turned:
            self.turned = turned
            self.log.append({"kind": told["to"]})
            self.first += self.size if told["to"] == "next" else -self.size
            self.view |= {"focus": self.fragments[self.first : self.first + self.size][-1 if told["last"] else 0]["id"]}

    def shown(self, fragment: Fragment, opened: dict[str, int]) -> Fragment:
        own = {b["message"] for b in fragment["bubbles"]}
        numbers = [b["message"] for b in fragment["bubbles"] if b["message"] and not b.get("pulled")]
        low, high = min(numbers, default=0), max(numbers, default=0)
        before = [m for m in self.source if m["message"] < low and m["message"] not in own]
        after = [m for m in self.source if m["message"] > high and m["message"] not in own]
        few, many = opened.get("before", 0), opened.get("after", 0)
        return fragment | {
            "before": [self.placed(m) for m in before[max(len(before) - few, 0) :]],
            "after": [self.placed(m) for m in after[:many]],
            "more_before": len(before) > few,
            "more_after": len(after) > many,
        }

    def placed(self, message: dict[str, Any]) -> dict[str, Any]:
        home = next((f for f in self.fragments if any(b["message"] == message["message"] for b in f["bubbles"])), None)
        return message | ({"fragment": home["id"], "fragment_status": home["status"]} if home else {"fragment": None})

    def apply(self, payload: dict[str, Any]) -> None:
        if self.ack["client"] != payload["client"]:
            self.ack = {"client": payload["client"], "seq": 0}
        for op in payload["ops"]:
            if op["seq"] > self.ack["seq"]:
                self.ack = {"client": payload["client"], "seq": op["seq"]}
                self.one(op)

    def one(self, op: dict[str, Any]) -> None:
        if op["kind"] in {"undo", "redo"}:
            self.log.append(op)
            return self.travel(*((self.past, self.future) if op["kind"] == "undo" else (self.future, self.past)))
        index = next((i for i, f in enumerate(self.fragments) if f["id"] == op["fragment"]), -1)
        fragment = self.fragments[index]
        if self.stale == op["fragment"] or index < 0 or fragment["version"] != op["version"]:
            self.stale = 0
            self.fragments = [f for f in self.fragments if f["id"] != self.gone]
            text = "Changed elsewhere; your last action was not applied."
            self.problems.append({"seq": op["seq"], "fragment": op["fragment"], "text": text})
            return None
        self.log.append(op)
        self.past.append(copy.deepcopy(self.fragments))
        self.future.clear()
        getattr(self, "do_" + op["kind"])(fragment, op, index)
        fragment["version"] += 1
        return None

    def travel(self, source: list[list[Fragment]], target: list[list[Fragment]]) -> None:
        if source:
            versions = {f["id"]: f["version"] for f in self.fragments}
            target.append(self.fragments)
            self.fragments = [f | {"version": versions.get(f["id"], 0) + 1} for f in source.pop()]

    def new_id(self) -> int:
        self.next_id += 1
        return self.next_id

    def do_status(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        others = {seen["fragment"] for seen in op.get("also", [])}
        for one in [fragment, *(f for f in self.fragments if f["id"] in others)]:
            one.update(status=op["status"], reason=op.get("reason", ""), note=op.get("note", one["note"]))
            one["version"] += one is not fragment

    def do_repair(self, fragment: Fragment, op: dict[str, Any], index: int) -> None:
        signal = next(s for s in fragment["signals"] if s.get("id") == op["signal"])
        getattr(self, "do_" + signal["op"]["kind"])(fragment, signal["op"], index)
        fragment["signals"] = [s for s in fragment["signals"] if s is not signal]

    def do_context(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        fragment["context"] = op["text"]

    def bubble(self, fragment: Fragment, bubble_id: int) -> dict[str, Any]:
        return next(b for b in fragment["bubbles"] if b["id"] == bubble_id)

    def do_edit(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        bubble = self.bubble(fragment, op["bubble"])
        original = bubble.get("original")
        bubble.update(original=bubble["text"] if original is None else original, text=op["text"], findings=[])

    def do_revert(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        bubble = self.bubble(fragment, op["bubble"])
        bubble.update(text=bubble["original"], original=None)

    def do_remove(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        for bubble_id in op["bubbles"]:
            self.bubble(fragment, bubble_id)["removed"] = op["kind"] == "remove"

    do_unremove = do_remove

    def do_move(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        moved = [b for b in fragment["bubbles"] if b["id"] in op["bubbles"]]
        rest = [b for b in fragment["bubbles"] if b["id"] not in op["bubbles"]]
        place = at(rest, op["before"])
        fragment["bubbles"] = rest[:place] + moved + rest[place:]

    def do_add(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        new = {"id": self.new_id(), "message": None, "side": op["side"], "text": op["text"], "sender": "", "time": ""}
        new |= {"use": "speech", "kind": "text", "added": True}
        fragment["bubbles"].insert(at(fragment["bubbles"], op["before"]), new)

    def do_pull(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        for other in self.fragments:
            gone = [b for b in other["bubbles"] if b["message"] == op["message"]]
            other["bubbles"] = [b for b in other["bubbles"] if b not in gone]
            other["version"] += 1 if gone and other is not fragment else 0
        message = next(m for m in self.source if m["message"] == op["message"])
        new = {**message, "id": self.new_id(), "pulled": True}
        fragment["bubbles"].insert(at(fragment["bubbles"], op["before"]), new)

    def do_split(self, fragment: Fragment, op: dict[str, Any], index: int) -> None:
        place = at(fragment["bubbles"], op["bubble"])
        second = copy.deepcopy(fragment) | {"id": self.new_id(), "version": 1, "bubbles": fragment["bubbles"][place:]}
        fragment["bubbles"] = fragment["bubbles"][:place]
        self.fragments.insert(index + 1, second)

    def do_merge(self, fragment: Fragment, op: dict[str, Any], index: int) -> None:
        other = self.fragments[index + (1 if op["with"] == "next" else -1)]
        pair = [fragment, other] if op["with"] == "next" else [other, fragment]
        pair[0]["bubbles"] = pair[0]["bubbles"] + pair[1]["bubbles"]
        pair[0]["version"] += 1 if pair[0] is other else 0
        self.fragments.remove(pair[1])

    def do_mark(self, fragment: Fragment, op: dict[str, Any], index: int) -> None:
        bubble = next(b for b in fragment["bubbles"] if b["id"] == op["bubble"])
        span = {"id": self.next_id, "start": op["start"], "end": op["end"], "entity": op["entity"], "label": "x"}
        bubble["findings"].append(span | {"decision": "undecided", "surrogate": "[x]", "masked": "***"})
        self.next_id += 1

    def do_finding(self, fragment: Fragment, op: dict[str, Any], _: int) -> None:
        for bubble in fragment["bubbles"]:
            for finding in bubble.get("findings", []):
                if finding["id"] == op["finding"]:
                    finding["decision"] = op["decision"]
