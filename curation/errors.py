"""One error family: a code and parameters. The pages and the command line put it into words.

A parameter is a file name, a line number, a count, a field name: never text of a chat, a secret or a
machine path beyond what the user typed.
"""

from __future__ import annotations

from curation.i18n import N_
from curation.refusals import REFUSALS

__all__ = ["N_", "SENTENCES", "RuwoError"]


class RuwoError(Exception):
    """Something a person can act on. ``code`` is a key of :data:`SENTENCES`; ``params`` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        assert code in SENTENCES, code
        super().__init__(code)
        self.code = code
        self.params = params


SENTENCES: dict[str, str] = {
    **REFUSALS,
    # --- reading a source: what, where, what to do
    "file_missing": N_("There is no file at “{file}”. Check the path, or choose the file again."),
    "file_empty": N_("“{file}” is empty (0 bytes). Export the chat again and choose the new file."),
    "file_unreadable": N_("“{file}” cannot be read ({reason}). Check the file and its permissions, then try again."),
    "files_differ": N_("“{file}” and “{other}” are in different formats. Import them one after the other."),
    "zip_broken": N_("“{file}” is not a complete zip file. Export or download it again, or unpack it first."),
    "zip_locked": N_("“{file}” is protected by a password. Unpack it first, then choose the files inside."),
    "zip_unsafe": N_(
        "“{file}” would unpack into far more than a chat export ever does, so it was not read. If you trust it, "
        "unpack it and choose the chat inside."
    ),
    "workbook_broken": N_(
        "“{file}” is not a complete Excel file. Export it again, or open it in Excel or WPS and save it anew."
    ),
    "workbook_old": N_(
        "“{file}” is an old Excel file (.xls) or has a password. Open it, save it as .xlsx without a password, and "
        "choose that file."
    ),
    "format_unknown": N_(
        "“{file}” is in no format Ruwo knows. Export the chat again, best with MemoTrace (留痕) as HTML, and choose the "
        "“.html.json” beside the page."
    ),
    "mapping_needed": N_(
        "Say first which column of “{file}” holds the text, the time and the sender; then it can be read."
    ),
    "mapping_missing": N_("“{file}” holds no mapping that Ruwo saved. Make it anew on the import page."),
    "template_wrong": N_(
        "A pattern must end with {text}, hold each of {text}, {time} and {sender} at most once, and have no more than "
        "five lines."
    ),
    "format_wrong": N_("Ruwo knows no format called “{format}”. It knows: {formats}."),
    "zone_unknown": N_("There is no time zone called “{zone}”. Choose one like Asia/Shanghai."),
    "json_broken": N_(
        "“{file}” is not complete JSON (near byte {offset}); the export may have been cut off. Export it again."
    ),
    "json_too_deep": N_("“{file}” is nested {depth} levels deep, which no chat export is. It was not read."),
    "dpo_file": N_(
        "“{file}” holds pairs of answers to choose from (DPO), not conversations. Ruwo cannot use it; choose a file "
        "with one answer each."
    ),
    "no_chat_found": N_("There is no chat in “{file}” that Ruwo can read. Choose the folder the export was saved in."),
    "no_messages": N_("“{file}” holds no message that can be read. Nothing was imported."),
    "chat_unknown": N_("“{file}” has no chat named “{chat}”. Its chats are: {chats}."),
    "persona_unknown": N_("Nobody in “{file}” is called “{persona}”. The senders are: {senders}."),
    "persona_needed": N_("Say who the persona is. The senders are: {senders}."),
    "scan_unfinished": N_(
        "The search for private values is not finished. Let it finish on the privacy page, then export."
    ),
    # --- exporting
    "export_empty": N_(
        "No fragment can be trained on yet: none has a turn of the other side followed by one of the persona."
    ),
    "export_problems": N_("A trainer would drop {count} rows. Nothing was written; open the export page to mend them."),
    "folder_unwritable": N_("Nothing can be written into “{folder}” ({reason}). Choose another folder."),
    "system_empty": N_(
        "“{file}” holds no text, and every row needs a system text. Write one, or leave the option out."
    ),
    "no_chats": N_("There is no chat in this workspace yet. Import one first."),
    "export_leaks": N_("{count} private values would still stand in the file. Nothing was written."),
    # --- own rules
    "rule_empty": N_("A rule needs something to look for. Type a word, a name or a pattern."),
    "rule_pattern": N_("This is no pattern that can be read. Check brackets and signs, or add a word instead."),
    "rule_slow": N_(
        "One of your patterns would take too long on some messages. Write it without a repeat inside a repeat, or add "
        "words instead."
    ),
    "rule_everything": N_("This would be found in ordinary talk nearly everywhere. Make it longer or more exact."),
    "export_unsettled": N_(
        "{count} values that could be used against somebody have not been looked at. Nothing was written; decide them "
        "in the app, or say with --waive why they may be replaced unseen."
    ),
    "rule_there": N_("This rule is there already. It has been looked for in every message."),
    "surrogate_empty": N_("A stand-in needs at least one character. Nothing is ever just deleted."),
    "surrogate_lines": N_("A stand-in is one line of at most {limit} characters. Write a shorter one."),
    "surrogate_taken": N_("Another value already has this stand-in. Choose one that stands for this value only."),
    "surrogate_said": N_(
        "These words stand in the chat, or hold a private value. Nobody could tell them from the real thing; choose "
        "others."
    ),
    "waiver_reason": N_("Say in a few words why these may stay undecided, and who says so."),
    # --- workspaces
    "workspace_missing": N_("There is no workspace “{name}” any more. Choose another one or make a new one."),
    "workspace_busy": N_(
        "“{name}” is open in another Ruwo on this computer. Close that one first; nothing was changed here."
    ),
    "workspace_broken": N_("“{name}” cannot be read as a workspace. Restore it from a backup."),
    "workspace_newer": N_("“{name}” was made by a newer Ruwo. Update Ruwo to open it; nothing was changed."),
    "workspace_in_use": N_("The workspace is still busy with a long step. Wait a moment and try again."),
    "edit_stale": N_(
        "Somebody changed this fragment in the meantime. It shows the newest state now; do it again if needed."
    ),
    "edit_impossible": N_("That is not possible here any more. The fragment shows its newest state."),
    "edit_empty": N_("A bubble needs at least one character. To take it out, remove it instead."),
    "split_at_start": N_("The fragment already starts here. Choose a later bubble to split it."),
    "merge_no_neighbour": N_("There is no neighbouring fragment in this chat to merge with."),
    "hide_empty": N_("Type the word that you do not want to see again."),
    "bulk_stale": N_("Something was changed since this preview was made. Look at it once more; nothing was done."),
    "replace_empty": N_("Type what you want to find."),
    "nothing_to_undo": N_("There is nothing left to undo."),
    "nothing_to_redo": N_("There is nothing to redo."),
    "undo_unseen": N_("Somebody else did something in the meantime. Undo once more takes that back."),
    "redo_unseen": N_("Somebody else took something back in the meantime. Redo once more brings that back."),
    # --- chatting: what is sent
    "chat_message": N_("Message {number} is no message with a role (system, user or assistant) and a text."),
    "chat_order": N_(
        "Message {number} is out of order: after the system text, user and assistant must take turns, the user first."
    ),
    "chat_empty": N_("Message {number} is empty. Write something, or remove it."),
    "chat_no_question": N_("There is no question to answer: the last message must be the user’s."),
    "chat_too_long": N_(
        "The system text and the question together are about {tokens} tokens; the model takes {limit}. Shorten one of "
        "them."
    ),
    "chat_trimmed": N_(
        "This talk is longer than the model can take in, so it no longer sees the oldest {turns} messages."
    ),
    "gateway_host": N_(
        "The gateway only listens on this computer; “{host}” could be reached by others. Use 127.0.0.1."
    ),
    "gateway_port": N_("Port {port} cannot be used; another program may have it. Choose another port, or 0 for any."),
    # --- chatting: settings of the service
    "spark_endpoint": N_(
        "This is no WebSocket address. It must look like wss://maas-api.cn-huabei-1.xf-yun.com/v1.1/chat."
    ),
    "spark_endpoint_open": N_(
        "A ws:// address is not encrypted, so it may only lead to this computer, not to “{host}”. Use wss://."
    ),
    "spark_credentials": N_(
        "App id, API key and API secret are all needed. They stand on the service’s card in the console."
    ),
    "spark_domain": N_("The service id (domain) is missing. It stands on the service’s card in the console."),
    "spark_parameter": N_("“{name}” must be between {low} and {high}."),
    # --- chatting: no connection
    "spark_open_timeout": N_("“{host}” did not answer within {seconds} seconds. Check the network and try again."),
    "spark_unreachable": N_("“{host}” cannot be reached. Check the network and the address, then try again."),
    "spark_tls": N_(
        "“{host}” could not prove who it is, so nothing was sent. Check the address and this computer’s clock, or try "
        "another network."
    ),
    "spark_proxy": N_(
        "The proxy set on this computer does not let Ruwo through to “{host}”. Turn it off for this address, or use "
        "an HTTP proxy."
    ),
    "spark_handshake": N_("“{host}” answers, but not as a chat service does. Check the address."),
    "spark_dropped": N_("The connection broke before the answer was complete. What arrived is kept; ask again."),
    "spark_silent": N_("The service sent nothing for {seconds} seconds. What arrived is kept; ask again."),
    "spark_frame": N_(
        "The service sent something that cannot be read. What arrived is kept; ask again, and check the address if it "
        "stays so."
    ),
    # --- asking a language model for a second opinion
    "model_address": N_(
        "This is no address of a service. It must look like https://api.example.com/v1, without a key."
    ),
    "model_address_open": N_(
        "An http:// address is not encrypted, so it may only lead to this computer, not to “{host}”. Use https://."
    ),
    "model_needed": N_("The model’s name is missing. The service lists the names it knows."),
    "model_key": N_("The service does not accept the key. Copy it again from the service’s page."),
    "model_quota": N_("The account has no credit left. Top it up on the service’s page, or use another service."),
    "model_busy": N_("Too many questions in a short time. What was answered is kept; wait a while and go on."),
    "model_unknown": N_("The service does not take this model. Check its name, and that it can chat."),
    "model_silent": N_("“{host}” gave no answer within {seconds} seconds. What was answered is kept; go on later."),
    "model_reply": N_("“{host}” answers, but not as a chat service does. Check the address."),
    "model_http": N_("“{host}” refused the question (HTTP {status}). Check the address and the model’s name."),
    "model_http_server": N_("“{host}” has a problem of its own (HTTP {status}). Go on in a few minutes."),
    "model_useless": N_(
        "The model did not answer in the form it was asked for, {count} times in a row. Use a more capable model."
    ),
    "unexpected": N_(
        "Something went wrong that should not ({kind}). What you did before is saved; reload the page and try again."
    ),
    "cancelled": N_("Stopped. Nothing of “{file}” was kept."),
}
"""Code -> English sentence with ``{parameter}`` fields. English is the key of the translations."""
