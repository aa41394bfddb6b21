"""Words for the closed lists that these pages show; marked here, translated where they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuulo.customers.rules import (
    SCHEME_NAMES,
    AddressState,
    Basis,
    Channel,
    ConsentState,
    LinkKind,
    PartyKind,
    RelationKind,
    Stage,
)

KINDS: Final[Mapping[PartyKind, Promise]] = {
    PartyKind.PERSON: _("Person"),
    PartyKind.ORGANISATION: _("Organisation"),
    PartyKind.HOUSEHOLD: _("Household"),
}
STAGES: Final[Mapping[Stage, Promise]] = {
    Stage.PROSPECT: _("Prospect"),
    Stage.ACTIVE: _("Customer"),
    Stage.FORMER: _("Former customer"),
}
RELATIONS: Final[Mapping[RelationKind, Promise]] = {
    RelationKind.WORKS_FOR: _("Works for"),
    RelationKind.BUYS_FROM: _("Buys from"),
    RelationKind.REFERRED_BY: _("Was referred by"),
    RelationKind.PARTNER: _("Is a partner of"),
    RelationKind.MEMBER_OF: _("Belongs to"),
}
RELATIONS_BACK: Final[Mapping[RelationKind, Promise]] = {
    RelationKind.WORKS_FOR: _("Employs"),
    RelationKind.BUYS_FROM: _("Sells to"),
    RelationKind.REFERRED_BY: _("Referred"),
    RelationKind.PARTNER: _("Is a partner of"),
    RelationKind.MEMBER_OF: _("Has as a member"),
}
CHANNELS: Final[Mapping[str, Promise]] = {
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: pgettext_lazy("channel", "Phone"),
    Channel.LETTER: pgettext_lazy("channel", "Post"),
    "any": _("every channel"),
}
# Where customer and company meet, as signals name it; an organisation may send names of its own besides.
MEETING_CHANNELS: Final[Mapping[str, Promise]] = {
    "email": _("E-mail"),
    "phone": pgettext_lazy("channel", "Phone"),
    "sms": pgettext_lazy("channel", "Text message"),
    "letter": pgettext_lazy("channel", "Post"),
    "web": pgettext_lazy("channel", "Web"),
    "app": pgettext_lazy("channel", "App"),
    "shop": pgettext_lazy("channel", "Shop"),
    "visit": pgettext_lazy("channel", "Visit"),
}
# Marked and translated where the closed list is.
SCHEMES: Final[Mapping[str, Promise]] = {scheme: _(name) for scheme, name in SCHEME_NAMES.items()}
ADDRESS_STATES: Final[Mapping[AddressState, Promise]] = {
    AddressState.OK: _("works as far as is known"),
    AddressState.BOUNCED: _("messages do not arrive"),
    AddressState.RETIRED: _("no longer in use"),
}
CONSENT_STATES: Final[Mapping[ConsentState, Promise]] = {
    ConsentState.ASKED: pgettext_lazy("consent", "Asked for"),
    ConsentState.GIVEN: pgettext_lazy("consent", "Given"),
    ConsentState.WITHDRAWN: pgettext_lazy("consent", "Withdrawn"),
    ConsentState.EXPIRED: pgettext_lazy("consent", "Expired"),
}
BASES: Final[Mapping[Basis, Promise]] = {
    Basis.CONSENT: _("consent"),
    Basis.LEGITIMATE_INTEREST: _("legitimate interest"),
    Basis.CONTRACT: _("contract"),
}
LINKS: Final[Mapping[LinkKind, Promise]] = {
    LinkKind.DETERMINISTIC: _("The same identifier"),
    LinkKind.PROBABILISTIC: _("A proposal that somebody accepted"),
    LinkKind.MANUAL: _("Noted by a person"),
}
