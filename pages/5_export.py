"""Export: what goes in, whether a trainer will take it, whether anything leaks, and the download."""

from pages.widgets import exporting, shell

opened, _ = shell.need_workspace()
shell.heading(_("Export"), _("One file for the trainer. It is checked here before you can take it."))
exporting.page(opened, _)
