"""The team of a study; a confidential study is seen by it alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.studies.models import TeamMember
from kuulo.studies.queries.studies import study
from kuulo.studies.rules import StudyView, TeamRole
from kuulo.studies.services.plans import locked_study
from kuulo.studies.services.telling import note_study


@transaction.atomic
def add_member(
    *, slug: str, email: str, role: TeamRole = TeamRole.RESEARCHER, by: str, now: datetime | None = None
) -> StudyView:
    """Take a colleague into the team, or give one another part in it.

    Raises:
        InputError: It is no address.
        GuardError: The study is confidential and whoever asks is not in its team; or it would be left without a lead.
    """
    row = locked_study(slug)
    address, moment = email.strip().lower(), now or timezone.now()
    if "@" not in address:
        raise InputError(_("“{address}” is no address of a colleague."), address=email.strip()[:60])
    _guard_member(study(slug), by)
    known = row.team.filter(email__iexact=address).first()
    if known is not None and known.role == TeamRole.LEAD and role is not TeamRole.LEAD:
        _guard_lead(study(slug), address)
    member = known or TeamMember(study=row, email=address)
    member.role, member.added_by, member.added_at = role, by, moment
    member.save()
    text = say(_("{person} was taken into the team of study {study}."), person=address, study=slug)
    note_study(row, by=by, verb="add_member", text=text, now=moment, details={"member": address, "role": role.value})
    return study(slug)


@transaction.atomic
def remove_member(*, slug: str, email: str, by: str, now: datetime | None = None) -> StudyView:
    """Take a colleague out of the team.

    Raises:
        GuardError: As for `add_member`.
    """
    row = locked_study(slug)
    address = email.strip().lower()
    _guard_member(study(slug), by)
    _guard_lead(study(slug), address)
    row.team.filter(email__iexact=address).delete()
    text = say(_("{person} was taken out of the team of study {study}."), person=address, study=slug)
    note_study(row, by=by, verb="remove_member", text=text, now=now or timezone.now(), details={"member": address})
    return study(slug)


def _guard_member(found: StudyView, by: str) -> None:
    if found.confidential and by.casefold() not in {email.casefold() for email, _role in found.team}:
        raise GuardError(_("Team: only a member changes the team of a confidential study."), _("Ask a member."))


def _guard_lead(found: StudyView, leaving: str) -> None:
    leads = {email.casefold() for email, role in found.team if role == TeamRole.LEAD}
    if leads == {leaving.casefold()}:
        raise GuardError(_("Team: somebody leads every study."), _("Give the lead to somebody else first."))
