"""Persona: name, nicknames and the system text that stands above every training row."""

from pages.widgets import personas, shell

opened, _ = shell.need_workspace()
shell.heading(_("Persona"), _("Say who the model shall be. This text stands above every conversation it learns from."))
personas.form(opened, _)
personas.preview(opened, _)
