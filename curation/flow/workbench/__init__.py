"""Reviewing one fragment after the other, as the canvas draws them.

review       ops of the canvas -> journal; a page of fragments for it (drawing; keeping: what has not changed
             since is not built again; trained: as they will leave)
queue, pace, overview, history   where a reviewer is, how far, and what was done
"""
