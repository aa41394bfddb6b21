"""What a party's data may be used for: the words that stand, and the permission that follows; pure, no clock.

A word is one consent as it was told: when, for which channel, whether given or withdrawn, and whether by the person or
by a list. What stands follows from all words for one purpose, of all parties that are one:

- the newest word counts;
- but neither a list nor a mere question undoes a withdrawal: only the person's own new consent does (GDPR 7(3), 21(3)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.consents import ANY_CHANNEL, Basis, ConsentState, Purpose, may_be_asked
from kuulo.customers.rules.party_views import Permission

CONSENT_ONLY: Final = frozenset(
    {
        Purpose.RESEARCH,
        Purpose.MARKETING,
        Purpose.PROFILING,
        Purpose.RECORDING,
        Purpose.TRACKING,
    }
)
PURPOSE_NAMES: Final[Mapping[Purpose, str]] = {
    Purpose.SERVICE: _("serving you"),
    Purpose.SURVEYS: _("surveys"),
    Purpose.RESEARCH: _("research"),
    Purpose.MARKETING: _("marketing"),
    Purpose.PROFILING: _("profiling"),
    Purpose.RECORDING: _("recording"),
    Purpose.TRACKING: _("following how messages are read"),
}
BASES: Final[Mapping[Purpose, Basis]] = {
    Purpose.SERVICE: Basis.CONTRACT,
    Purpose.SURVEYS: Basis.LEGITIMATE_INTEREST,
}


@dataclass(frozen=True, slots=True)
class Word:
    """What was said once of one purpose.

    Attributes:
        at: When.
        channel: One channel, or ``any``.
        state: What became of it.
        own: Whether the person said it; False: a list.
    """

    at: datetime
    channel: str
    state: ConsentState
    own: bool = True


def standing(words: Iterable[Word]) -> dict[str, Word]:
    """Return the word that stands for each channel, from all words of one purpose, oldest first."""
    held: dict[str, Word] = {}
    for word in words:
        if stands_over(word, held.values()):
            held[word.channel] = word
    return held


def stands_over(word: Word, held: Iterable[Word]) -> bool:
    """Return whether a newer word counts beside those that stand for the purpose."""
    if word.state is ConsentState.WITHDRAWN or (word.own and word.state is ConsentState.GIVEN):
        return True
    return all(each.state is not ConsentState.WITHDRAWN for each in held)


def state_on(channel: str, held: Mapping[str, Word]) -> ConsentState | None:
    """Return what stands on a channel: the newer of the word for it and the word for all; None where there is none.

    Asked for no channel in particular, the word for all counts; where there is none, a consent given for any channel.
    """
    said = [held[place] for place in {channel, ANY_CHANNEL} if place in held]
    if said:
        return max(said, key=lambda word: word.at).state
    if channel == ANY_CHANNEL:
        states = {word.state for word in held.values()}
        return ConsentState.GIVEN if ConsentState.GIVEN in states else None
    return None


def permission(purpose: Purpose, state: ConsentState | None) -> Permission:
    """Return what a consent's state allows for a purpose.

    Service rests on the contract and surveys on a legitimate interest until the person objects; everything else on a
    consent that is given and in force, and on nothing else.
    """
    basis = BASES.get(purpose, Basis.CONSENT)
    named = say(PURPOSE_NAMES[purpose])
    if state is ConsentState.GIVEN:
        return Permission(
            allowed=True, basis=Basis.CONSENT, why=say(_("There is a consent for {purpose}."), purpose=named)
        )
    if may_be_asked(state, basis):
        return Permission(allowed=True, basis=basis, why=say(UNASKED[basis], purpose=named))
    return Permission(allowed=False, basis=None, why=say(REFUSALS[state], purpose=named))


UNASKED: Final[Mapping[Basis, str]] = {
    Basis.CONTRACT: _("It belongs to the contract ({purpose}), and there is no objection."),
    Basis.LEGITIMATE_INTEREST: _("There is a legitimate interest ({purpose}), and no objection."),
}
REFUSALS: Final[Mapping[ConsentState | None, str]] = {
    None: _("There is no consent for {purpose}."),
    ConsentState.ASKED: _("Consent for {purpose} was asked for, but not given."),
    ConsentState.WITHDRAWN: _("There is an objection to {purpose}, or the consent was withdrawn."),
    ConsentState.EXPIRED: _("The consent for {purpose} has expired."),
}
