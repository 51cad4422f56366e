"""Values that belong to nobody, one family a file: of the same form as the value they stand for."""
