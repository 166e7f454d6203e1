"""Rich tables of readings and answers. In come readings, stored records, a matrix or a context, out go renderables.

Each table has a wide form and one for narrow terminals (under ``WIDE`` columns), where what is short shares a column.

>>> positions_table(matrix)     # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from trucebook.faces import phrases
from trucebook.ledger import StoredDocument, StoredRecord
from trucebook.queries import Cell, Context, Matrix, Passage, Row, Timeline
from trucebook.records import AnyRecord, Reading

WIDE = 130
KIND_STYLE = {
    "proposal": "cyan", "position": "bold cyan", "contact": "blue", "statement": "white", "agreement": "green",
    "measure": "yellow", "incident": "red", "control": "magenta",
}  # fmt: skip
STANCE_STYLE = {
    "proposes": "bold", "accepts": "green", "accepts_conditionally": "yellow", "undecided": "white", "rejects": "red",
    "suspended": "red", "ended": "red",
}  # fmt: skip


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", header_style="bold", pad_edge=False, expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _kind(record: AnyRecord) -> Text:
    return Text(record.kind, style=KIND_STYLE[record.kind])


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _quotes(text: str, record: AnyRecord) -> str:
    return " … ".join(phrases.in_quotes(" ".join(text[span.start : span.end].split())) for span in record.evidence)


def _circumstances(record: AnyRecord) -> str:
    """Modality and source in one phrase: ``planned · according to RUS``."""
    word = phrases.say_source(record)
    return " · ".join(part for part in (phrases.say_modality(record), f"according to {word}" if word else "") if part)


def reading_table(reading: Reading, *, source: str, width: int) -> RenderableType:
    """A document's records, each with its evidence."""
    document = reading.document
    count = len(reading.records)
    counted = f"{count} record{'s' * (count != 1)}"
    parts = (source, counted, document.published.isoformat(), document.publisher, document.title)
    head = " · ".join(part for part in parts if part)
    body: RenderableType = Padding(Text("no records", style="dim"), (0, 0, 1, 2))
    if count and width >= WIDE:
        body = _wide_reading(reading)
    elif count:
        body = _narrow_reading(reading)
    return Group(Text(head, style="bold"), Rule(style="dim"), body)


def _wide_reading(reading: Reading) -> Table:
    table = _table()
    table.expand = True
    for name, width in (("Kind", 9), ("Who", None), ("What", None), ("When", 10), ("Where", None), ("Modality", 10)):
        table.add_column(name, overflow="fold", width=width, ratio=None if width else 3)
    table.add_column("On whose word", overflow="fold", ratio=3)
    table.add_column("Evidence", overflow="fold", ratio=8)
    for record in reading.records:
        table.add_row(
            _kind(record),
            phrases.say_who(record),
            phrases.say_what(record),
            phrases.say_day(record.date),
            phrases.say_place(record.place),
            phrases.say_modality(record),
            phrases.say_source(record),
            Text(_quotes(reading.document.text, record), style="italic"),
        )
    return table


def _narrow_reading(reading: Reading) -> Table:
    table = _table("Kind", "Record", "Evidence")
    table.columns[0].min_width = 9
    for record in reading.records:
        when_where = " · ".join(p for p in (phrases.say_day(record.date), phrases.say_place(record.place)) if p)
        told = _lines(phrases.say_told(record), when_where, _circumstances(record))
        table.add_row(_kind(record), told, Text(_quotes(reading.document.text, record), style="italic"))
    return table


def records_table(records: Sequence[StoredRecord], *, width: int) -> RenderableType:
    """Records of a book with the ids that ``trucebook show`` takes."""
    if width >= WIDE:
        table = _table("Id", "Kind", "Who", "What", "When", "Where", "Modality", "On whose word", "Published", "Conf.")
    else:
        table = _table("Id", "Kind", "Who, what", "When, where", "Published")
    for name, least in (("Id", 8), ("Kind", 9), ("When", 10), ("Published", 10)):
        for column in (c for c in table.columns if c.header == name):
            column.min_width, column.no_wrap = least, True
    for stored in records:
        table.add_row(*(_wide_record(stored) if width >= WIDE else _narrow_record(stored)))
    return table


def _wide_record(stored: StoredRecord) -> list[str | Text]:
    record = stored.record
    return [
        Text(stored.id[:8], style="dim"),
        _kind(record),
        phrases.say_who(record),
        phrases.say_what(record),
        phrases.say_day(record.date),
        phrases.say_place(record.place),
        phrases.say_modality(record),
        phrases.say_source(record),
        _lines(stored.published.isoformat(), stored.publisher or ""),
        f"{record.confidence:.2f}",
    ]


def _narrow_record(stored: StoredRecord) -> list[str | Text]:
    record = stored.record
    return [
        Text(stored.id[:8], style="dim"),
        _kind(record),
        _lines(phrases.say_told(record, stored.quotes[0]), _circumstances(record)),
        _lines(phrases.say_day(record.date), phrases.say_place(record.place)),
        stored.published.isoformat(),
    ]


def timeline_table(timeline: Timeline, *, width: int) -> RenderableType:
    """The dated records, each day once."""
    if not timeline.entries and not timeline.undated:
        return Text("no such records in this book")
    wide = width >= WIDE
    columns = ("Day", "Kind", "What", "Where", "Modality, word", "Source", "Id") if wide else ("Day", "Kind", "What", "Id")
    table = _table(*columns)
    table.columns[0].min_width = 10
    for column in (table.columns[1], table.columns[-1]):
        column.no_wrap = True
    last = ""
    for stored in timeline.entries:
        record, day = stored.record, phrases.say_day(stored.record.date)
        shown, last = ("" if day == last else day), day
        told, where = phrases.say_told(record, stored.quotes[0]), phrases.say_place(record.place)
        id_ = Text(stored.id[:8], style="dim")
        if wide:
            source = stored.publisher or stored.document_name
            table.add_row(shown, _kind(record), told, where, _circumstances(record), source, id_)
        else:
            told = told + (f" · {where}" if where else "")
            table.add_row(shown, _kind(record), _lines(told, _circumstances(record)), id_)
    if not timeline.undated:
        return table
    have = "record has no day of its own" if timeline.undated == 1 else "records have no day of their own"
    undated = Text(f"{timeline.undated} more {have}: see trucebook records", style="dim")
    return Group(table, undated) if timeline.entries else Group(Text("no such records with a day in this book"), undated)


def positions_table(matrix: Matrix, *, width: int) -> RenderableType:
    """Proposals by parties. When the parties do not fit side by side, each proposal gets a list of its own."""
    as_of = f" as told by {matrix.as_of}" if matrix.as_of else ""
    title = f"Where the parties stand{as_of}"
    if not matrix.rows:
        return Text("No proposal or position in this book" + as_of, style="dim")
    year = len({(cell.day or cell.published).year for row in matrix.rows for cell in row.cells.values()}) > 1
    parties = matrix.parties
    if not _fits(parties, width):  # who proposed stands in the first column, too
        stances = {party for row in matrix.rows for party, cell in row.cells.items() if cell.stance != "proposes"}
        parties = tuple(party for party in parties if party in stances)
    if not _fits(parties, width):
        return _positions_list(matrix, title, year=year)
    table = _table("Proposal", *parties, title=title)
    table.columns[0].min_width = 18
    for row in matrix.rows:
        table.add_row(_plan(row), *(_cell(row.cells.get(party), year=year) for party in parties))
        table.add_row()
    return Group(table, Text(POSITIONS_NOTE, style="dim"))


POSITIONS_NOTE = (
    "“6 Mar”: on that day. “by 6 Mar”: known from a report of that day, which does not say when.\n"
    "For the evidence: trucebook records --kind position, then trucebook show ID."
)


def _fits(parties: Sequence[str], width: int) -> bool:
    return 20 + sum(max(len(party), 11) + 2 for party in parties) <= width


def _positions_list(matrix: Matrix, title: str, *, year: bool) -> RenderableType:
    table = _table("Proposal", "Party", "Stance", title=title)
    for row in matrix.rows:
        name: Text | str = _plan(row)
        for party in matrix.parties:
            if party in row.cells:
                cell = _cell(row.cells[party], year=year)
                cell.plain = cell.plain.replace("\n", " ")
                table.add_row(name, party, cell)
                name = ""
        table.add_row()
    return Group(table, Text(POSITIONS_NOTE, style="dim"))


def _plan(row: Row) -> Text:
    matter = row.matter
    if not matter.proposals:
        return Text(f"{matter.label} (no proposal told)", style="italic")
    return Text(matter.label).append(f"\nfirst told {matter.proposals[0].published}", style="dim")


def _cell(cell: Cell | None, *, year: bool) -> Text:
    if cell is None:
        return Text("")
    stance = "accepts, with conditions" if cell.stance == "accepts_conditionally" else phrases.say_word(cell.stance)
    style = STANCE_STYLE.get(cell.stance, "green")
    known = cell.day or cell.published
    day = ("" if cell.day else "by ") + f"{known.day} {known:%b}" + (f" {known.year}" if year else "")
    return Text(stance, style=style).append(f"\n{day}", style="dim")


def documents_table(documents: Sequence[StoredDocument]) -> RenderableType:
    """The documents of a book."""
    if not documents:
        return Text("no documents in this book")
    table = _table("Id", "Published", "Publisher", "Title", "Records")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for stored in documents:
        document = stored.document
        opening = " ".join(document.text[:60].split()) + ("…" if len(document.text) > 60 else "")
        title = Text(document.title) if document.title else Text(opening, style="italic")
        table.add_row(stored.id, document.published.isoformat(), document.publisher or "", title, str(stored.records))
    return table


def context_view(context: Context, *, colour: bool) -> RenderableType:
    """One record: what it says, its evidence highlighted where it stands, and where all that comes from.

    Without ``colour`` the evidence stands between ``[[`` and ``]]``.
    """
    stored, document = context.stored, context.document
    record = stored.record
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    rows: list[tuple[str, str | Text]] = [
        ("Record", Text.assemble(stored.id, "  ", _kind(record))),
        ("Who", who if (who := phrases.say_who(record)) != phrases.NOBODY else "the text does not say"),
        ("What", phrases.say_what(record)),
        ("When", phrases.say_day(record.date) or "the text does not say"),
        ("Where", phrases.say_place(record.place)),
        ("Modality", phrases.say_word(record.modality)),
        ("On the word of", phrases.say_source(record) or "the publisher"),
        ("Confidence", f"{record.confidence:.2f}"),
        ("Because", ", ".join(record.because)),
        ("Source", " · ".join(p for p in (document.publisher, document.title, document.url) if p) or stored.document_name),
        ("Published", document.published.isoformat()),
        ("Learned", f"{stored.learned_at:%Y-%m-%d %H:%M} UTC"),
    ]
    for name, value in rows:
        if value:
            facts.add_row(name, value)
    parts: list[RenderableType] = [facts, Text()]
    for passage in context.passages:
        parts.append(Padding(_highlighted(passage) if colour else _bracketed(passage), (0, 0, 1, 2)))
    return Group(*parts)


def _highlighted(passage: Passage) -> Text:
    text = Text(passage.text)
    for start, end in passage.highlights:
        text.stylize("bold black on yellow", start, end)
    return text


def _bracketed(passage: Passage) -> Text:
    words = passage.text
    for start, end in sorted(passage.highlights, reverse=True):
        words = f"{words[:start]}[[{words[start:end]}]]{words[end:]}"
    return Text(words)
