"""Entries of a timeline that lie in the database: what was sent, agreed to, changed and joined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.queries import attribute_definitions, attribute_history, consents_of
from kuulo.customers.rules import (
    ANY_CHANNEL,
    PURPOSE_NAMES,
    ConsentState,
    ConsentView,
    LinkKind,
    LinkView,
    PartyView,
    Purpose,
    Stage,
    StageView,
)
from kuulo.invitations.queries import MessageView, messages_to
from kuulo.profiles.rules.entries import Entry, Family, Line

STAGE_NAMES: Final = {
    Stage.PROSPECT: _("prospect"),
    Stage.ACTIVE: _("customer"),
    Stage.FORMER: _("former customer"),
}
LINK_NAMES: Final = {
    LinkKind.DETERMINISTIC: _("Found to be the same as {other}: an identifier is the same"),
    LinkKind.PROBABILISTIC: _("Found to be the same as {other}: proposed, and accepted by a person"),
    LinkKind.MANUAL: _("Found to be the same as {other}: noted by a person"),
}


def noted_entries(party: PartyView, messages: tuple[MessageView, ...]) -> list[Entry]:
    """Return everything about a party that lies in the database, in no order."""
    return [
        *(invitation_entry(message) for message in messages),
        *consent_entries(consents_of(party.party_id)),
        *(stage_entry(stage) for stage in party.stages),
        *_attribute_entries(party.party_id),
        *link_entries(party.links),
    ]


def messages_of(party: PartyView) -> tuple[MessageView, ...]:
    """Return what was sent to a party."""
    return messages_to(party.parts)


def invitation_entry(message: MessageView) -> Entry:
    """Return a message that went out as an entry."""
    if message.number:
        title = say(_("Reminded to answer “{instrument}”"), instrument=message.instrument)
    else:
        title = say(_("Invited to answer “{instrument}”"), instrument=message.instrument)
    return Entry(
        key=invitation_key(message),
        family=Family.INVITATION,
        at=message.sent_at,
        title=title,
        channel=message.channel.value,
        touchpoint=message.touchpoint,
        source="invitations",
    )


def invitation_key(message: MessageView) -> str:
    """Return the key of a message's entry."""
    return f"invitation|{message.invitation_id}|{message.number}"


def consent_entries(consents: tuple[ConsentView, ...]) -> Iterator[Entry]:
    """Yield what was asked, given, withdrawn and has expired, one entry a step."""
    for consent in consents:
        steps = (
            (consent.asked_at, _("Asked for consent: {purpose}")),
            (consent.given_at, _("Consent given: {purpose}")),
            (consent.ended_at, _ended(consent)),
        )
        for at, template in steps:
            if at is not None:
                yield Entry(
                    key=f"consent|{consent.purpose.value}|{consent.channel}|{template[:16]}|{at.isoformat()}",
                    family=Family.CONSENT,
                    at=at,
                    title=say(template, purpose=say(PURPOSE_NAMES[consent.purpose])),
                    channel="" if consent.channel == ANY_CHANNEL else consent.channel,
                    source=consent.source,
                )


def _ended(consent: ConsentView) -> str:
    if consent.state is ConsentState.EXPIRED:
        return _("Consent expired: {purpose}")
    return _("Consent withdrawn: {purpose}") if consent.given_at else _("Objected: {purpose}")


def stage_entry(stage: StageView) -> Entry:
    """Return the beginning of a stage as an entry."""
    lines = (Line(label="", words=stage.reason),) if stage.reason else ()
    return Entry(
        key=stage_key(stage),
        family=Family.CHANGE,
        at=stage_moment(stage),
        title=say(_("Became a {stage}"), stage=say(STAGE_NAMES[stage.stage])),
        source=stage.source,
        lines=lines,
        count=len(lines),
    )


def stage_key(stage: StageView) -> str:
    """Return the key of a stage's entry."""
    return f"stage|{stage.stage.value}|{stage.began_on.isoformat()}"


def stage_moment(stage: StageView) -> datetime:
    """Return the moment a stage's entry stands at: stages begin with a day."""
    return datetime.combine(stage.began_on, time(), tzinfo=UTC)


def _attribute_entries(party_id: int) -> Iterator[Entry]:
    special = {each.name for each in attribute_definitions() if each.is_special}
    for number, change in enumerate(attribute_history(party_id, purpose=Purpose.SERVICE)):
        if change.name in special:
            title: Text = say(_("{name} was changed"), name=change.name)
        elif change.after:
            title = say(
                _("{name}: {before} → {after}"), name=change.name, before=change.before or "–", after=change.after
            )
        else:
            title = say(_("{name} was removed"), name=change.name)
        yield Entry(
            key=f"attribute|{change.name}|{change.changed_at.isoformat()}|{number}",
            family=Family.CHANGE,
            at=change.changed_at,
            title=title,
            source=change.source,
        )


def link_entries(links: tuple[LinkView, ...]) -> Iterator[Entry]:
    """Yield when a party was found to be the same as another, and when that was undone."""
    for link in links:
        other = link.other_name or f"#{link.other_id}"
        yield Entry(
            key=f"link|{link.id}",
            family=Family.CHANGE,
            at=link.made_at,
            title=say(LINK_NAMES[link.kind], other=other),
            source=link.made_by,
        )
        if link.undone_at is not None:
            yield Entry(
                key=f"link|{link.id}|undone",
                family=Family.CHANGE,
                at=link.undone_at,
                title=say(_("No longer held to be the same as {other}"), other=other),
            )
