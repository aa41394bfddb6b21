"""What the keys of blocking rules are called; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.identity import column_text

KEYS: Final[Mapping[str, str]] = {
    "first_name_1": _("first of the first names"),
    "first_name_3": _("first three letters of the first name"),
    "first_name_sound": _("sound of the first name"),
    "surname_3": _("first three letters of the surname"),
    "surname_sound": _("sound of the surname"),
    "name_low": _("one of the two names"),
    "name_high": _("the other of the two names"),
    "birth_month": _("year and month of birth"),
    "birth_year": _("year of birth"),
    "birth_day": _("day and month of birth"),
    "email_local": _("e-mail before the @"),
    "phone_end": _("last seven digits of the phone number"),
    "street_name": _("street without its number"),
    "postcode_area": _("postal area"),
    "company_1": _("first word of the company"),
    "company_3": _("first three letters of the company"),
    "company_sound": _("sound of the company"),
}
EVERYTHING: Final = say(_("every pair"))


def key_names(rule: str) -> tuple[Text, ...]:
    """Return what the keys of a blocking rule are called; a rule without keys looks at every pair."""
    keys = [key for key in rule.split(",") if key]
    return tuple(say(KEYS[key]) if key in KEYS else column_text(key) for key in keys) or (EVERYTHING,)
