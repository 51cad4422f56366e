"""Ruwo's engine: from an exported chat to a data set, without any user interface.

Data flow::

    bytes -> sources -> messages frame -> fragments -> signals, privacy findings beside it
          -> a person's edits (workspace.journal) -> dataset.build -> dataset.check -> formats

Only :mod:`curation.flow` puts steps together; ``sources``, ``signals``, ``privacy``, ``dataset`` and
``chat`` never import each other or ``workspace``. Nothing here imports streamlit.
"""
