"""What the kinds of questions are called, and what each is for, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kuulo.instruments.rules.questionnaire import Kind

KIND_NAMES: Final[Mapping[Kind, LazyText]] = {
    Kind.NPS: _("Recommendation (NPS)"),
    Kind.ENPS: _("Recommendation as employer (eNPS)"),
    Kind.CSAT: _("Satisfaction (CSAT)"),
    Kind.CES_2010: _("Effort, 2010 form (CES)"),
    Kind.CES_2: _("Ease (CES 2.0)"),
    Kind.RATING: _("Rating on your own scale"),
    Kind.SINGLE: _("One choice"),
    Kind.MULTIPLE: _("Several choices"),
    Kind.MATRIX: _("Table of questions"),
    Kind.RANKING: _("Ranking"),
    Kind.TEXT: _("Own words"),
    Kind.NUMBER: _("Number"),
    Kind.DATE: _("Date"),
    Kind.STATEMENT: _("Text without a question"),
}
KIND_HELP: Final[Mapping[Kind, LazyText]] = {
    Kind.NPS: _("0–10: how likely somebody is to recommend you. Gives the Net Promoter Score."),
    Kind.ENPS: _("0–10: how likely employees are to recommend you as a place to work."),
    Kind.CSAT: _("1–5: how satisfied somebody is with one thing. Counts the two best answers."),
    Kind.CES_2010: _("1–5, low is easy: how much effort it took. For comparing with old figures."),
    Kind.CES_2: _("1–7: how strongly somebody agrees that it was easy. Best right after a task."),
    Kind.RATING: _("Whole numbers between ends of your choice, with your words at the ends."),
    Kind.SINGLE: _("A list from which one answer is chosen."),
    Kind.MULTIPLE: _("A list from which any number of answers may be chosen."),
    Kind.MATRIX: _("Several things judged on the same scale or by the same choices. Keep it short: it tires."),
    Kind.RANKING: _("A few things put in order, the best first."),
    Kind.TEXT: _("An open answer: the reasons behind the scores."),
    Kind.NUMBER: _("A number, between limits if you wish."),
    Kind.DATE: _("A day of the calendar."),
    Kind.STATEMENT: _("Tells something between the questions; nothing is answered."),
}
