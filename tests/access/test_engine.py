"""The walk itself would notice: it is run here against pages that do wrong."""

import uuid

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from tests.access.asking import Asker, agrees, masked, path_of
from tests.access.matrix import PERSONAS, addresses, missing_keys, read


@login_not_required
def an_open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Good day")


def a_leaking_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    from dueregard.organisation.models import Unit

    if Unit.objects.filter(pk=pk).exists():
        return HttpResponse("There is something here that you may not see", status=404)
    raise Http404


urlpatterns = [
    path("open/", an_open_page, name="open"),
    path("deep/", include(([path("<uuid:pk>/", a_leaking_page, name="leak")], "inner"))),
]
TEXT = """
[groups]
department = ["head", "deputy"]
[[address]]
name = "open"
get = { others = 200 }
[[address]]
name = "inner:leak"
keys = { pk = "unit.pk" }
get = { signed_out = "sign-in", head = 200, department = 403, others = 404 }
"""


def test_every_pattern_is_found_with_its_keywords() -> None:
    found = [(each.name, dict(each.keys)) for each in addresses(urlpatterns)]
    assert found == [("open", {}), ("inner:leak", {"pk": "uuid"})]


def test_a_persons_own_line_counts_before_the_groups_and_that_before_others() -> None:
    _, row = read(TEXT).rows
    assert [row.answer("GET", each) for each in ("head", "deputy", "stranger")] == [200, 403, 404]
    assert [row.answer("POST", each) for each in ("head", "signed_out")] == [405, "sign-in"]


def test_a_row_that_forgets_somebody_is_refused() -> None:
    (row,) = read('[[address]]\nname = "x"\nget = { head = 200 }').rows
    with pytest.raises(LookupError, match="stranger"):
        row.answer("GET", "stranger")


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_an_open_page_answers_everybody() -> None:
    row, _ = read(TEXT).rows
    asker = Asker({})
    [address, _] = addresses(urlpatterns)
    answers = [asker.ask(persona, "GET", path_of(address, {})) for persona in PERSONAS]
    assert all(agrees(row.answer("GET", "stranger"), answer) for answer in answers)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_404_that_says_more_than_the_404_of_a_missing_thing_is_noticed() -> None:
    _, row = read(TEXT).rows
    [_, address] = addresses(urlpatterns)
    asker = Asker({})
    keys, nothing = asker.keys(row), missing_keys(row, address)
    real = asker.ask("stranger", "GET", path_of(address, keys))
    none = asker.ask("stranger", "GET", path_of(address, nothing))
    assert real.status_code == none.status_code == 404
    assert masked(real, keys) != masked(none, nothing)


@pytest.mark.django_db
def test_what_a_request_changes_is_undone() -> None:
    from dueregard.ledger.models import Entry

    asker = Asker({})
    before = Entry.objects.count()
    asker.ask("head", "GET", "/no-such-page")
    assert Entry.objects.count() == before
