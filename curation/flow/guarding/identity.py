"""Who the persona is, as saved or as drafted; the names that are its own, and what a person put on the keep-list."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from curation.persona import Persona, draft_from
from curation.privacy import ENTITIES
from curation.privacy.values import HARM, normalise
from curation.workspace import findings, queries, rules, values


def persona(connection: Connection) -> Persona:
    """The persona as saved; before the first save, a draft from the files' own system texts and senders' names."""
    stored = queries.setting(connection, "persona")
    if stored is not None:
        return Persona(**stored)
    name = next((chat["persona_name"] for chat in queries.all_chats(connection) if chat["persona_name"]), "")
    draft = draft_from(text for source in queries.all_sources(connection) for text in source["system_texts"])
    if draft.template:
        # MemoTrace may have written 你的朋友 where a name could stand: such words stay as they are.
        named = draft.friend in {name for _, name in queries.names_of(connection, persona=False)}
        system = draft.template if named else draft.template.replace("{friend}", draft.friend)
        return Persona(name=draft.name or name, system=system)
    return Persona(name=name)


def own_names(connection: Connection) -> frozenset[str]:
    """Keys of the persona's name, nicknames and sender names, and of several in a row that were found.

    Exempt unless somebody accepts them.
    """
    known = persona(connection)
    names = [known.name, *known.nicknames, *(name for _, name in queries.names_of(connection, persona=True))]
    own = frozenset(normalise("PERSON", name) for name in names if name)
    return own | {key for key in findings.person_keys(connection) if calls(key, own)}


def calls(key: str, names: Collection[str]) -> bool:
    """Whether these names, one or several in a row (阿澈阿澈), are all there is.

    A pattern would try every way to part a long row of them.
    """
    ends = {0}
    for at in range(len(key)):
        if at in ends:
            ends |= {at + len(name) for name in names if name and key.startswith(name, at)}
    return bool(key) and len(key) in ends


def keys_of(words: Iterable[str]) -> frozenset[str]:
    """The keys of words of whatever entity."""
    return frozenset(normalise(entity, word) for word in words for entity in ENTITIES)


def terms(connection: Connection) -> values.Terms:
    """What the store has to know to say which values need a person."""
    high = [entity for entity, harm in HARM.items() if harm == "high"]
    return values.Terms(high, own_names(connection), keys_of(rules.kept(connection)))
