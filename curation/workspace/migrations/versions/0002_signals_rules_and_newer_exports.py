"""Signals, samples, rules, stickers and newer exports"""

import sqlalchemy as sa
from alembic import op

from curation.workspace import stickers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stickers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("fragment_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("missed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("samples_of_round", "samples", ["purpose", "round"])

    op.create_table(
        "signals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fragment_id", sa.Integer(), nullable=False),
        sa.Column("bubble_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("repair", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signals_by_kind", "signals", ["kind", "score"])
    op.create_index("signals_of_fragment", "signals", ["fragment_id"])

    op.add_column("fragments", sa.Column("rank", sa.Integer(), server_default=sa.text("1000"), nullable=False))
    op.add_column("fragments", sa.Column("hidden", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("fragments", sa.Column("analysed", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("fragments", sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_index("fragments_by_rank", "fragments", ["status", "rank", "chat_id", "place", "id"])

    op.add_column("messages", sa.Column("source_id", sa.Integer(), nullable=True))
    op.add_column("messages", sa.Column("vanished", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("messages", sa.Column("sticker", sa.Text(), nullable=True))
    op.create_index("messages_of_sticker", "messages", ["sticker"], sqlite_where=sa.text("sticker IS NOT NULL"))
    op.add_column("messages", sa.Column("clock", sa.Integer(), nullable=True))
    _know_stickers(op.get_bind())

    op.add_column("private_values", sa.Column("waiver", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("private_values", sa.Column("waived_by", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("private_values", sa.Column("chosen", sa.Integer(), server_default=sa.text("0"), nullable=False))

    op.add_column("findings", sa.Column("rule", sa.Integer(), nullable=True))
    op.drop_index("findings_of_value", "findings")
    op.create_index("findings_of_value", "findings", ["value_id", "rule", "exception", "score"])

    op.add_column("fragments", sa.Column("tokens", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index("fragments_explained", "fragments", ["status"], sqlite_where=sa.text("context <> ''"))
    op.execute(
        "UPDATE fragments SET tokens = coalesce((SELECT sum(length(coalesce(bubbles.text, messages.text))) * 2 / 3 "
        "FROM bubbles LEFT JOIN messages ON messages.id = bubbles.message_id "
        "WHERE bubbles.fragment_id = fragments.id AND NOT bubbles.removed), 0)"
    )
    op.create_index(
        "fragments_size",
        "fragments",
        ["tokens", "hidden"],
        sqlite_where=sa.text("status = 'kept'"),
    )
    op.create_index("fragments_hidden", "fragments", ["status"], sqlite_where=sa.text("hidden <> 0"))
    op.create_index(
        "fragments_decided", "fragments", ["first_words", "status"], sqlite_where=sa.text("status <> 'pending'")
    )
    op.drop_index("fragments_marked", "fragments")
    op.create_index(
        "fragments_marked", "fragments", ["signals", "status", "turns"], sqlite_where=sa.text("signals <> ''")
    )
    op.drop_index("bubbles_of_message", "bubbles")
    op.create_index("bubbles_of_message", "bubbles", ["message_id", "fragment_id"])
    op.create_index(
        "bubbles_changed",
        "bubbles",
        ["fragment_id"],
        sqlite_where=sa.text("text IS NOT NULL OR removed <> 0 OR pulled <> 0"),
    )
    op.create_index("messages_of_kind", "messages", ["kind"], sqlite_where=sa.text("kind <> 'text'"))
    op.execute(
        """
        CREATE VIRTUAL TABLE search USING fts5(
            text, content='', columnsize=0, prefix='1',
            tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* P* S* C*'"
        )
        """
    )


def _know_stickers(connection: sa.Connection) -> None:
    wordless = "SELECT id, extra FROM messages WHERE kind = 'sticker' AND extra IS NOT NULL AND trim(text) = ''"
    known = [(key, i) for i, extra in connection.exec_driver_sql(wordless).all() if (key := stickers.key_of(extra))]
    if known:
        connection.exec_driver_sql("UPDATE messages SET sticker = ? WHERE id = ?", known)
