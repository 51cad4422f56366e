"""Import: choose files, see what they are, say who the persona is, read them in, see what became of every record."""

from pages.widgets import consent, incoming, shell, sources

here = shell.current()
_ = here._
shell.heading(_("Import"), _("Bring a chat that you exported. Files are only read; nothing in them is changed."))

consent.at_import(here.workspace, _)
incoming.progress(here)
incoming.choose(here)
sources.done(here)
