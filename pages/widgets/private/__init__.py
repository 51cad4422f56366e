"""The privacy page: what needs a person one by one, all values in a table, own rules, and what stands in."""

from pages.widgets.private.page import page
from pages.widgets.private.scan import scan_state

__all__ = ["page", "scan_state"]
