"""What a machine says about fragments, and what samples say about the data set.

signalling   signals of the whole workspace, in the background (stretches of it, thresholds; hints: in words)
asking, judging, opinions   a second opinion of a language model, redacted and only when asked for
sampling, readiness   what blind samples say (standing: as far as it still holds; exposure: what leaves; bounds: at
             most); whether one can train with this
"""
