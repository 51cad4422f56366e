"""Fragments that a person split, merged or rearranged"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fragments", sa.Column("reshaped", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(
        """
        UPDATE fragments SET reshaped = 1 WHERE touched = 1 AND id IN (
            SELECT json_extract(changes.after, '$.fragment_id') FROM changes JOIN edits ON edits.id = changes.edit_id
            WHERE changes.tab = 'bubbles' AND edits.inverts IS NULL AND edits.undone IS NULL
            UNION
            SELECT json_extract(changes.before, '$.fragment_id') FROM changes JOIN edits ON edits.id = changes.edit_id
            WHERE changes.tab = 'bubbles' AND edits.inverts IS NULL AND edits.undone IS NULL
            UNION
            SELECT bubbles.fragment_id FROM changes JOIN edits ON edits.id = changes.edit_id
            JOIN bubbles ON bubbles.id = json_extract(changes.row, '$.id')
            WHERE edits.kind = 'move' AND changes.tab = 'bubbles' AND edits.undone IS NULL
        )
        """
    )
    op.create_index("fragments_reshaped", "fragments", ["status"], sqlite_where=sa.text("reshaped <> 0"))
