"""What the closed lists of this room are called on its pages."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.rules.allocation import Allocation
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.samples import Customers, Method

CHANNELS: Final = {
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("Text message"),
    Channel.LETTER: _("Letter"),
}
CUSTOMERS: Final = {
    Customers.CURRENT: _("Present customers"),
    Customers.FORMER: _("Former customers"),
    Customers.ALL: _("Both"),
}
METHODS: Final = {
    Method.EVERYBODY: _("Everybody"),
    Method.SIMPLE: _("A random sample: everybody has the same chance"),
    Method.STRATIFIED: _("A stratified sample: each group gets its share for certain"),
    Method.QUOTAS: _("Quotas: at most so many of each group; chances are then unknown"),
}
ALLOCATIONS: Final = {
    Allocation.PROPORTIONAL: _("By the size of the groups"),
    Allocation.OPTIMAL: _("By size and expected spread: the narrowest interval for the whole"),
    Allocation.EQUAL: _("Alike, so that groups can be compared"),
}
BASES: Final = {
    Basis.LEGITIMATE_INTEREST: _("Legitimate interest: everybody who has not objected"),
    Basis.CONSENT: _("Consent: only those who have given it"),
    Basis.CONTRACT: _("Contract: part of the service that was agreed"),
}
TRIGGERS: Final = {
    TriggerKind.AFTER_ENCOUNTER: _("After an encounter"),
    TriggerKind.AT_DATE: _("At a date"),
    TriggerKind.WHEN_LEAVES: _("When a customer leaves"),
    TriggerKind.API: _("When another system asks for it"),
}
