"""Guarding what is private: found, decided, replaced, and looked for once more before anything leaves.

scanning     every text that may leave -> findings (found); searched once, typed text as it is typed
privacy      values, their places and decisions; identity, personas: what is the persona's own
ruling, marking   a person's own rules; masking: values unseen until asked for
redaction    what a text looks like outside; surrogating: the stand-ins
settling, suspecting, gate, leakreport   decided or waived, a second look, the last look, the report
"""
