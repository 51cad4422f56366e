"""Write the demo chat from tools/demo_chat.txt in the layout of MemoTrace v3's ``{remark}.html.json``.

``python tools/demo_chat.py`` writes the asset, ``--check`` says whether it is current. The same script
always gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

SCRIPT = Path(__file__).with_name("demo_chat.txt")
ASSET = Path(__file__).parent.parent / "assets" / "demo" / "林小满.html.json"
NAMES = {"林": "林小满", "澈": "阿澈"}
OWNER = "澈"
SHANGHAI = timezone(timedelta(hours=8))
"""China has had no summer time since 1991; a fixed offset needs no zone data on Windows."""

LINE = re.compile(r"(?P<time>\d\d:\d\d:\d\d) (?P<who>[林澈])(?: (?P<kind>[a-z_]+)(?: (?P<arg>[^|]*))?)?\|(?P<text>.*)")
TYPES = {
    "text": 1, "image": 3, "voice": 34, "video": 43, "sticker": 47, "location": 48, "call": 50,
    "system": 10000, "recall": 10000, "link": 21474836529, "file": 25769803825, "quote": 244813135921,
    "pat": 266287972401, "transfer": 8589934592049, "red_packet": 8594229559345,
}  # fmt: skip
"""Kind -> WeChat's 64-bit message type (sub-type << 32 | 49 for the composite ones)."""

Record = dict[str, object]


@dataclass(frozen=True)
class Line:
    """One line of the script; ``quoted`` is the line that a quote answers."""

    number: int
    when: datetime
    who: str
    kind: str
    arg: str
    text: str
    quoted: Line | None = None

    @property
    def server_id(self) -> str:
        """Nineteen digits like WeChat's, growing with time."""
        return str(8_300_000_000_000_000_000 + int(self.when.timestamp()) * 1009 + self.number)

    def media(self, folder: str, suffix: str, size: int) -> Record:
        """The fields of a file that the exporter names after time, id and side."""
        name = f"{self.when:%Y%m%d_%H%M%S}_{self.server_id[:6]}_{int(self.who == OWNER)}"
        path = f"./{folder}/{self.when:%Y-%m}/{name}{suffix}"
        return {"path": path, "file_name": name, "file_size": size, "file_type": ""}


def lines(script: str) -> Iterator[Line]:
    """The script's messages in order; raises ValueError with the number of a line that is none."""
    day = ""
    seen: dict[str, Line] = {}
    for row, raw in enumerate(script.splitlines(), 1):
        if raw.startswith("= "):
            day = raw[2:]
        elif raw and not raw.startswith("#"):
            match = LINE.fullmatch(raw)
            if match is None:
                raise ValueError(f"{SCRIPT.name}, line {row}: not a message")
            when = datetime.fromisoformat(f"{day}T{match['time']}").replace(tzinfo=SHANGHAI)
            kind, arg = match["kind"] or "text", match["arg"] or ""
            quoted = seen[f"{day} {arg}"] if kind == "quote" else None
            text = match["text"].replace("\\n", "\n")
            line = Line(len(seen) + 1, when, match["who"], kind, arg, text, quoted)
            seen[f"{day} {match['time']}"] = line
            yield line


def _text(line: Line) -> Record:
    return {"text": line.text}


def _image(line: Line) -> Record:
    media = line.media("image", "", 86_000 + line.number)
    return {**media, "thumb_path": f"{media['path']}_t"}


def _voice(line: Line) -> Record:
    seconds = int(line.arg)
    return {**line.media("voice", ".mp3", seconds * 2_000), "voice_to_text": line.text, "duration": seconds}


def _video(line: Line) -> Record:
    seconds = int(line.arg)
    return {**line.media("video", ".mp4", seconds * 180_000), "thumb_path": "", "duration": seconds}


def _sticker(line: Line) -> Record:
    path = f"https://example.org/sticker/{line.number}.gif"
    return {
        "path": path, "file_name": "", "file_size": 24_000 + line.number, "file_type": "",
        "thumb_path": "", "desc": line.text,
    }  # fmt: skip


def _location(line: Line) -> Record:
    name, label = line.text.split(";")
    return {"x": 30.5, "y": 124.5, "label": label, "poiname": name, "scale": 16}


def _call(line: Line) -> Record:
    return {"invite_type": 1, "display_content": line.text, "duration": int(line.arg)}


def _link(line: Line) -> Record:
    title, description, app = line.text.split(";")
    return {
        "url": line.arg, "title": title, "description": description,
        "cover_url": "", "app_logo": "", "app_name": app,
    }  # fmt: skip


def _file(line: Line) -> Record:
    suffix = line.text.rpartition(".")[2]
    return {"path": "msg/file", "file_name": line.text, "file_size": int(line.arg), "file_type": suffix}


def _quote(line: Line) -> Record:
    assert line.quoted is not None
    told = f"{NAMES[line.quoted.who]}: {line.quoted.text}"
    return {
        "text": line.text, "quote_server_id": line.quoted.server_id,
        "quote_type": TYPES[line.quoted.kind], "quote_text": told,
    }  # fmt: skip


def _transfer(line: Line) -> Record:
    state, fee = line.arg.split()
    word = {"1": "发起转账", "3": "已收款"}[state]
    return {"text": word, "pay_subtype": int(state), "pay_memo": line.text, "fee_desc": f"￥{fee}"}


def _red_packet(line: Line) -> Record:
    return {"text": line.text, "inner_type": 0}


FIELDS: dict[str, Callable[[Line], Record]] = {
    "text": _text, "system": _text, "recall": _text, "pat": _text, "image": _image, "voice": _voice,
    "video": _video, "sticker": _sticker, "location": _location, "call": _call, "link": _link,
    "file": _file, "quote": _quote, "transfer": _transfer, "red_packet": _red_packet,
}  # fmt: skip


def record(line: Line) -> Record:
    """One record of the exporter's array: the common fields, then those of its type."""
    common: Record = {
        "type": str(TYPES[line.kind]), "is_send": line.who == OWNER, "timestamp": int(line.when.timestamp()),
        "server_id": line.server_id, "display_name": NAMES[line.who], "avatar_src": "", "xml_dict": {},
    }  # fmt: skip
    return common | FIELDS[line.kind](line)


def render(script: str) -> bytes:
    """The whole file: UTF-8 without BOM, one space of indent, as the exporter writes it."""
    records = [record(line) for line in lines(script)]
    return json.dumps(records, ensure_ascii=False, indent=1).encode()


def main() -> int:
    """Write the asset, or with --check only say whether it is current (0 or 1)."""
    parser = argparse.ArgumentParser(description="Write the demo chat.")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when the asset is out of date")
    check = parser.parse_args().check
    content = render(SCRIPT.read_text(encoding="utf-8"))
    if check:
        current = ASSET.is_file() and ASSET.read_bytes() == content
        print("current" if current else "out of date: run python tools/demo_chat.py")
        return 0 if current else 1
    ASSET.write_bytes(content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
