"""Exported chats in, messages frames out: every record of a file is kept, merged or set aside with a reason.

Words: a *record* is what the file lists (a row, a JSON object, a turn of a training file); a *message* is one bubble;
a *chunk* is a run of messages of one chat, as lists; a *pass* is one reading of the files from start to end.

Data flow of a pass::

    archive.inside    a zip or a folder -> the files in it that may hold a chat, read where they lie; finding.py says
                      which of them are read, and why the others are not
    xlsx.sheets       a workbook -> its sheets, each as the CSV it would be saved as (plainrows.py, cells.py)
    files.blocks      bytes of the files, in pieces, counted for the progress bar
    encoding          bytes -> text: BOM, UTF-8, GB18030, else replaced and counted
    csvfile, jsonfile text -> rows or objects in blocks; broken ones set aside; depth.py guards against bottomless JSON
    jsonslices        a long JSON list -> slices that are parsed one by one; jsonfile takes what cannot be cut
    jsonobject, jsonlines, blocktext   the same for one object with a long list, a value a line, heads above texts
    formats/*.parse   rows or objects -> chunks (wechat.py knows WeChat's kinds, whatsapp.py, qq.py and qce.py theirs;
                      dayorder.py tells day from month, windows.py undoes a sliding window)
    formats/mapped    the same for files nobody knows, as a person said: layouts.py finds their records, proposing.py
                      guesses which column is what, mapping.py is the answer; stamps.py and template.py read its parts
    merging           short chunks of a chat -> longer ones, where chats take turns
    building.Builder  chunk -> Arrow table: ids, positions, times, cleaned text; repeated ids merged
    overview          beside it: who speaks how often, from when to when
    reader.Reader     keeps or streams the tables; framing: tables -> DataFrames (frames.MESSAGES) with is_persona
    report.Report     beside all of it: what became of each record, in numbers, notes and problems

Names::

    open(path | [paths], format=None, tz=…, mapping=None, day_first=None)
        -> Reader    .format .confidence .file .chats() .batches(chat, size) .head(n) .report .fraction .system_texts
                     .watch .doubts
    read(path, chat=None, persona=None, tz=…, format=None) -> Import    .messages .report .chats .system_texts
    sniff(path) -> [Guess(format, confidence, title)]    best first
    study(path) -> Excerpt | None                        a file nobody knows; propose(excerpt) -> Mapping | None;
                                                         excerpt(found, mapping) -> Reader of its beginning
    parts(paths) -> [Part(format, title, files, paths)]  the kinds of exports in a zip or several files
    gather(folder) -> Gathered(groups, left_out)         the chats in a folder and below it, one group of paths each
    pair_of(path) -> Path | None                         the other half of X_train.json / X_dev.json
    titles() -> format -> English phrase                 every format there is
    sentences() -> code -> English sentence              for every reason and note a report can hold

A file up to 64 MB is read once and kept as compact tables, so ``chats()``, ``head()`` and ``batches()`` cost one pass
together; a larger one is streamed, once for ``chats()`` and once for ``batches()``. (A training JSON has to be held
whole in any case: it is shuffled, and a sliding window can only be undone with all of it in view.)

Who the persona is: ``is_persona`` follows the ``persona`` given to ``read``, else the file's owner where the format
truly knows the owner (``Sender.is_owner``), else it is missing. In training JSON ``assistant`` may be either side, so
it is only ``Sender.suggested``. A persona is nothing but a ``sender_id``: swapping sides reads nothing again.

A format is one module in ``formats/`` and one test; see :mod:`curation.sources.registry` for what it offers.
"""

from curation.sources.dayorder import Doubt
from curation.sources.finding import Part
from curation.sources.folders import Gathered, gather
from curation.sources.kindwords import kind_of
from curation.sources.layouts import TEMPLATES, Excerpt, with_template
from curation.sources.mapping import Layout, Mapping
from curation.sources.opening import Import, excerpt, pair_of, parts, read, sniff, study
from curation.sources.opening import open_source as open
from curation.sources.overview import Chat, Sender
from curation.sources.proposing import propose
from curation.sources.reader import Reader
from curation.sources.registry import Guess, sentences, titles
from curation.sources.report import Note, Problem, Report

__all__ = [
    "TEMPLATES",
    "Chat",
    "Doubt",
    "Excerpt",
    "Gathered",
    "Guess",
    "Import",
    "Layout",
    "Mapping",
    "Note",
    "Part",
    "Problem",
    "Reader",
    "Report",
    "Sender",
    "excerpt",
    "gather",
    "kind_of",
    "open",
    "pair_of",
    "parts",
    "propose",
    "read",
    "sentences",
    "sniff",
    "study",
    "titles",
    "with_template",
]
