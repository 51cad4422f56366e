"""Cutting: messages -> fragments -> rows of the workspace.

fragmenting  where a chat is cut, and what is derived from a fragment's bubbles
changing     a setting behind which a whole log is cut anew
speakers, training   what of a fragment is trained, and in whose name
"""
