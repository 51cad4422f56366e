"""Review: the queue of fragments as a canvas or a table; every decision is saved the moment it is made."""

from pages.widgets import reviewing, shell

opened, _ = shell.need_workspace()
reviewing.page(opened, _)
