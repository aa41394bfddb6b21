"""What the page's script opens is what the server would: every operator on every kind of answer, in a draft's preview.

Some of these comparisons the check would refuse to publish; the two must agree on them all the same.
"""

from __future__ import annotations

from typing import Any

import pytest

from kuulo.accounts.rules import Role
from kuulo.instruments.rules.flow import Known, questions_on
from kuulo.instruments.rules.questionnaire import (
    All,
    AnyOf,
    Closing,
    Kind,
    Not,
    Operator,
    Page,
    Question,
    Questionnaire,
)
from kuulo.instruments.rules.questionnaire import Test as Comparison
from kuulo.instruments.services import create_instrument
from kuulo.responses.rules.compiled import compiled_of
from kuulo.responses.tests.questionnaires import choices, words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = 390
FILL = """fields => {
  const form = document.getElementById('answers');
  for (const [name, values] of Object.entries(fields)) {
    for (const one of form.querySelectorAll(`[name="q_${name}"]`)) {
      if (one.type === 'radio' || one.type === 'checkbox') one.checked = values.includes(one.value);
      else one.value = values[0];
    }
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
}"""
OFFERED = choices(("a", "A"), ("b", "B"), ("c", "C"))
WATCHED = (
    Question(key="score", kind=Kind.NPS, text=words("Score")),
    Question(key="one", kind=Kind.SINGLE, text=words("One"), choices=OFFERED, other=True),
    Question(key="many", kind=Kind.MULTIPLE, text=words("Many"), choices=OFFERED),
    Question(key="grid", kind=Kind.MATRIX, text=words("Grid"), rows=OFFERED, choices=choices(("y", "Y"), ("n", "N"))),
    Question(key="rank", kind=Kind.RANKING, text=words("Rank"), choices=OFFERED),
    Question(key="number", kind=Kind.NUMBER, text=words("Number")),
    Question(key="day", kind=Kind.DATE, text=words("Day")),
    Question(key="text", kind=Kind.TEXT, text=words("Text"), lines=1),
)
LOOKED_FOR: tuple[tuple[str, str, tuple[str | float, ...]], ...] = (
    ("score", "", (0, 3, 10)),
    ("one", "", ("a", "other")),
    ("many", "", ("a", "b")),
    ("grid", "a", ("y", "n")),
    ("rank", "b", (1, 2)),
    ("number", "", (2.5, -1, 12)),
    ("day", "", ("2026-05-01",)),
    ("text", "", ("hello", "12")),
)


def dependents() -> tuple[Question, ...]:
    """Return a statement for every operator on every kind, some of them joined."""
    tests = [
        Comparison(name=name, row=row, operator=operator, value=value)
        for name, row, values in LOOKED_FOR
        for operator in Operator
        for value in values
    ]
    pairs = [
        (All(parts=pair), AnyOf(parts=pair), Not(part=pair[0])) for pair in zip(tests[::7], tests[3::7], strict=False)
    ]
    conditions = [*tests, *(one for joined in pairs for one in joined)]
    return tuple(
        Question(key=f"d{n}", kind=Kind.STATEMENT, text=words("Shown"), show_if=one) for n, one in enumerate(conditions)
    )


CONDITIONS = Questionnaire(
    languages=("en", "fi", "sv"),
    title=words("Conditions"),
    pages=(Page(key="only", questions=(*WATCHED, *dependents())),),
    closings=(Closing(text=words("Thanks")),),
)
FILLED: tuple[dict[str, list[str]], ...] = (
    {},
    {"score": ["0"], "one": ["a"], "many": ["a"], "grid__a": ["y"], "number": ["2,5"], "text": ["hello"]},
    {"score": ["3"], "one": ["other"], "one__other": ["Own"], "many": ["a", "b"], "day": ["2026-05-01"]},
    {"score": ["10"], "one": ["c"], "many": ["b", "c"], "grid__b": ["n"], "grid__a": ["n"], "day": ["2026-04-30"]},
    {"rank__a": ["2"], "rank__b": ["1"], "rank__c": ["3"], "number": ["-1"], "text": ["12"]},
    {"rank__a": ["1"], "rank__b": ["2"], "rank__c": ["3"], "number": ["12"], "text": [" 12 "], "day": ["2027-01-01"]},
)


def test_the_page_s_script_opens_what_the_server_would(visit: Any) -> None:
    """Every operator on every kind of answer: what the script shows is what the rules show."""
    draft = create_instrument(name="Conditions", questionnaire=CONDITIONS)
    page = visit.sign_in(Role.INSIGHT_LEAD).open(f"/instruments/{draft.slug}/preview/page/", width=NARROW).page
    compiled = compiled_of(CONDITIONS, {})
    (asked,) = CONDITIONS.pages
    for fields in FILLED:
        page.reload()
        page.evaluate(FILL, fields)
        sent = {f"q_{name}": values for name, values in fields.items()}
        known = Known(dict(compiled.check_form(asked.key, sent, Known()).answers))
        expected = {question.key for question in questions_on(asked, known)}
        shown = page.eval_on_selector_all("[data-key]:not([hidden])", "all => all.map(one => one.dataset.key)")
        assert set(shown) == expected, fields
