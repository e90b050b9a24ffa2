"""What every test can use; the fixtures live by noun in `tests/fixtures/`."""

import os

import pytest

from tests.fixtures import surroundings

surroundings.arrange()

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.servers",
    "tests.fixtures.browsers",
    "tests.fixtures.mail",
]

NEEDS_A_BROWSER = {"browser", "page", "new_page", "page_without_javascript"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that opens a page is a browser test; without a browser it is skipped by name, or fails in CI."""
    from tests.fixtures.browsers import HOW_TO_GET_ONE, executable

    for item in items:
        if NEEDS_A_BROWSER.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and not executable() and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason=f"{item.name}: {HOW_TO_GET_ONE}"))


def pytest_configure() -> None:
    import django

    django.setup()


def pytest_report_header() -> str:
    return f"due regard: database {surroundings.database_kind()}"


def pytest_unconfigure() -> None:
    surroundings.clear_away()
