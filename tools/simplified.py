"""Build assets/topics/simplified.json: which simplified character each traditional one becomes.

    pip install opencc==1.4.2
    python -m tools.simplified

The words, cues and weights of assets/topics were learned from simplified Chinese; with this table the same talk in
traditional characters is scored nearly as well. The mapping is that of OpenCC (Apache-2.0), character by character.
"""

from __future__ import annotations

import importlib.metadata
import json

import opencc

from curation.signals.topic import assets

TAIWAN = {"妳": "你", "牠": "它"}
"""Pronouns that OpenCC keeps apart, and that mean the same to a topic."""
HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))


def main() -> None:
    """Write the file."""
    convert = opencc.OpenCC("t2s").convert
    pairs = [(chr(code), convert(chr(code))) for block in HAN for code in block]
    pairs = [(one, other) for one, other in pairs if one != other and len(other) == 1 and ord(other) < 0x10000]
    pairs += TAIWAN.items()
    table = {
        "with": "python -m tools.simplified",
        "source": {"name": "OpenCC", "version": importlib.metadata.version("opencc"), "licence": "Apache-2.0"},
        "traditional": "".join(one for one, _ in pairs),
        "simplified": "".join(other for _, other in pairs),
    }
    text = json.dumps(table, ensure_ascii=False, indent=2) + "\n"
    (assets.FOLDER / "simplified.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
