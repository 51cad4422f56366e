"""One module for each format; what it offers stands in :mod:`curation.sources.registry`."""
