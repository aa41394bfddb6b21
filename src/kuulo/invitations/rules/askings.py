"""What somebody fills in to ask: the plans of rounds and triggers; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.reminders import ReminderPlan, check_plan
from kuulo.invitations.rules.samples import SampleSpec, check_spec

NO_REMINDERS: Final = ReminderPlan()
EVERYBODY: Final = SampleSpec()
LONGEST_VALID: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingPlan:
    """What rounds and triggers have in common.

    Attributes:
        name: For people.
        slug: The questionnaire.
        channel: How the message goes out.
        spec: The sample of a round; of a trigger its conditions and customers alone.
        basis: Legal basis.
        touchpoint: Asked about; empty: the questionnaire's own.
        reminders: How those who do not answer are reminded.
        words: Subject and lead of the message by language: ``{"fi": {"subject": …, "lead": …}}``.
        valid_days: How long a link takes answers.
    """

    name: str
    slug: str
    channel: Channel
    spec: SampleSpec = EVERYBODY
    basis: Basis = Basis.LEGITIMATE_INTEREST
    touchpoint: str = ""
    reminders: ReminderPlan = NO_REMINDERS
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    valid_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan(AskingPlan):
    """A round to be.

    Attributes:
        seed: Of the sample; None: a new one.
        first_at: When the first messages go out; None: as soon as the round is started.
    """

    seed: int | None = None
    first_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerPlan(AskingPlan):
    """A trigger to be; see `models.Trigger` for what each kind reads."""

    kind: TriggerKind
    signal_kind: str = "encounter"
    delay: timedelta = timedelta()
    date_field: str = ""
    on_day: date | None = None
    offset_days: int = 0
    yearly: bool = False
    share: float = 1.0


def check_asking(plan: AskingPlan) -> None:
    """Refuse a plan that cannot be kept.

    Raises:
        InputError: The message names what is wrong.
    """
    if not plan.name.strip():
        raise InputError(_("It has no name."), _("Give it one, so that people find it again."))
    check_plan(plan.reminders)
    last = plan.reminders.count * (plan.reminders.after_days + plan.reminders.window_days)
    if not 1 <= plan.valid_days <= LONGEST_VALID or last >= plan.valid_days:
        raise InputError(
            _("A link open for {days} days does not last until the last reminder, up to {last} days later."),
            _("Choose {least}–{most} days, or fewer reminders."),
            days=plan.valid_days,
            last=last,
            least=last + 1,
            most=LONGEST_VALID,
        )


def check_round(plan: RoundPlan) -> None:
    """Refuse a round that cannot be drawn or kept.

    Raises:
        InputError: The message names what is wrong.
    """
    check_asking(plan)
    check_spec(plan.spec)


def check_trigger(plan: TriggerPlan) -> None:
    """Refuse a trigger that could never go off, or not as said.

    Raises:
        InputError: The message names what is wrong.
    """
    check_asking(plan)
    if not 0 < plan.share <= 1:
        raise InputError(_("The chance of being asked is more than 0 and at most 1."), _("Correct the chance."))
    if plan.kind is TriggerKind.AFTER_ENCOUNTER and not plan.signal_kind:
        raise InputError(_("It is not said which encounters set the trigger off."), _("Name their kind."))
    if plan.kind is TriggerKind.AT_DATE and bool(plan.date_field) == bool(plan.on_day):
        raise InputError(
            _("The trigger needs either one day, or the attribute that holds each customer's day."),
            _("Say one of the two."),
        )
    if plan.delay < timedelta():
        raise InputError(_("A delay is not negative."), _("Correct the delay."))
