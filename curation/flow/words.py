"""Names of kinds, edits, entities and statuses: English keys of the translations, the same on every page."""

from curation.errors import N_

KINDS: dict[str, str] = {
    "image": N_("picture"),
    "sticker": N_("sticker"),
    "voice": N_("voice"),
    "video": N_("video"),
    "file": N_("file"),
    "link": N_("link"),
    "location": N_("location"),
    "quote": N_("quote"),
    "forward": N_("forwarded chat"),
    "call": N_("call"),
    "red_packet": N_("red packet"),
    "transfer": N_("transfer"),
    "pat": N_("pat"),
    "card": N_("contact card"),
    "system": N_("notice"),
    "recall": N_("recalled"),
    "other": N_("other"),
    "text": "",
}
"""Kind of message -> its name."""

EDITS: dict[str, str] = {
    "status": N_("decision"),
    "bulk_status": N_("bulk decision"),
    "edit": N_("edited text"),
    "revert": N_("restored text"),
    "split": N_("split"),
    "merge": N_("merge"),
    "remove": N_("removal"),
    "unremove": N_("restored bubble"),
    "move": N_("move"),
    "add": N_("added turn"),
    "context": N_("background"),
    "pull": N_("pulled message"),
    "finding": N_("privacy decision"),
    "repair": N_("repair"),
    "value": N_("privacy decision"),
    "rule": N_("own rule"),
    "mark": N_("marked as private"),
    "surrogate": N_("stand-in"),
    "style": N_("style of stand-ins"),
    "waive": N_("waiver"),
    "persona": N_("persona"),
    "settings": N_("settings"),
    "swap": N_("swapped sides"),
    "uses": N_("use of kinds"),
    "stickers": N_("sticker names"),
    "zone": N_("time zone"),
    "rename": N_("renaming"),
    "hide": N_("hiding"),
    "unhide": N_("showing again"),
    "replace": N_("find and replace"),
    "judge": N_("judgement"),
    "": "",
}
"""Kind of edit -> its name, for the undo button."""

USES: dict[str, str] = {
    "speech": N_("as words"),
    "hole": N_("a gap"),
    "context": N_("only shown"),
    "aside": N_("left out"),
}
"""Use of a kind of message -> its name."""

ENTITIES: dict[str, str] = {
    "PERSON": N_("person"),
    "LOCATION": N_("address"),
    "PHONE_NUMBER": N_("phone number"),
    "EMAIL_ADDRESS": N_("e-mail"),
    "CREDIT_CARD": N_("bank card"),
    "IP_ADDRESS": N_("IP address"),
    "URL": N_("web address"),
    "ORGANIZATION": N_("organisation"),
    "DATE_TIME": N_("date"),
    "CN_ID_CARD": N_("ID card"),
    "CN_PASSPORT": N_("passport"),
    "CN_PLATE": N_("licence plate"),
    "CN_POSTCODE": N_("postcode"),
    "QQ": N_("QQ number"),
    "WECHAT_ID": N_("WeChat ID"),
    "VERIFICATION_CODE": N_("verification code"),
    "PASSWORD": N_("password"),
    "BIRTH_DATE": N_("birth date"),
}
"""Entity -> its name."""

NEEDS: dict[str, str] = {
    "harm": N_("can do harm: decide before you export"),
    "unsure": N_("may be nothing private: look at it"),
    "rare": N_("a name seen only once: worth a glance"),
}
"""Why a private value needs a person -> the reason in words."""

RULES: dict[str, str] = {
    "word": N_("word"),
    "person": N_("person"),
    "regex": N_("pattern"),
    "keep": N_("never private"),
}
"""Kind of rule -> its name."""

ENGINES: dict[str, str] = {
    "lac": N_("Names were found with the language model inside Ruwo (LAC)."),
    "spacy": N_("Names were found with the spaCy model installed on this computer."),
    "rjieba": N_(
        "The language model for names is missing or is not the one Ruwo knows, so names were found with rules and a "
        "dictionary: more of them are overlooked. Install Ruwo again to get the model."
    ),
    "rules": N_(
        "The language model for names is missing or is not the one Ruwo knows, so names were found with rules alone: "
        "many are overlooked. Install Ruwo again to get the model."
    ),
}
"""What names were found with -> what that means (a spaCy model's own name stands behind a colon)."""

SUSPICIONS: dict[str, str] = {
    "digits": N_("a long number"),
    "numerals": N_("a number in words"),
    "spelled": N_("a number in pinyin or English"),
    "at": N_("looks like an address on the net"),
    "cue": N_("stands behind a word like “password” or “address”"),
    "mixed": N_("letters and digits mixed"),
    "name": N_("looks like a name"),
}
"""Why the second search wonders about a place."""

STATUSES: dict[str, str] = {
    "pending": N_("pending"),
    "kept": N_("kept"),
    "later": N_("later"),
    "dropped": N_("dropped"),
}
"""Status of a fragment -> its name, in the order in which queues are shown."""

REASONS: dict[str, str] = {
    "off_answer": N_("answers something else"),
    "joined_topics": N_("topics joined"),
    "thin": N_("says nothing"),
    "broadcast": N_("sent to many"),
    "unlike": N_("not like them"),
    "too_private": N_("too private"),
}
"""Why a fragment was dropped -> the reason in words."""

SURENESS: dict[str, str] = {
    "sure": N_("This is **{format}**"),
    "likely": N_("This is probably **{format}**"),
    "unsure": N_("This may be **{format}**: look at the rows below"),
    "chosen": N_("Read as **{format}**, as you chose"),
}
"""How sure Ruwo is of a file's format -> the sentence for it."""


def sureness(confidence: float) -> str:
    """A guess's confidence (0 to 1; 0: nothing spoke for it but a person) as a key of :data:`SURENESS`."""
    return next((word for word, least in (("sure", 0.9), ("likely", 0.6)) if confidence >= least), _low(confidence))


def _low(confidence: float) -> str:
    return "unsure" if confidence else "chosen"
