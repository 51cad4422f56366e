"""How topic jumps are scored: one step a file, all on arrays over every turn at once.

messages -> turns -> features (vectors, lexical, cues) -> weights -> scores, reasons.
"""
