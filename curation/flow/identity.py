"""Who the persona is, as saved or as drafted, and the names that are its own."""

from __future__ import annotations

from sqlalchemy import Connection

from curation.persona import Persona, draft_from
from curation.privacy.values import normalise
from curation.workspace import queries


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
    """Keys of the persona's name, nicknames and sender names: exempt unless somebody accepts them."""
    known = persona(connection)
    names = [known.name, *known.nicknames, *(name for _, name in queries.names_of(connection, persona=True))]
    return frozenset(normalise("PERSON", name) for name in names if name)
