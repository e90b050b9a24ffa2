"""The demo answers to its own machine only."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from dueregard.accounts.checks import demo_is_only_here
from dueregard.accounts.middleware import OnlyThisMachine


def answer_to(**meta: str) -> HttpResponse:
    return OnlyThisMachine(lambda request: HttpResponse("the demo"))(RequestFactory().get("/", **meta))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_the_demo_answers_on_this_machine(settings, address: str) -> None:
    settings.DEMO = True
    assert answer_to(REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "", "nonsense"])
def test_the_demo_answers_to_nobody_else_with_one_sentence(settings, address: str) -> None:
    settings.DEMO = True
    answer = answer_to(REMOTE_ADDR=address)
    assert answer.status_code == 403
    assert answer.content.decode() == "This is a demo: it answers only to the machine on which it runs.\n"


def test_the_demo_does_not_answer_through_a_proxy(settings) -> None:
    settings.DEMO = True
    assert answer_to(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 403


def test_outside_the_demo_nothing_of_this_stands_in_the_way(settings) -> None:
    settings.DEMO = False
    with pytest.raises(MiddlewareNotUsed):
        OnlyThisMachine(lambda request: HttpResponse())


def test_a_demo_with_another_host_name_is_refused_at_the_start(settings) -> None:
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["127.0.0.1", "dueregard.northmoor.ac.uk"]
    assert [error.id for error in demo_is_only_here()] == ["accounts.E001"]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    assert demo_is_only_here() == []
