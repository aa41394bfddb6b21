"""What a study shall be, as whoever plans it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.studies.rules import LANGUAGES, Answer, LegalBasis, Method, StudyView, Trigger

MOST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWishes:
    """What participants are told in one language; see `models.StudyText`."""

    title: str = ""
    about: str = ""
    notice: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyWishes:
    """What a study shall be; see `rules.StudyView`. `texts` is by language; a study speaks those of `languages`."""

    title: str
    method: Method
    question: str = ""
    changes: str = ""
    legal_basis: LegalBasis | None = None
    texts: Mapping[str, TextWishes] = field(default_factory=dict)
    languages: tuple[str, ...] = LANGUAGES
    confidential: bool = False
    shares_words: bool = False
    codebook: str = ""
    instrument: str = ""
    planned: int = 0
    segment: str = ""
    sampling: str = ""
    guide: str = ""
    recruit_from: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    report_on: date | None = None
    minutes: int = 0
    consent_days: int | None = None
    budget: Decimal = Decimal(0)
    incentive: Decimal = Decimal(0)
    ethics: Mapping[Trigger, Answer] = field(default_factory=dict)


PLAIN: Final = tuple(each.name for each in fields(StudyWishes) if each.name not in {"texts", "ethics", "legal_basis"})
"""Wishes that are columns of the table under the same names."""


def wishes_of(study: StudyView) -> StudyWishes:
    """Return a study as wishes, so that a part of them can be replaced."""
    texts = {
        language: TextWishes(
            title=study.titles.get(language, ""),
            about=study.about.get(language, ""),
            notice=study.notice.get(language, ""),
            consent=study.consents.get(language, ""),
        )
        for language in study.notice
    }
    plain = {name: getattr(study, name) for name in PLAIN}
    return StudyWishes(**plain, texts=texts, ethics=study.ethics, legal_basis=study.legal_basis)


def check_wishes(wishes: StudyWishes) -> None:
    """Refuse what cannot be a study.

    Raises:
        InputError: It has no title or no language, or its days are out of order.
    """
    if not wishes.title.strip():
        raise InputError(_("The study has no name."), _("Give it a name, which the team knows it by."))
    if not wishes.languages or set(wishes.languages) - set(LANGUAGES):
        raise InputError(_("The study speaks none of Finnish, Swedish and English."), _("Choose at least one."))
    if wishes.starts_on and wishes.ends_on and wishes.ends_on < wishes.starts_on:
        raise InputError(_("Fieldwork would end before it begins."), _("Correct the days."))
    if min(wishes.budget, wishes.incentive) < 0:
        raise InputError(_("An amount of money is less than nothing."), _("Correct the budget or the incentive."))
    if any(len(text) > MOST_TEXT for text in (wishes.guide, wishes.question, wishes.changes, wishes.sampling)):
        raise InputError(_("A text is longer than {most} characters."), _("Shorten it."), most=MOST_TEXT)
