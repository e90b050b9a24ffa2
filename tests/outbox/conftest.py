import pytest

from tests.outbox import steps


@pytest.fixture
def world(monkeypatch):
    """The tests' people and handlers, as good as new."""
    monkeypatch.setattr(steps, "world", steps.World())
    steps.listen()
    return steps.world
