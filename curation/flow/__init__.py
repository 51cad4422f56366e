"""The only package that puts steps together. Pages and the command line call it and nothing deeper.

By room, in the order of the way; the module a page begins with stands first in each::

    bringing in  importing    files -> preview; then messages and fragments, in one transaction
                 people, zones, kinds, naming, mappings   what a person says about a file: who, when, what becomes of
                              pictures, what a sticker is called, which column is what; clocks: times follow the zone
                 joining      what a newer export of a chat adds; extending cuts only what that changes anew
                 reports, problems   what became of each record, in words
    cutting      fragmenting  messages -> fragments -> rows; speakers, training: what of a fragment is trained, in whose
                              name; changing: a setting behind which a whole log is cut anew
    reviewing    review       ops of the canvas -> journal; a page of fragments as the canvas draws it (drawing);
                             keeping: what has not changed since is not built again
                 queue, pace, overview, history   where a reviewer is, how far, and what was done
                 searching, hiding, bulk, replacing, tables, alike   many fragments at once; trained: as they will leave
                 signalling   signals of the workspace, in the background (stretches, thresholds; hints: in words)
                 asking, judging, opinions   a second opinion of a language model, redacted and only when asked for
                 sampling, readiness   what blind samples say; whether one can train with this
    guarding     scanning     every text that may leave -> findings (found); searched once, typed text as it is typed
                 privacy      values, their places and decisions; identity, personas: what is the persona's own
                 ruling, marking   a person's own rules; masking: values unseen until asked for
                 redaction    what a text looks like outside; surrogating: the stand-ins
    leaving      exporting    kept fragments -> data set, checked, searched for leaks, only then handed out
                 settling, suspecting, gate, leakreport   decided or waived, a second look, the last look, the report
                 interchange  whole chats as ChatLab files; retelling: a chat as the review left it
                 chatting     the preview, and what may leave for a tuned model; serving: the preview as a gateway
    all rooms    background   long work that goes on while pages come and go; counted: counts made once an import
                 words        English names of kinds, edits, entities; consenting: what was said once
                 collecting, headless   the same steps for the command line

Most functions take the workspace, or a connection to it, first. Texts leave a function only towards the page that
shows them, the exported file, or a model endpoint that the user set up, and the last two redacted. One exception: a
person may write their own chats out as imported, and is told so.
"""
