"""Bringing a workspace file to the newest schema with Alembic; a file from a newer Ruwo is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from curation.errors import RuwoError

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, path: Path, *, fresh: bool) -> None:
    """Migrate the file behind ``engine``; an older file is copied to ``*.before-upgrade`` first.

    Raises RuwoError ``workspace_newer`` when a newer version of Ruwo wrote it.
    """
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        try:
            if current:
                scripts.get_revision(current)
        except CommandError:
            raise RuwoError("workspace_newer", name=path.stem) from None
        if not fresh and current:
            shutil.copyfile(path, f"{path}.before-upgrade")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
