"""Reviewing one fragment after the other, as the canvas draws them.

review       ops of the canvas -> journal; a page of fragments for it (drawing; keeping: what has not changed
             since is not built again; trained: as they will leave)
queue, pace, overview   where a reviewer is, and how far
history, changed, conflict   what was done, in words; and who was faster where an op was refused
"""
