"""The kernel is tested without what higher apps put into its frame."""

import pytest

from dueregard.kernel import pages, registries


@pytest.fixture(autouse=True)
def bare_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "frame", pages.Frame(provider_name=lambda request: "Northmoor University"))
    monkeypatch.setattr(registries, "menu", registries.Registry())
