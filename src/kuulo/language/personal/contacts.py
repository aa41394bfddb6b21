"""E-mail addresses, links and user names, also as people write them to hide them from machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kuulo.language.personal.kinds import Found, Kind

PROVIDERS = "gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|protonmail|luukku|suomi24|saunalahti|kolumbus|elisanet"
AT = (
    r"(?:[ \t]?[(\[{<][ ]?(?:at|ät|ät-merkki|a|miu[ck]u ?mau[ck]u|snabel-?a|@)[ ]?[)\]}>][ \t]?"
    r"|[ \t](?:at|ät|ät-merkki|miu[ck]u ?mau[ck]u|snabel-?a)[ \t]|[-_]at[-_])"
)
DOT = r"(?:[ \t]?[(\[{<][ ]?(?:dot|piste|punkt|\.)[ ]?[)\]}>][ \t]?|[ \t](?:dot|piste|punkt)[ \t]|\.)"
LOCAL = r"[\w.+%'-]*\w"
PLAIN_EMAIL = re.compile(rf"(?<![\w.+%-]){LOCAL}[ \t]?@[ \t]?[\w-]+(?:\.[\w-]+)*[.,][a-zA-Z]{{2,24}}(?!\w)")
CLOSE_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]+@\w[\w.-]*\w")
BRACKET_EMAIL = re.compile(
    rf"(?<![\w.+%-])\w+(?:{DOT}\w+|[+_-]\w+)*[ \t]?[(\[{{<][ ]?(?:at|ät|ät-merkki|a|miu[ck]u ?mau[ck]u|snabel-?a|@)[ ]?"
    rf"[)\]}}>][ \t]?[\w-]+(?:{DOT}[\w-]+)*{DOT}[a-z]{{2,24}}(?!\w)",
    re.IGNORECASE,
)
SPOKEN_EMAIL = re.compile(
    rf"(?<![\w.+%-])\w+(?:{DOT}\w+|[+_-]\w+)*{AT}[\w-]+(?:{DOT}[\w-]+)*"
    r"(?:[ \t](?:dot|piste|punkt)[ \t]|[ \t]?[(\[{<][ ]?(?:dot|piste|punkt)[ ]?[)\]}>][ \t]?)[a-z]{2,24}(?!\w)",
    re.IGNORECASE,
)
# "at gmail.com" is an address whatever stands before; "at posti.fi" may be where something was ordered.
PROVIDER_EMAIL = re.compile(
    rf"(?<![\w.+%-]){LOCAL}(?:[ \t]?@[ \t]?(?:{PROVIDERS})(?:{DOT}(?:com|fi|se|net|org|co\.uk|nu))?|"
    rf"{AT}(?:{PROVIDERS}){DOT}(?:com|fi|se|net|org|co\.uk|nu))(?!\w)",
    re.IGNORECASE,
)
DOTTED_EMAIL = re.compile(rf"(?<![\w.+%-])\w+(?:[._]\w+)+{AT}\w[\w-]*(?:\.[\w-]+)*\.[a-z]{{2,24}}(?!\w)", re.IGNORECASE)
HIDDEN_HINT = re.compile(r"\b(?:at|ät|ät-merkki)\b|[(\[{<] ?(?:a|@) ?[)\]}>]|miu[ck]u|snabel|_at_", re.IGNORECASE)
LINK = re.compile(
    r"(?:https?://|hxxps?://|www\.)[^\s<>\"\x00]+"
    r"|(?<![\w@./-])(?:[\w-]+\.)+(?:com|fi|se|net|org|me|be|io|uk|eu|nu|ax|de|info|ly|gl|co)/[^\s<>\"\x00]+",
    re.IGNORECASE,
)
LINK_HINT = re.compile(r"://|www\.|\.\w{2,4}/", re.IGNORECASE)
TAIL = ".,;:!?)]}'”’\""
HANDLE = re.compile(r"(?<![\w@./])@([A-Za-zÅÄÖåäö_][\w.]*\w)")
NO_HANDLES = frozenset({"klo", "kl", "home", "work"})
USER_NAME = re.compile(
    r"\b(?:ig|insta(?:gram)?|snap(?:chat)?|telegram|twitter|tiktok|discord|user ?name|käyttäjätunnu(?:s|kseni)|"
    r"käyttäjänimi|käyttäjänimeni|nimimerkki|användarnamn|skype)(?: (?:on|is|är))?[ ]?[:=][ ]?(@?[\w.#-]{2,29}\w)",
    re.IGNORECASE,
)


def find_emails(text: str) -> Iterator[Found]:
    """Yield e-mail addresses, also with (at), [dot], " at … dot … " and their Finnish and Swedish words."""
    if "@" in text:
        for pattern in (PLAIN_EMAIL, CLOSE_EMAIL, PROVIDER_EMAIL):
            yield from _of_kind(Kind.EMAIL, pattern, text, pattern is PLAIN_EMAIL)
    if HIDDEN_HINT.search(text):
        for pattern in (BRACKET_EMAIL, SPOKEN_EMAIL, PROVIDER_EMAIL, DOTTED_EMAIL):
            yield from _of_kind(Kind.EMAIL, pattern, text, pattern is not DOTTED_EMAIL)


def find_links(text: str) -> Iterator[Found]:
    """Yield web addresses that have a scheme, a www or a path; a bare domain is often a shop's name and stays."""
    if not LINK_HINT.search(text):
        return
    for match in LINK.finditer(text):
        words = match.group().rstrip(TAIL)
        yield Found(Kind.LINK, match.start(), match.start() + len(words), words, sure=True)


def find_handles(text: str) -> Iterator[Found]:
    """Yield user names: @somebody, and what follows "ig:", "nimimerkki:" and their like."""
    if "@" in text:
        for match in HANDLE.finditer(text):
            if match.group(1).lower() not in NO_HANDLES:
                yield Found(Kind.HANDLE, match.start(), match.end(), match.group(), sure=True)
    if ":" in text or "=" in text:
        for match in USER_NAME.finditer(text):
            yield Found(Kind.HANDLE, match.start(1), match.end(1), match.group(1), sure=False)


def _of_kind(kind: Kind, pattern: re.Pattern[str], text: str, sure: object) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield Found(kind, match.start(), match.end(), match.group(), sure=bool(sure))
