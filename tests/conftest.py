"""What every test can use; the fixtures live by noun in `tests/fixtures/`."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.fixtures import surroundings

surroundings.arrange()

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.servers",
    "tests.fixtures.browsers",
    "tests.fixtures.mail",
]

# In CI a change is judged by the same examples each time, and a busy machine is no fault of the change; elsewhere
# examples are drawn anew with every run.
settings.register_profile(
    "ci",
    derandomize=True,
    print_blob=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
if os.environ.get("CI"):
    settings.load_profile("ci")

NEEDS_A_DATABASE = {"db", "transactional_db", "scratch_database", "server", "asker"}
NEEDS_A_BROWSER = {"browser", "page", "new_page", "page_without_javascript"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out tests that touch no database: a second run on another database would only repeat them",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that opens a page is a browser test; without a browser it is skipped by name, or fails in CI."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not _touches_a_database(item)])
        items[:] = [item for item in items if _touches_a_database(item)]
    from tests.fixtures.browsers import HOW_TO_GET_ONE, executable

    for item in items:
        if NEEDS_A_BROWSER.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and not executable() and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason=f"{item.name}: {HOW_TO_GET_ONE}"))


def _touches_a_database(item: pytest.Item) -> bool:
    """Whether another database could make a difference."""
    if item.get_closest_marker("one_database"):
        return False
    asked = NEEDS_A_DATABASE.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def pytest_configure() -> None:
    import django

    django.setup()


def pytest_report_header() -> str:
    return f"due regard: database {surroundings.database_kind()}"


def pytest_unconfigure() -> None:
    surroundings.clear_away()
