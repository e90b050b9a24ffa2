"""Every address is asked as every person of the town; access.toml says what each must be told."""

from collections.abc import Iterator
from zlib import crc32

import pytest
from django.db import connection, transaction
from django.urls import get_resolver
from pytest_django import DjangoDbBlocker

from tests.access.asking import Asker, agrees, different, explained, masked, path_of, told, undoable
from tests.access.draft import draft
from tests.access.matrix import PERSONAS, Address, Answer, Row, addresses, missing_keys, read

MATRIX = read()
ADDRESSES = list(addresses(get_resolver().url_patterns))
PAIRS = [(row, address) for row in MATRIX.rows for address in ADDRESSES if row.describes(address)]
LIBRARY = ("account_", "mfa_", "socialaccount_", "openid_connect_")
once = pytest.mark.one_database
each_row = pytest.mark.parametrize(("row", "address"), PAIRS, ids=[str(row) for row, _ in PAIRS])


@pytest.fixture(scope="module")
def asker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asker]:
    """One town for all rows: each request is undone, and the town when all have been asked."""
    with django_db_blocker.unblock(), undoable():
        yield Asker(MATRIX.posts)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_database_is_there() -> None:
    """The database is set up for tests that ask for it by mark; the walk below asks by fixture, for the module."""
    assert "organisation_unit" in connection.introspection.table_names()


def test_every_address_has_a_row(asker: Asker) -> None:
    described = [address for _, address in PAIRS]
    missing = [each for each in ADDRESSES if each not in described]
    assert not missing, (
        f"{len(missing)} addresses have no row in access.toml. So they answer now; judge each answer, mend what is "
        f"wrong, and keep the rest:\n{draft(missing, asker)}"
    )


def test_every_row_has_an_address() -> None:
    described = [row for row, _ in PAIRS]
    assert [str(row) for row in MATRIX.rows if row not in described] == []


def test_every_name_in_a_row_is_a_person_or_a_group() -> None:
    known = {*PERSONAS, *MATRIX.groups, "others"}
    assert {
        str(row): {*row.get, *row.post} - known for row in MATRIX.rows if {*row.get, *row.post} - known
    } == {}


@each_row
def test_everybody_is_told_what_the_row_says(row: Row, address: Address, asker: Asker) -> None:
    path = path_of(address, asker.keys(row), row.query)
    wrong = []
    for persona in PERSONAS if connection.vendor == "sqlite" else kinds_of_people(row, 2):
        for method, data in (("GET", None), ("POST", row.send)):
            expected = row.answer(method, persona)
            response = asker.ask(persona, method, path, data)
            if not agrees(expected, response):
                wrong.append(f"{method} as {persona}: {explained(response)}, not {expected}")
            if method == "GET" and (asker.entries_written > 0) != (row.reads_recorded and expected == 200):
                wrong.append(f"GET as {persona} wrote {asker.entries_written} entries to the ledger")
    assert not wrong, "\n" + "\n".join(wrong)


def kinds_of_people(row: Row, many: int = 1) -> list[str]:
    """So many personas for each pair of answers that the row gives, not the same in each row: over all rows everybody
    has a turn, where to ask everybody each time would take minutes and find the same."""
    alike: dict[tuple[Answer, Answer], list[str]] = {}
    for each in PERSONAS:
        alike.setdefault((row.answer("GET", each), row.answer("POST", each)), []).append(each)
    turn = crc32(str(row).encode())
    return [
        personas[(turn + step) % len(personas)]
        for personas in alike.values()
        for step in range(min(many, len(personas)))
    ]


@once
@each_row
def test_other_methods_are_refused(row: Row, address: Address, asker: Asker) -> None:
    path = path_of(address, asker.keys(row), row.query)
    wrong = []
    for persona in kinds_of_people(row):
        for method in ("PUT", "PATCH", "DELETE"):
            response = asker.ask(persona, method, path)
            # Pages of the sign-in library answer other methods as they answer GET or POST: no more is asked of them.
            usual = [row.answer(each, persona) for each in ("GET", "POST") if row.name.startswith(LIBRARY)]
            if not any(agrees(each, response) for each in (405, "sign-in", *usual)):
                wrong.append(f"{method} as {persona}: {explained(response)}")
    assert not wrong, "\n" + "\n".join(wrong)


@once
@each_row
def test_a_post_without_its_token_is_refused(row: Row, address: Address, asker: Asker) -> None:
    if not row.post:
        pytest.skip("takes no POST")
    path = path_of(address, asker.keys(row), row.query)
    answers = {
        persona: told(asker.ask(persona, "POST", path, row.send, check_csrf=True))
        for persona in kinds_of_people(row)
    }
    if row.csrf:
        assert {persona: answer for persona, answer in answers.items() if answer != 403} == {}
    else:
        assert answers == {persona: row.answer("POST", persona) for persona in answers}


@once
@each_row
def test_who_may_not_see_it_cannot_tell_it_from_what_is_not_there(
    row: Row, address: Address, asker: Asker
) -> None:
    if not row.keys:
        pytest.skip("has no thing that could be missing")
    keys, nothing = asker.keys(row), missing_keys(row, address)
    wrong = []
    for persona in kinds_of_people(row, 2):
        for method, data in (("GET", None), ("POST", row.send)):
            if row.answer(method, persona) not in {404, "sign-in"}:
                continue
            real = asker.ask(persona, method, path_of(address, keys, row.query), data)
            none = asker.ask(persona, method, path_of(address, nothing, row.query), data)
            if masked(real, keys) != masked(none, nothing):
                wrong.append(
                    f"{method} as {persona}: {told(real)} where it is, {told(none)} where it is not{different(real, keys, none, nothing)}"
                )
    assert not wrong, "\n" + "\n".join(wrong)
