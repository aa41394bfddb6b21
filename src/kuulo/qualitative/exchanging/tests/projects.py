"""Projects of every kind, drawn at random: texts with emoji, combining marks, odd spaces and lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from kuulo.qualitative.exchanging import (
    AreaPlace,
    Case,
    Code,
    Coding,
    Graph,
    GraphPart,
    Link,
    Media,
    Place,
    Project,
    Selection,
    Set,
    Source,
    SourceKind,
    Stamp,
    SyncPlace,
    SyncPoint,
    TextPlace,
    TimePlace,
    Transcript,
    User,
    Value,
    Variable,
    VariableKind,
)

LETTERS = "aäöå€ñ\u0301 \n\t&<>\"'\u2028😀🏳\U0001f468\u200d\U0001f469\ufeff:{}"
names = st.text(alphabet=LETTERS.replace("\n", ""), max_size=8)
words = st.text(alphabet=LETTERS, max_size=40)
texts = st.text(alphabet=LETTERS + "\x0b\x0c\x01", max_size=40)
moments = st.none() | st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone is given beside
colours = st.sampled_from(["", "#a1B2c3", "#fff"])
media = st.none() | st.builds(Media, suffix=st.sampled_from([".mp3", ".docx", ""]), content=st.binary(max_size=20))


class Numbers:
    """GUIDs that no other thing of the project has."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """Return the next."""
        self._last += 1
        return str(UUID(int=self._last))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Draw a project that REFI-QDA can hold whole."""
    return _Drawing(draw).project()


class _Drawing:
    """Draws the parts of one project, which refer to one another."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.new = Numbers()
        self.users = [self.new.next() for _ in range(draw(st.integers(0, 2)))]
        self.code_guids = [self.new.next() for _ in range(draw(st.integers(0, 4)))]
        self.variables = [self.new.next() for _ in range(draw(st.integers(0, 2)))]
        self.note_guids = [self.new.next() for _ in range(draw(st.integers(0, 2)))]
        self.selections: list[str] = []

    def project(self) -> Project:
        """Draw all."""
        draw = self.draw
        sources = tuple(self.source() for _ in range(draw(st.integers(0, 3))))
        guids = [source.guid for source in sources]
        return Project(
            name=draw(names),
            description=draw(words),
            users=tuple(User(guid=guid, name=draw(names), id=draw(names)) for guid in self.users),
            codes=self.codes(),
            variables=tuple(
                Variable(
                    guid=guid, name=draw(names), kind=draw(st.sampled_from(list(VariableKind))), description=draw(words)
                )
                for guid in self.variables
            ),
            cases=tuple(self.case(guids) for _ in range(draw(st.integers(0, 2)))),
            sources=sources,
            notes=tuple(self.text(guid) for guid in self.note_guids),
            links=tuple(self.link() for _ in range(draw(st.integers(0, 1)))),
            sets=tuple(self.set(guids) for _ in range(draw(st.integers(0, 1)))),
            graphs=tuple(self.graph() for _ in range(draw(st.integers(0, 1)))),
            about=self.some(self.note_guids),
            stamp=self.stamp(),
            beside=draw(st.dictionaries(names, names | st.integers() | st.lists(names, max_size=2), max_size=2)),
        )

    def some(self, guids: list[str]) -> tuple[str, ...]:
        """Draw some of what there is."""
        return tuple(self.draw(st.lists(st.sampled_from(guids), max_size=2, unique=True))) if guids else ()

    def one(self, guids: list[str]) -> str:
        """Draw one of what there is, or nothing."""
        return self.draw(st.sampled_from(["", *guids]))

    def stamp(self) -> Stamp:
        """Draw who and when."""
        return Stamp(
            by=self.one(self.users),
            at=self.draw(moments),
            changed_by=self.one(self.users),
            changed_at=self.draw(moments),
        )

    def codes(self) -> tuple[Code, ...]:
        """Draw a tree of codes: each under the one before, or beside it."""
        tree: tuple[Code, ...] = ()
        for guid in self.code_guids:
            deeper = self.draw(st.booleans())
            code = Code(
                guid=guid,
                name=self.draw(names),
                codable=self.draw(st.booleans()),
                color=self.draw(colours),
                description=self.draw(words),
                notes=self.some(self.note_guids),
                codes=tree if deeper else (),
            )
            tree = (code,) if deeper else (*tree, code)
        return tree

    def codings(self) -> tuple[Coding, ...]:
        """Draw codings of codes there are."""
        return tuple(
            Coding(
                guid=self.new.next(),
                code=code,
                by=self.one(self.users),
                at=self.draw(moments),
                notes=self.some(self.note_guids),
            )
            for code in self.some(self.code_guids)
        )

    def values(self) -> tuple[Value, ...]:
        """Draw values of every kind."""
        any_value = st.one_of(
            st.none(),
            names,
            st.booleans(),
            st.integers(),
            st.decimals(allow_nan=False, allow_infinity=False, places=2).map(Decimal),
            st.dates(),
            moments.filter(lambda moment: moment is not None),
        )
        return tuple(Value(variable=variable, value=self.draw(any_value)) for variable in self.some(self.variables))

    def selection(self, place: Place, words_of_it: Source | None = None) -> Selection:
        """Draw a selection at a place."""
        guid = self.new.next()
        self.selections.append(guid)
        return Selection(
            guid=guid,
            place=place,
            name=self.draw(names),
            description=self.draw(words),
            codings=self.codings(),
            notes=self.some(self.note_guids),
            stamp=self.stamp(),
            words=words_of_it,
        )

    def text(self, guid: str) -> Source:
        """Draw a text with passages."""
        text = self.draw(texts)
        starts = st.integers(0, max(len(text) - 1, 0))
        passages = []
        for _ in range(self.draw(st.integers(0, 2)) if text else 0):
            start = self.draw(starts)
            passages.append(self.selection(TextPlace(start, self.draw(st.integers(start + 1, len(text))))))
        return Source(
            guid=guid,
            name=self.draw(names),
            description=self.draw(words),
            text=text,
            media=self.draw(media),
            selections=tuple(passages),
            codings=self.codings(),
            notes=self.some(self.note_guids),
            values=self.values(),
            stamp=self.stamp(),
        )

    def source(self) -> Source:
        """Draw a source of any kind."""
        kind = self.draw(st.sampled_from(list(SourceKind)))
        guid = self.new.next()
        if kind is SourceKind.TEXT:
            return self.text(guid)
        heard = kind in {SourceKind.AUDIO, SourceKind.VIDEO}
        return Source(
            guid=guid,
            kind=kind,
            name=self.draw(names),
            description=self.draw(words),
            media=self.draw(media),
            words=None if heard or self.draw(st.booleans()) else self.text(self.new.next()),
            transcripts=(self.transcript(),) if heard and self.draw(st.booleans()) else (),
            selections=tuple(self.place_in(kind) for _ in range(self.draw(st.integers(0, 2)))),
            codings=self.codings(),
            notes=self.some(self.note_guids),
            values=self.values(),
            stamp=self.stamp(),
        )

    def place_in(self, kind: SourceKind) -> Selection:
        """Draw a selection that fits a kind of source."""
        numbers = [self.draw(st.integers(-5, 9999)) for _ in range(4)]
        if kind is SourceKind.PICTURE:
            return self.selection(AreaPlace(*numbers))
        if kind is SourceKind.PDF:
            held = self.text(self.new.next()) if self.draw(st.booleans()) else None
            return self.selection(replace(AreaPlace(*numbers), page=self.draw(st.integers(0, 9))), held)
        return self.selection(TimePlace(numbers[0], numbers[1]))

    def transcript(self) -> Transcript:
        """Draw the words of a sound with times."""
        points = tuple(
            SyncPoint(
                guid=self.new.next(),
                at_ms=self.draw(st.none() | st.integers(0, 10**6)),
                position=self.draw(st.none() | st.integers(0, 99)),
            )
            for _ in range(2)
        )
        return Transcript(
            guid=self.new.next(),
            name=self.draw(names),
            description=self.draw(words),
            text=self.draw(texts),
            rich=self.draw(media),
            points=points,
            selections=(self.selection(SyncPlace(points[0].guid, points[1].guid)),),
            notes=self.some(self.note_guids),
            stamp=self.stamp(),
        )

    def case(self, sources: list[str]) -> Case:
        """Draw a case."""
        return Case(
            guid=self.new.next(),
            name=self.draw(names),
            description=self.draw(words),
            codes=self.some(self.code_guids),
            values=self.values(),
            sources=self.some(sources),
            selections=self.some(self.selections),
        )

    def link(self) -> Link:
        """Draw a link."""
        return Link(
            guid=self.new.next(),
            name=self.draw(names),
            direction=self.draw(st.sampled_from(["", "OneWay", "Bidirectional"])),
            color=self.draw(colours),
            origin=self.one(self.code_guids),
            target=self.one(self.selections),
            notes=self.some(self.note_guids),
        )

    def set(self, sources: list[str]) -> Set:
        """Draw a set."""
        return Set(
            guid=self.new.next(),
            name=self.draw(names),
            description=self.draw(words),
            codes=self.some(self.code_guids),
            sources=self.some(sources),
            notes=self.some(self.note_guids),
        )

    def graph(self) -> Graph:
        """Draw a drawing of two points and a line."""
        first, second = self.new.next(), self.new.next()
        return Graph(
            guid=self.new.next(),
            name=self.draw(names),
            vertices=tuple(
                GraphPart(attributes={"guid": guid, "firstX": "1", "firstY": "2", "shape": "Oval"})
                for guid in (first, second)
            ),
            edges=(GraphPart(attributes={"guid": self.new.next(), "sourceVertex": first, "targetVertex": second}),),
        )
