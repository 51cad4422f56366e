"""One table a recognizer: messages with the values marked 「…」, nothing else may be found."""

from curation.privacy import Scanner

RULES = Scanner("rules")
FULL = Scanner()


def taken_apart(marked: str) -> tuple[str, list[str]]:
    """The message and the marked values."""
    text, values = "", []
    for piece in marked.split("「"):
        value, mark, rest = piece.partition("」")
        text += value + rest
        if mark:
            values.append(value)
    return text, values


def check(entity: str, marked: str, scanner: Scanner = RULES) -> None:
    text, values = taken_apart(marked)
    found = [text[f.start : f.end] for f in scanner.scan([text])[0] if f.entity == entity]
    assert found == values, text
