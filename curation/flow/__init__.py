"""The only package that puts steps together. Pages and the command line call it and nothing deeper.

Names and data flow::

    importing   paths -> sources.open -> preview; import_source: messages, then fragments, in one transaction
    joining     a newer export of a chat we have -> what is known, new, vanished; extending cuts only what it changes
    fragmenting messages of a chat -> fragments.build -> rows; what is derived from a fragment's bubbles
    scanning    messages, edited bubbles, context, system text, names -> privacy.Scanner -> findings
    ruling      a person's own rules -> findings that count while the rule is there; marking makes one in the canvas
    redaction   findings + decisions -> what a text looks like outside
    surrogating the style of stand-ins; invented ones that stand nowhere in the chats
    review      ops of the canvas -> journal; a page of fragments as the canvas draws it
    personas    who the persona is, its system text (journaled)
    exporting   kept fragments -> dataset.build -> check -> files -> leak gate
                settling: what could do harm is decided or waived; suspecting: a second look; leakreport: for people
    chatting    redacted rows -> preview backend -> gateway; what may leave for a tuned model

Every function takes the workspace first. Texts leave a function only towards the page that shows them, the
exported file, or a model endpoint that the user set up, and the last two redacted.
"""
