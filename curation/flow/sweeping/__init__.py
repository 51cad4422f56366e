"""Many fragments at once: found (searching, tables, alike), changed (bulk, replacing), or put out of sight (hiding)."""
