"""`healthgraph find` and `healthgraph book`: the operator's own look, recorded like any other."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from api.book_text import book_text, header_text
from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import complain, console, say_json, say_table
from api.models import model_for
from graph.access import OPERATOR
from graph.book import book, person_header
from graph.find import Found, Query, find
from graph.golden_record import GoldenField, golden_record
from mpi.dates import PartialDate
from mpi.errors import BadInput, Forbidden, NotFound


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("find")(find_people)
    app.command("person")(show_person)
    app.command("book")(show_book)


def find_people(
    store: StoreUrl,
    name: Annotated[str, typer.Option(help="With or without marks.")] = "",
    birth_date: Annotated[
        str, typer.Option(help="1985, 1985-07 or 1985-07-04 (also 19850704).")
    ] = "",
    number: Annotated[str, typer.Option(help="Personal or insurance number.")] = "",
    phone: Annotated[str, typer.Option(help="Phone.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=50, help="People at most.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Find people by what is known of them, likeliest first.

    Example: `healthgraph find --name "nguyen van an" --birth-date 1985-07-04 --store
    embedded:demo/store`
    """
    query = Query(name, _date(birth_date), number, phone)
    with reading(store) as opened:
        found = find(opened, OPERATOR, query, model_for(store), limit=limit)
    if as_json:
        say_json(found)
    elif not found:
        console().print("Nobody was found.")
    else:
        columns = ("person", "name", "born", "sex", "records", "bits")
        say_table(columns, (_found_row(each) for each in found))


def _found_row(each: Found) -> tuple[object, ...]:
    header = each.header
    return (
        header.person, header.name, header.birth_date, header.sex, len(header.records),
        f"{each.bits:.1f}",
    )  # fmt: skip


def _date(text: str) -> PartialDate | None:
    if not text:
        return None
    try:
        return PartialDate.from_iso(text)
    except ValueError as error:
        raise BadInput("--birth-date", str(error)) from None


def show_person(
    person: Annotated[str, typer.Argument(help="Person id, as `find` gives it.")],
    store: StoreUrl,
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="By the decisions until that day."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show who a person is, field by field: what survives, who says it, who says otherwise.

    Example: `healthgraph person p-7q… --store embedded:demo/store`
    """
    day = as_of.date() if as_of else None
    with reading(store) as opened:
        try:
            header = person_header(opened, OPERATOR, person, as_of=day)
            fields = () if day else golden_record(opened, OPERATOR, person).fields
        except Forbidden:
            raise NotFound("person", person) from None
    if header.person != person:
        complain(f"{person} is {header.person} now")
    if as_json:
        say_json({"header": header, "fields": fields})
        return
    console().print(header_text(header, str(day) if day else ""))
    if fields:
        columns = ("field", "value", "from", "others say")
        say_table(columns, (_field_row(each) for each in fields))


def _field_row(each: GoldenField) -> tuple[object, ...]:
    source = f"corrected by {each.correction.by}" if each.correction else each.record
    others = "\n".join(
        f"{said.value} ({', '.join(said.records)}, {said.first_said[:10]} – {said.last_said[:10]})"
        for said in each.others
    )
    return (each.words.vi, each.value, source, others)


def show_book(
    person: Annotated[str, typer.Argument(help="Person id, as `find` gives it.")],
    store: StoreUrl,
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="As the book stood on that day."),
    ] = None,
    cursor: Annotated[str, typer.Option(help="Go on where the page before ended.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="Visits of one page.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show a citizen's health book across all facilities, newest visit first.

    Example: `healthgraph book p-7q… --store embedded:demo/store --as-of 2026-03-31`
    """
    day = as_of.date() if as_of else None
    with reading(store) as opened:
        try:
            page = book(opened, OPERATOR, person, as_of=day, cursor=cursor, limit=limit)
        except Forbidden:
            raise NotFound("person", person) from None
    if page.header.person != person:
        complain(f"{person} is {page.header.person} now")
    if as_json:
        say_json(page)
    else:
        console().print(book_text(page))
