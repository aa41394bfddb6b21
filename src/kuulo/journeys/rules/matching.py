"""Which signals are a touchpoint's: rules with wildcards, in Python for one signal and as SQL for all of them; pure.

A rule says something of a signal's kind, source, name, page, channel or touchpoint; what it leaves empty may be
anything. ``*`` in it stands for any signs, and capital letters count as small ones. The rules of a touchpoint are asked
one after the other, the touchpoints in their order: the first that fits has the signal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

PAGE_VIEW: Final = "page_view"
# What is said about a touchpoint is no visit to it, unless a rule says so by naming the kind.
SAID: Final = ("answer", "comment")
LONGEST: Final = 300
MOST_RULES: Final = 20
SCHEME: Final = re.compile(r"^[a-z]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One rule; at least one part of it is not empty.

    Attributes:
        kind: Kind of the signal, such as ``page_view``, ``purchase`` or ``visit``; no wildcards.
        source: Source the signal came through.
        name: Name of an event or screen, or key of a question.
        page: Path of the page, beginning with ``/``, or host and path; what follows a question mark never counts.
        channel: How they met, such as ``phone``; no wildcards.
        touchpoint: Touchpoint that came with the signal.
    """

    kind: str = ""
    source: str = ""
    name: str = ""
    page: str = ""
    channel: str = ""
    touchpoint: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the parts that say something."""
        return {name: text for name, text in asdict(self).items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules look at in a signal; ``path`` and ``host`` are of the page it came from."""

    kind: str
    source: str = ""
    name: str = ""
    channel: str = ""
    touchpoint: str = ""
    path: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A touchpoint as signals are compared with it."""

    slug: str
    name: str
    rules: tuple[Match, ...]


PARTS: Final = tuple(field.name for field in fields(Match))


def match_of(told: Mapping[str, object]) -> Match:
    """Return a checked rule from what a form or a file says.

    Raises:
        InputError: It says nothing, something too long, or a page with a question mark.
    """
    texts = {name: str(told.get(name) or "").strip() for name in PARTS}
    texts["page"] = SCHEME.sub("", texts["page"])
    if not any(texts.values()):
        raise InputError(_("A rule says nothing."), _("Fill in at least one part of it, or take it away."))
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise InputError(
                _("A part of a rule has {length} signs."),
                _("Use {most} at the most."),
                length=len(text),
                most=LONGEST,
                part=name,
            )
    if "?" in texts["page"] or "#" in texts["page"]:
        raise InputError(
            _("The page “{page}” holds what follows a question mark or a hash."),
            _("Leave that out: only host and path count."),
            page=texts["page"],
        )
    if not any(text.strip("*") for text in texts.values()):
        raise InputError(_("A rule of nothing but * fits every signal."), _("Say what is special to the touchpoint."))
    return Match(**texts)


def checked(rules: Iterable[Mapping[str, object]]) -> tuple[Match, ...]:
    """Return the rules of one touchpoint, each once.

    Raises:
        InputError: One of them cannot be used, or they are too many.
    """
    found = tuple(dict.fromkeys(match_of(rule) for rule in rules))
    if len(found) > MOST_RULES:
        raise InputError(
            _("A touchpoint has {count} rules."),
            _("Use {most} at the most: wildcards spare many."),
            count=len(found),
            most=MOST_RULES,
        )
    return found


def facts_of(row: Mapping[str, object]) -> Facts:
    """Return what rules look at from a signal's columns by their names; ``attributes`` may be a mapping or pairs."""
    attributes = dict(row.get("attributes") or {})  # type: ignore[call-overload] # -- Arrow gives maps as pairs
    kind, name = _text(row.get("kind")), _text(row.get("question"))
    return Facts(
        kind=kind,
        source=_text(row.get("source")),
        name=name,
        channel=_text(row.get("channel")),
        touchpoint=_text(row.get("touchpoint")),
        path=name if kind == PAGE_VIEW else _text(attributes.get("path")),
        host=_text(attributes.get("host")),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def touchpoint_for(touchpoints: Sequence[Known], facts: Facts) -> Known | None:
    """Return the touchpoint a signal is known as: by the first rule that fits, else by the name it came with."""
    for one in touchpoints:
        if any(fits(rule, facts) for rule in one.rules):
            return one
    own = facts.touchpoint.lower()
    return next((one for one in touchpoints if own and own in {one.slug.lower(), one.name.lower()}), None)


def fits(rule: Match, facts: Facts) -> bool:
    """Return whether a rule fits a signal."""
    if facts.kind in SAID and rule.kind != facts.kind:
        return False
    return all(_part_fits(rule, facts, part) for part in PARTS if getattr(rule, part))


def _part_fits(rule: Match, facts: Facts, part: str) -> bool:
    pattern = getattr(rule, part)
    if part == "kind":
        return bool(facts.kind == pattern)
    if part == "channel":
        return bool(facts.channel.lower() == pattern.lower())
    if part == "page":
        return bool(facts.path) and bool(_expression(page_pattern(pattern)).fullmatch(page_text(rule, facts)))
    return bool(_expression(pattern.lower()).fullmatch(getattr(facts, part).lower()))


def page_text(rule: Match, facts: Facts) -> str:
    """Return what a page pattern is compared with: the path, or host and path, with one slash at the end."""
    path = facts.path.lower() if facts.path.startswith("/") else f"/{facts.path.lower()}"
    path = path if path.endswith("/") else f"{path}/"
    return path if rule.page.startswith(("/", "*")) else facts.host.lower() + path


def page_pattern(pattern: str) -> str:
    """Return a page pattern in small letters with a slash at its end, so that /basket and /basket/ are the same."""
    small = pattern.lower()
    return small if small.endswith(("*", "/")) else f"{small}/"


@lru_cache(maxsize=2048)
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(piece) for piece in pattern.split("*")), re.DOTALL)
