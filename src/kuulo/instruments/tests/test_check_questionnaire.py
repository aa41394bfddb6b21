"""The check: a sound questionnaire passes, and each thing that can be wrong is found where it stands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kuulo.instruments.rules.checks import Finding, Severity, check
from kuulo.instruments.rules.questionnaire import (
    END,
    All,
    AnyOf,
    Choice,
    Closing,
    Condition,
    Kind,
    Not,
    Operator,
    Question,
    Questionnaire,
    Scale,
    Skip,
    Subject,
)
from kuulo.instruments.tests.questions import (
    at_least,
    at_most,
    choices,
    includes,
    is_,
    page,
    question,
    questionnaire,
    score,
    two_pages,
    when,
)

pytestmark = pytest.mark.pure

REASON = question("reason", Kind.SINGLE, choices=choices("price", "quality", "moved"), other=True)
MISSED = question(
    "missed",
    Kind.MULTIPLE,
    choices=(*choices("help", "range"), Choice(key="none", text={"en": "Nothing"}, exclusive=True)),
)
AGREE = question(
    "agree",
    Kind.MATRIX,
    rows=choices("fast", "kind"),
    scale=Scale(minimum=1, maximum=5, low={"en": "No"}, high={"en": "Yes"}),
)
YEARS = question("years", Kind.NUMBER, least=0, most=80)
SINCE = question("since", Kind.DATE, earliest="2000-01-01", latest="2030-12-31")
RANKED = question("ranked", Kind.RANKING, choices=choices("price", "speed", "kindness"))
TOLD = question("told", Kind.STATEMENT)
FIRST = (
    score("recommend"),
    score("satisfied", Kind.CSAT),
    REASON,
    MISSED,
    AGREE,
    YEARS,
    SINCE,
    RANKED,
    question("words"),
)
FULL = Questionnaire(
    languages=("en", "fi"),
    title={"en": "Title", "fi": "Otsikko"},
    closings=(Closing(text={"en": "Ta", "fi": "Kiitos"}),),
)


def asked_when(condition: Condition, **more: object) -> Questionnaire:
    """Return a questionnaire that asks one question of each kind, and one more under the condition."""
    return questionnaire(
        page("first", *FIRST), page("second", question("more", show_if=condition)), hidden=("order",), **more
    )


def found(asked: Questionnaire, severity: Severity) -> list[tuple[str, str]]:
    return [(each.place, str(each.text)) for each in check(asked) if each.severity is severity]


def errors(asked: Questionnaire) -> list[tuple[str, str]]:
    return found(asked, Severity.ERROR)


def warnings(asked: Questionnaire) -> list[tuple[str, str]]:
    return found(asked, Severity.WARNING)


def only(asked: Questionnaire, severity: Severity = Severity.ERROR) -> tuple[str, str]:
    (finding,) = check(asked)
    assert finding.severity is severity
    return finding.place, str(finding.text)


def test_a_sound_questionnaire_has_no_findings() -> None:
    assert check(two_pages()) == ()
    assert check(questionnaire(page("first", *FIRST))) == ()


SOUND = (
    All((at_least("recommend", 3), at_most("recommend", 3))),
    All((includes("missed", "help"), includes("missed", "range"))),
    All(
        (when(name="missed", operator=Operator.EXCLUDES, value="help"), when(name="missed", operator=Operator.ANSWERED))
    ),
    is_("reason", "other"),
    is_("ranked", 1, row="price"),
    when(name="agree", row="fast", operator=Operator.AT_MOST, value=2),
    All((at_least("years", 2.5), at_most("years", 2.6))),
    All(
        (
            when(name="since", operator=Operator.AT_LEAST, value="2024-01-01"),
            when(name="since", operator=Operator.AT_MOST, value="2024-01-01"),
        )
    ),
    when(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value="gold"),
    when(subject=Subject.HIDDEN, name="order", operator=Operator.ANSWERED),
    is_("words", "yes"),
    Not(Not(at_least("recommend", 9))),
)


@pytest.mark.parametrize("condition", SOUND)
def test_conditions_that_can_hold_are_left_alone(condition: Condition) -> None:
    assert check(asked_when(condition)) == ()


NEVER = (
    All((at_most("recommend", 3), at_least("recommend", 8))),
    All((at_most("recommend", 3), Not(at_most("recommend", 6)))),
    All((is_("reason", "price"), is_("reason", "moved"))),
    All((is_("reason", "price"), when(name="reason", operator=Operator.UNANSWERED))),
    All((includes("missed", "none"), includes("missed", "help"))),
    All((includes("missed", "help"), when(name="missed", operator=Operator.EXCLUDES, value="help"))),
    All((at_least("years", 10), AnyOf((at_most("years", 5), All((at_most("years", 20), at_least("years", 30))))))),
    All((is_("agree", 1, row="fast"), is_("agree", 2, row="fast"))),
    All(
        (
            when(name="since", operator=Operator.AT_LEAST, value="2024-02-01"),
            when(name="since", operator=Operator.AT_MOST, value="2024-01-31"),
        )
    ),
    when(name="since", operator=Operator.AT_LEAST, value="2031-01-01"),
    All(
        (
            when(subject=Subject.ATTRIBUTE, name="age", operator=Operator.AT_MOST, value=3),
            when(subject=Subject.ATTRIBUTE, name="age", operator=Operator.AT_LEAST, value=4),
        )
    ),
    All(
        (
            when(subject=Subject.HIDDEN, name="order", operator=Operator.IS, value="a"),
            when(subject=Subject.HIDDEN, name="order", operator=Operator.IS, value="b"),
        )
    ),
)


@pytest.mark.parametrize("condition", NEVER)
def test_a_condition_that_contradicts_itself_is_found(condition: Condition) -> None:
    place, text = errors(asked_when(condition))[0]
    assert place == "more"
    assert "can never hold" in text


def test_a_condition_that_contradicts_the_questions_it_looks_at_is_found() -> None:
    why = question("why", Kind.SINGLE, choices=choices("slow", "dear"), show_if=at_most("recommend", 6))
    more = question("more", show_if=All((is_("why", "slow"), at_least("recommend", 9))))
    asked = questionnaire(page("a", score("recommend")), page("b", why), page("c", more))
    assert errors(asked)[0] == ("more", "Its condition can never hold: it contradicts itself or what it looks at.")


def test_a_condition_that_always_holds_is_found() -> None:
    always = AnyOf((at_most("recommend", 10), when(name="recommend", operator=Operator.UNANSWERED)))
    assert only(asked_when(always), Severity.WARNING) == ("more", "Its condition always holds, so it does nothing.")


WRONG = (
    (is_("nothing", 1), "which is no question here"),
    (is_("more", "x"), "asked only later"),
    (is_("reason", "weather"), "“weather”, which is none of its answers"),
    (includes("missed", "weather"), "“weather”, which is none of its answers"),
    (includes("missed", "other"), "“other”, which is none of its answers"),
    (at_least("recommend", 11), "“11”, which is none of its answers"),
    (is_("recommend", 3.5), "“3.5”, which is none of its answers"),
    (at_most("years", 81), "“81”, which is none of its answers"),
    (when(name="since", operator=Operator.IS, value="yesterday"), "“yesterday”, which is none of its answers"),
    (is_("agree", 1), "which row of “agree”"),
    (is_("agree", 1, row="slow"), "“agree” has no row “slow”"),
    (is_("agree", 6, row="fast"), "“6”, which is none of its answers"),
    (is_("recommend", 1, row="fast"), "“recommend” has no row “fast”"),
    (is_("ranked", 4, row="price"), "“4”, which is none of its answers"),
    (includes("recommend", "3"), "a way that its answers do not allow"),
    (is_("missed", "help"), "a way that its answers do not allow"),
    (at_least("reason", 3), "a way that its answers do not allow"),
    (when(name="recommend", operator=Operator.IS), "with nothing"),
    (when(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value=" "), "with nothing"),
    (when(subject=Subject.ATTRIBUTE, name="", operator=Operator.ANSWERED), "A part of its condition is empty"),
    (when(subject=Subject.HIDDEN, name="colour", operator=Operator.ANSWERED), "the address field “colour”"),
    (AnyOf(()), "A part of its condition is empty"),
    (Not(All(())), "A part of its condition is empty"),
)


@pytest.mark.parametrize(("condition", "text"), WRONG)
def test_a_condition_that_looks_at_something_else_is_found(condition: Condition, text: str) -> None:
    assert [place for place, said in errors(asked_when(condition)) if text in said] == ["more"]


def test_a_condition_on_a_statement_is_found() -> None:
    asked = questionnaire(page("a", TOLD, score("recommend")), page("b", question("more", show_if=is_("told", "x"))))
    assert only(asked) == ("more", "Its condition looks at “told”, which nobody answers.")


def test_a_condition_on_the_same_page_is_sound() -> None:
    """The page opens the question when its answer comes, with script or without."""
    why = question("why", show_if=at_most("recommend", 6))
    assert not check(questionnaire(page("a", score("recommend"), why)))


def test_a_page_cannot_look_at_its_own_questions() -> None:
    asked = questionnaire(page("a", score("recommend")), page("b", score("again"), show_if=at_least("again", 1)))
    assert "asked only later" in errors(asked)[0][1]


def skip(when: Condition, to: str) -> Skip:
    return Skip(when=when, to=to)


LOW, HIGH = at_most("recommend", 6), at_least("recommend", 7)


def test_skips_that_lead_somewhere_are_left_alone() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"), skip(at_least("recommend", 9), END)))
    assert check(questionnaire(first, page("b", question("x")), page("c", question("y")))) == ()


@pytest.mark.parametrize(
    ("to", "text"), [("nowhere", "leads to “nowhere”, which is no page here"), ("a", "backwards"), ("b", "backwards")]
)
def test_a_skip_to_nowhere_or_backwards_is_found(to: str, text: str) -> None:
    second = page("b", question("x"), skips=(skip(LOW, to),))
    place, said = only(questionnaire(page("a", score("recommend")), second, page("c", question("y"))))
    assert place == "b"
    assert text in said


def test_a_skip_to_the_next_page_does_nothing() -> None:
    asked = questionnaire(page("a", score("recommend"), skips=(skip(LOW, "b"),)), page("b", question("x")))
    assert only(asked, Severity.WARNING) == ("a", "A skip leads to the next page, which comes anyway.")


def test_a_page_that_every_skip_leads_past_is_found() -> None:
    first = page("a", score("recommend", required=True), skips=(skip(LOW, "c"), skip(HIGH, END)))
    asked = questionnaire(first, page("b", question("x")), page("c", question("y")))
    assert only(asked) == ("b", "Nobody can reach this page: skips and conditions lead past it.")
    not_required = replace(asked, pages=(replace(first, questions=(score("recommend"),)), *asked.pages[1:]))
    assert check(not_required) == ()


def test_a_page_that_skips_and_conditions_keep_apart_is_found() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"),))
    second = page("b", question("x"), show_if=LOW)
    asked = questionnaire(first, second, page("c", question("y")))
    assert only(asked) == ("b", "Nobody can reach this page: skips and conditions lead past it.")


def test_a_question_nobody_on_its_page_is_asked_is_found() -> None:
    first = page("a", score("recommend"))
    second = page("b", question("x"), question("y", show_if=HIGH), show_if=LOW)
    assert only(questionnaire(first, second)) == (
        "y",
        "Nobody who comes to this page is asked this: its condition cannot hold there.",
    )


def test_a_skip_that_earlier_skips_leave_nobody_is_found() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"), skip(at_most("recommend", 3), END)))
    asked = questionnaire(first, page("b", question("x")), page("c", question("y")))
    assert only(asked) == ("a", "The skip to “end” is never taken: the skips before it leave nobody.")


def test_the_skips_of_a_page_that_is_passed_by_do_not_count() -> None:
    """Whoever is not shown page b goes on to c, whatever b's skip says."""
    first = page("a", score("recommend"))
    second = page("b", question("x", show_if=LOW), skips=(skip(Not(at_least("recommend", 11 - 1)), END),))
    third = page("c", question("y", show_if=HIGH))
    assert check(questionnaire(first, second, third)) == ()


def test_a_skip_past_what_must_be_answered_is_a_warning() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"),))
    asked = questionnaire(first, page("b", question("x", required=True)), page("c", question("y")))
    place, text = only(asked, Severity.WARNING)
    assert place == "a"
    assert "“x”" in text


def test_many_skips_are_checked_in_time() -> None:
    pages = [
        page(f"p{at}", score(f"s{at}"), skips=(skip(at_most(f"s{at}", 3), f"p{at + 2}"),) if at < 38 else ())
        for at in range(40)
    ]
    dead = page("dead", question("x"), question("y", show_if=at_least("s0", 7)), show_if=at_most("s0", 3))
    assert errors(questionnaire(*pages, dead)) == [
        ("y", "Nobody who comes to this page is asked this: its condition cannot hold there.")
    ]


def test_a_tangle_of_conditions_is_given_up_not_blamed() -> None:
    """Eight pairs of alternatives after one another have 256 ways to hold, forty times over."""
    scores = [score(f"s{at}") for at in range(9)]
    pairs = All(tuple(AnyOf((at_most(each.key, 3), at_least(each.key, 8))) for each in scores[1:]))
    tangled = All((pairs, Not(AnyOf((at_most("s0", 5), at_least("s0", 6), when(name="s0", operator="unanswered"))))))
    asked = questionnaire(
        page("a", *scores), *(page(f"b{at}", question(f"x{at}", show_if=tangled)) for at in range(40))
    )
    assert len(errors(asked)) < 40
    plain = questionnaire(page("a", *scores), page("b", question("x", show_if=pairs)))
    assert check(plain) == ()


PLANTED: tuple[tuple[Question, str], ...] = (
    (question("double__name"), "two underscores"),
    (question("mine__other"), "two underscores"),
    (question("q", text={"en": "  "}), "no wording"),
    (question("q", Kind.SINGLE), "no choices"),
    (question("q", Kind.MULTIPLE, other=True), "no choices"),
    (question("q", Kind.RANKING, choices=choices("a", "b"), other=True), "own words"),
    (question("q", Kind.SINGLE, choices=choices("a", "a")), "called “a”"),
    (question("q", Kind.SINGLE, choices=choices("a", "other")), "belongs to the choice of own words"),
    (question("q", Kind.SINGLE, choices=choices("a", "b__c")), "two underscores"),
    (question("q", Kind.SINGLE, choices=(*choices("a"), Choice(key="b", text={"en": ""}))), "is empty"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), least=3), "more choices than it has"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), least=2, most=1), "is above its largest"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), most=0), "no choice at all"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), least=1.5), "not a whole number"),
    (question("q", Kind.NUMBER, least=5, most=1), "is above its largest"),
    (question("q", Kind.DATE, earliest="soon"), "“soon” is not a date"),
    (question("q", Kind.DATE, earliest="2026-02-01", latest="2026-01-01"), "first day comes after its last"),
    (question("q", Kind.TEXT, longest=0), "no room"),
    (question("q", Kind.RATING), "no scale"),
    (question("q", Kind.RATING, scale=Scale(minimum=5, maximum=5)), "not above its start"),
    (question("q", Kind.RATING, scale=Scale(minimum=0, maximum=101)), "more than 101 points"),
    (question("q", Kind.RATING, scale=Scale(minimum=0, maximum=1, direction=0)), "which end is better"),
    (question("q", Kind.NPS, scale=Scale(minimum=1, maximum=10)), "always asked from 0 to 10"),
    (question("q", Kind.MATRIX, choices=choices("a", "b")), "no rows"),
    (question("q", Kind.MATRIX, rows=choices("a", "b")), "neither columns nor a scale"),
    (
        question("q", Kind.MATRIX, rows=choices("a"), choices=choices("b"), scale=AGREE.scale),
        "both columns and a scale",
    ),
    (question("q", clarifies="nothing"), "clarifies “nothing”, which is not asked before"),
)


@pytest.mark.parametrize(("planted", "text"), PLANTED)
def test_what_is_wrong_with_a_question_is_found(planted: Question, text: str) -> None:
    asked = questionnaire(page("a", score("recommend"), planted))
    assert [place for place, said in errors(asked) if text in said] == [planted.key]


MINOR: tuple[tuple[Question, str], ...] = (
    (question("q", Kind.SINGLE, choices=choices("a")), "only one choice"),
    (
        question("q", Kind.SINGLE, choices=(*choices("a", "b"), Choice(key="c", text={"en": "a "}))),
        "read the same: “a”",
    ),
    (
        question("q", Kind.SINGLE, choices=(*choices("a"), Choice(key="c", text={"en": "C"}, exclusive=True))),
        "goes alone",
    ),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), most=3), "allows more choices"),
    (question("q", Kind.STATEMENT, required=True), "a statement has no answer"),
    (question("q", Kind.NPS), "ends of its scale have no words"),
)


@pytest.mark.parametrize(("planted", "text"), MINOR)
def test_what_is_doubtful_about_a_question_is_a_warning(planted: Question, text: str) -> None:
    asked = questionnaire(page("a", question("first"), planted))
    place, said = only(asked, Severity.WARNING)
    assert place == "q"
    assert text in said


def test_what_clarifies_a_question_without_a_score_is_found() -> None:
    asked = questionnaire(page("a", question("words")), page("b", question("why", clarifies="words")))
    assert only(asked) == ("why", "It clarifies “words”, which is not a score.")


def test_names_that_are_there_twice_are_found() -> None:
    asked = questionnaire(
        page("a", question("x")), page("a", question("x")), page(END, question("y")), hidden=("y", "z", "z")
    )
    texts = [text for _place, text in errors(asked)]
    assert [text for text in texts if "called" in text] == [
        "Two address fields are called “z”.",
        "Two pages are called “a”.",
        "Two questions are called “x”.",
        "A page cannot be called “end”: that is where skips end.",
        "A question and an address field are both called “y”.",
    ]


def test_what_is_wrong_with_the_whole_is_found() -> None:
    empty = Questionnaire(languages=(), title={}, pages=())
    assert [text for _place, text in errors(empty)] == [
        "It has no language.",
        "It has no title.",
        "It asks nothing yet: add a question.",
    ]
    strange = replace(two_pages(), languages=("en", "en", "de"))
    assert [text for _place, text in errors(strange)] == [
        "Kuulo does not speak the language “de”.",
        "A language is there twice.",
    ]


def test_an_empty_page_is_a_warning() -> None:
    asked = questionnaire(page("a", question("x")), page("b"))
    assert only(asked, Severity.WARNING) == ("b", "The page is empty and is passed by.")


def test_closings_are_checked() -> None:
    asked = two_pages()
    low = Closing(text={"en": "Sorry!"}, show_if=LOW)
    plain = Closing(text={"en": "Thanks!"})
    assert check(replace(asked, closings=(low, plain))) == ()
    assert "Nothing is said" in only(replace(asked, closings=()), Severity.WARNING)[1]
    assert "Every closing has a condition" in only(replace(asked, closings=(low,)), Severity.WARNING)[1]
    assert "never shown" in only(replace(asked, closings=(plain, low)))[1]
    assert "A closing is empty" in only(replace(asked, closings=(Closing(text={}),)))[1]


def test_missing_translations_are_a_warning_a_place_and_language() -> None:
    asked = replace(
        FULL,
        pages=(
            page(
                "a",
                question("x", Kind.SINGLE, text={"en": "Why?", "fi": "Miksi?"}, choices=choices("a", "b", "c", "d")),
                question("y", text={"fi": "Ja?"}),
            ),
        ),
    )
    assert warnings(asked) == [
        ("x", "The Finnish text is missing: “A”, “B”, “C” …."),
        ("y", "The English text is missing: “Ja?”."),
    ]


def piped(text: str, **more: object) -> Questionnaire:
    return (
        asked_when(is_("words", "x"))
        if not text
        else questionnaire(
            page("first", *FIRST, TOLD, question("sure", required=True)),
            page("second", question("more", text={"en": text}), **more),
            hidden=("order",),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "About {{sure}}?",
        "{{ reason | that }}?",
        "{{attribute:first name|friend}}",
        "{{hidden:order|your order}}",
        "{x} }",
    ],
)
def test_places_that_can_be_filled_in_are_left_alone(text: str) -> None:
    assert check(piped(text)) == ()


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        ("{{nothing|x}}", Severity.ERROR, "“nothing”, which is not answered on an earlier page"),
        ("{{more|x}}", Severity.ERROR, "“more”, which is not answered on an earlier page"),
        ("{{agree|x}}", Severity.ERROR, "cannot be put into words"),
        ("{{told|x}}", Severity.ERROR, "cannot be put into words"),
        ("{{hidden:colour|x}}", Severity.ERROR, "address field “colour”"),
        ("{{reason}}", Severity.WARNING, "as in {{reason|…}}"),
        ("{{attribute:name}}", Severity.WARNING, "as in {{attribute:name|…}}"),
        ("{{}} and {{", Severity.WARNING, "double braces"),
    ],
)
def test_places_that_cannot_be_filled_in_are_found(text: str, severity: Severity, said: str) -> None:
    place, found_text = only(piped(text), severity)
    assert place == "more"
    assert said in found_text


def test_the_closing_may_be_filled_in_from_every_question() -> None:
    asked = replace(two_pages(), closings=(Closing(text={"en": "Thank you for {{recommend|it}} and {{why|all}}."}),))
    assert check(asked) == ()


def test_errors_come_first_each_kind_in_the_order_of_pages() -> None:
    asked = questionnaire(
        page("a", question("x", Kind.NPS), question("y", Kind.SINGLE)), page("b", question("z", Kind.RATING))
    )
    assert [(each.severity.value, each.place) for each in check(asked)] == [
        ("error", "y"),
        ("error", "z"),
        ("warning", "x"),
    ]


def test_a_finding_is_a_plain_value() -> None:
    assert check(questionnaire(page("a"))) == check(questionnaire(page("a")))
    assert isinstance(check(questionnaire())[0], Finding)
