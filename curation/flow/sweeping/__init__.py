"""Many fragments at once: found (searching, tables, alike), changed (bulk, replacing; samples: which, beforehand), or
put out of sight (hiding).
"""
