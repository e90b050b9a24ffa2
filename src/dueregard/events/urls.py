"""The addresses of events. The organiser's pages stand twice: by number for the signed-in, and below a link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path

from dueregard.events.views import (
    advising,
    after,
    asked,
    asking_for,
    bringing_in,
    contacts,
    following,
    hearing,
    hirer,
    mine,
    moving,
    papers,
    partner,
    premises,
    record,
    register,
    risk,
    speakers,
    subscription,
    what_counts,
    work,
)

app_name = "events"

ORGANISERS: dict[str, tuple[str, Callable[..., Any]]] = {
    "edit": ("edit/", asking_for.edit),
    "route": ("route/", asking_for.route),
    "discard": ("discard/", asking_for.discard),
    "amend": ("amend/", following.amend),
    "withdraw": ("withdraw/", following.withdraw),
    "answer": ("answer/", following.answer),
    "appeal": ("appeal/", following.appeal),
    "after": ("after/", following.after),
    "feedback": ("feedback/", after.feedback),
    "after-note": ("after/note/", after.note_after),
    "room": ("room/", after.room),
    "room-square": ("room.svg", after.room_square),
    "record-pdf": ("record.pdf", papers.record_pdf),
    "letter": ("letter/", papers.letter),
    "letter-pdf": ("letter.pdf", papers.letter_pdf),
}


def for_link_holders(view: Callable[..., Any]) -> Callable[..., Any]:
    """The same page without sign-in: whoever holds the link is known by it (a wrapper, so that the page by
    number stays closed)."""

    @wraps(view)
    def inner(http: HttpRequest, token: str) -> Any:
        return view(http, token=token)

    return login_not_required(inner)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.register, name="register"),
    path("month/<int:year>/<int:number>/", register.month, name="month"),
    path("export.<str:kind>", register.export, name="export"),
    path("bring-in/", bringing_in.start, name="bring-in"),
    path("bring-in/<uuid:pk>/", bringing_in.result, name="bring-in-result"),
    path("bring-in/<uuid:pk>/undo/", bringing_in.take_back, name="bring-in-undo"),
    path("subscribe/", subscription.subscribe, name="subscribe"),
    path("feed/<str:token>.ics", subscription.feed, name="feed"),
    path("what-counts/", what_counts.what_counts, name="what-counts"),
    path("what-counts/<uuid:unit>/", what_counts.what_counts, name="what-counts-in"),
    path("mine/", mine.mine, name="mine"),
    path("new/", asking_for.new, name="new"),
    path("new/route/", asking_for.route, name="new-route"),
    path("hire/", hirer.hire, name="hire"),
    path("link/<str:token>/", hirer.by_link, name="by-link"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/new/", contacts.new, name="contact-new"),
    path("contacts/memory/", contacts.memory, name="memory"),
    path("contacts/<uuid:pk>/", contacts.change, name="contact"),
    path("contacts/<uuid:pk>/remove/", contacts.remove, name="contact-remove"),
    path("partner/<str:token>/", partner.answer, name="partner-link"),
    path("partner-questions/<uuid:pk>/", partner.act, name="partner-question"),
    path("asked/<str:token>/", asked.asked, name="asked"),
    path("checks/<uuid:pk>/", work.check, name="check"),
    path("checks/<uuid:pk>/files/", work.add_file, name="check-file"),
    path("files/<uuid:pk>/", work.file, name="file"),
    path("appeals/<uuid:pk>/", hearing.hear, name="hear-appeal"),
    path("<uuid:pk>/", record.request_page, name="request"),
    path("<uuid:pk>/decide/", work.decide, name="decide"),
    path("<uuid:pk>/confirm/", work.confirm, name="confirm"),
    path("<uuid:pk>/ask/", work.ask, name="ask"),
    path("<uuid:pk>/take-back/", work.take_back, name="take-back"),
    path("<uuid:pk>/advise/", advising.advise, name="advise"),
    path("<uuid:pk>/partners/", partner.ask, name="ask-partners"),
    path("<uuid:pk>/held/<int:position>/", partner.held, name="held"),
    path("<uuid:pk>/mark/", work.mark, name="mark"),
    path("<uuid:pk>/move/", moving.move, name="move"),
    path("<uuid:pk>/met/", after.met, name="met"),
    path("<uuid:pk>/feedback/read/", after.feedback_read, name="feedback-read"),
    path("feedback/<uuid:pk>/hide/", after.hide, name="feedback-hide"),
    path("room/<str:token>/", after.room_feedback, name="room-feedback"),
    path("speakers/", speakers.names, name="speakers"),
    path("speakers/<int:pk>/", speakers.speaker, name="speaker"),
    path("speakers/<int:pk>/take-out/", speakers.take_out, name="speaker-take-out"),
    path("<uuid:pk>/premises/", premises.premises, name="premises"),
    path("<uuid:pk>/risk/", risk.risks, name="risk"),
    path("<uuid:pk>/risk/<uuid:hazard>/", risk.hazard, name="hazard"),
    path("<uuid:pk>/risk/<uuid:hazard>/off/", risk.hazard_off, name="hazard-off"),
    path("<uuid:pk>/risk/<uuid:hazard>/mitigate/", risk.mitigate, name="mitigate"),
    path("<uuid:pk>/mitigations/<uuid:mitigation>/off/", risk.mitigation_off, name="mitigation-off"),
    *(path(f"<uuid:pk>/{tail}", view, name=name) for name, (tail, view) in ORGANISERS.items()),
    *(
        path(f"link/<str:token>/{tail}", for_link_holders(view), name=f"by-link-{name}")
        for name, (tail, view) in ORGANISERS.items()
    ),
]
