"""What is sent in: one page of an answer form, as it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kuulo.responses.rules.forms import NEXT, FormToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One page of answers.

    Attributes:
        form: The form's token, read and found to be Kuulo's own (`kuulo.responses.rules.forms.read_form_token`).
        page: Key of the page that was answered; empty when the whole questionnaire came at once.
        fields: The form's fields as they came: ``q_…`` answers, ``h_…`` hidden fields, ``website`` the trap.
        go: ``next``, ``back``, ``dismiss``, or ``save``, which keeps what is valid and stays on the page.
        language: Language the page was shown in.
        received_at: When it came.
        answers: Instead of fields: all answers at once, in their canonical shape, as a program sends them.
        whole: With ``answers``: nothing more will come; otherwise the rest is asked on the response's own page.
        occurred_at: When they were given, where that was earlier (a tablet that was off-line).
    """

    form: FormToken
    page: str = ""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    go: str = NEXT
    language: str = ""
    received_at: datetime
    answers: Mapping[str, object] | None = None
    whole: bool = True
    occurred_at: datetime | None = None
