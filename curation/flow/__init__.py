"""The only package that puts steps together. Pages and the command line call it and nothing deeper.

One room a step, in the order of the way; each says in its docstring what stands in it:

    intake       files -> preview -> messages and fragments
    cutting      messages -> fragments -> rows
    workbench    reviewing one fragment after the other; sweeping: many at once
    advice       signals, second opinions, samples, and whether one can train with this
    guarding     private values: found, decided, replaced, looked for once more
    leaving      data sets, whole chats, conversations

    background   long work that goes on while pages come and go; counted: counts made once an import
    words        English names of kinds, edits, entities; consenting: what was said once
    headless     the same steps for the command line

Most functions take the workspace, or a connection to it, first. Texts leave a function only towards the page that
shows them, the exported file, or a model endpoint that the user set up, and the last two redacted. One exception: a
person may write their own chats out as imported, and is told so.
"""
