"""Chat: talk to the tuned model, or to a preview that answers with the persona's own words."""

from pages.widgets import shell, talking

opened, _ = shell.need_workspace()
shell.heading(_("Chat"), _("Hear how the model answers. Without a tuned model yet, the preview shows the way."))
talking.page(opened, _)
