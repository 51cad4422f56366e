"""One persona's sources, fragments, decisions and edits, in one SQLite file.

Names and data flow::

    messages frames --imports.add--> sources, chats, senders, messages      (never change afterwards)
    a newer export --sketch, likeness, matching, merging--> newer.Addition --> the messages that are new, in their
      places (renumbering makes room); redoing keeps what an undone edit would need
    fragments frame --layout.replace--> fragments, bubbles                  (only what nobody touched)
    privacy findings --findings.store--> findings, private_values           (a rule's count while the rule is there)
    signals --marks.write--> signals; opinions: a language model's beside them; samples: drawn to be judged blind
    a person's ops --edits.apply_edits, doing--> journal.Draft --> rows + edits + changes   (one transaction)
    journal.undo / journal.redo           append the inverse of an edit; history lists them
    rules, hides, stickers, settings      what a person set; journaled like every edit (notes: what is no edit)
    queries, queues + filters, search, values, places, logs, texts   plain rows for pages and steps; change nothing
    tally                                 how many fragments there are of each sort
    stamps                                which fragments may show what was written: the rest can be kept as drawn
    setaside                              which messages are held out, and which have left

A *bubble* is one line of a fragment: it shows a message (``message_id``) or text a person added. Its side is
derived from the chat's persona, so swapping sides changes no row. An *edit* is one thing a person did; its
*changes* are row images (before, after), so undo needs no code of its own for any kind of edit.

The package stores what it is given: it imports no other step.
"""

from curation.workspace.store import Entry, Workspace, create, home, listing, open_workspace, restore

__all__ = ["Entry", "Workspace", "create", "home", "listing", "open_workspace", "restore"]
