"""Sample pages with everything that the kernel draws, for tests that look at it. Northmoor University is invented."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from dueregard.kernel import flow, forms, pages
from dueregard.kernel.dates import WorkingCalendar
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.paging import Slice

TODAY = date(2026, 11, 24)


class SampleForm(forms.DrForm):
    title = forms.TextLine(label="What is it called?", hint="As it will stand on the poster")
    kind = forms.Choice(
        [("talk", "Talk or lecture"), ("debate", "Debate or panel")], label="What kind of event?"
    )
    day = forms.DateParts(label="When is it?", hint="For example, 17 12 2026")
    start = forms.TimeOfDay(label="When does it start?")
    people = forms.WholeNumber(label="How many people do you expect?", max=5000)
    where = forms.Choice(
        [("here", "On our premises"), ("online", "Online"), ("elsewhere", "Somewhere else, in our name")],
        radios=True,
        label="Where?",
        hints={"online": "Also when only some join from afar"},
        unfold={"elsewhere": ["address"]},
    )
    address = forms.LongText(label="If somewhere else, where is that?", rows=2)
    stopped = forms.YesNo(label="Has an event with this speaker been stopped?", unfold={"yes": ["what_came"]})
    what_came = forms.LongText(
        label="If yes, what happened?", hint="A sentence or two.", max_length=500, counted=True
    )
    needs = forms.ManyChoice(
        [("ramp", "Step-free way in"), ("loop", "Hearing loop")], label="What is needed?", required=False
    )
    mail = forms.Email(label="E-mail of the organiser")
    paper = forms.Upload(label="The speaker’s paper", required=False)
    agree = forms.Tick(label="I have read the code of practice", required=True)


class Filters(forms.DrForm):
    q = forms.TextLine(label="Title, speaker or number", required=False)
    status = forms.Choice([("decided", "Decided")], label="Status", required=False, blank="Any status")


WRONG = {
    "title": "After the ferry closed",
    "kind": "talk",
    "day_day": "31",
    "day_month": "11",
    "day_year": "2026",
    "start": "25:00",
    "people": "12,00",
    "where": "elsewhere",
    "stopped": "yes",
    "what_came": "",
    "mail": "priya@",
}
RUNGS = [
    SimpleNamespace(state="done", title="Checks", text="Room bookings, security", sub="Done 19 November"),
    SimpleNamespace(
        state="now",
        title="Chief Operating Officer",
        text="You decide. Deputy: C. Lindqvist",
        sub="by 27 November",
    ),
    SimpleNamespace(state="later", title="The letter goes out", text="", sub=""),
    SimpleNamespace(state="maybe", title="Appeal", text="Only if the organiser asks", sub=""),
]
ITEMS = [
    SimpleNamespace(
        title="Passed to you",
        by="Hakeem Oyelaran",
        at=datetime(2026, 11, 23, 15, 10, tzinfo=UTC),
        system=False,
        text="Designated event",
    ),
    SimpleNamespace(
        title="Reminder sent", by="", at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC), system=True, text=""
    ),
]
PATTERNS = """{% extends "kernel/page.html" %}{% load dueregard %}
{% block title %}Patterns{% endblock %}
{% block over %}<p class="dr-over">Event request E-0412 {% tag "Waiting for your decision" %} {% tag "Designated" "grey" %}</p>{% endblock %}
{% block heading %}Can a war be just? A public debate{% endblock %}
{% block actions %}<a class="govuk-button govuk-button--secondary" href="#rows">Record as PDF</a>{% endblock %}
{% block tabs %}<nav class="moj-sub-navigation" aria-label="View"><ul><li><a href="#rows" aria-current="page">Table</a></li><li><a href="#month">Month</a></li></ul></nav>{% endblock %}
{% block content %}
{% filter_bar filters in_use clear="?" %}
<section class="dr-sheet" aria-labelledby="rows">
<div class="dr-sheet__head"><h2 class="dr-h" id="rows">48 requests</h2>{% downloads "these 48" "CSV" "#csv" "Excel" "#xlsx" %}</div>
<table class="dr-rows"><caption class="govuk-visually-hidden">Requests</caption><thead><tr><th scope="col">Event</th><th scope="col" class="dr-w-20">Step</th><th scope="col" class="dr-w-30">Decide by</th></tr></thead><tbody>
<tr class="dr-span"><th colspan="3" scope="colgroup">Past its date: 1</th></tr>
<tr><th scope="row"><a class="govuk-link govuk-link--no-visited-state" href="#a">Faith and fasting: an open evening</a><span class="dr-sub">E-0420, Interfaith Society</span></th><td data-label="Step">Checks: security</td><td data-label="Decide by">{% clock since late today calendar %}</td></tr>
<tr><th scope="row"><a class="govuk-link govuk-link--no-visited-state" href="#b">Seed saving for beginners</a><span class="dr-sub">E-0423, Hires</span></th><td data-label="Step">Head of Geography {% tag "Late request" "yellow" %}</td><td data-label="Decide by">{% clock since tomorrow today calendar %}</td></tr>
<tr><th scope="row"><a class="govuk-link govuk-link--no-visited-state" href="#c">The vote at sixteen</a><span class="dr-sub">E-0391, Debating Union</span></th><td data-label="Step">Principal {% tag "Approved" "green" %}</td><td data-label="Decide by">{% clock since due today calendar %}</td></tr>
<tr><th scope="row"><a class="govuk-link govuk-link--no-visited-state" href="#d">Winter poetry slam</a><span class="dr-sub">E-0369</span></th><td data-label="Step">Organiser {% tag "Lapsed" "red" %}</td><td data-label="Decide by">{% clock_stopped "the organiser" since 4 %}</td></tr>
</tbody></table>{% pages slice %}</section>
{% sheet "In short" %}{% facts pairs %}{% endsheet %}
{% sheet "Notes" firm=True %}{% note %}<p>The event goes ahead unless you record lawful grounds against it.</p>{% endnote %}{% note "soon" %}<p><strong>2 gaps this week.</strong> Say what happens meanwhile.</p>{% endnote %}{% note "late" %}<p><strong>This has lapsed.</strong> Say what can be done.</p>{% endnote %}{% note "done" %}<p>The decision is recorded.</p>{% endnote %}
{% empty "No request matches." %}3 match without ‘This term’. <a class="govuk-link" href="#r">Show these 3</a>{% endempty %}{% endsheet %}
<section class="dr-sheet" aria-labelledby="flow"><h2 class="dr-h" id="flow">The procedure</h2><div class="dr-flow-scroll" tabindex="0" role="region" aria-label="The procedure as a picture">{{ picture }}</div></section>
{% endblock %}
{% block aside %}<section class="dr-sheet" aria-labelledby="clock"><h2 class="dr-h" id="clock">Clock</h2>{% clock since due today calendar %}<p class="dr-tiny dr-soft dr-flush">Each dot is one working day: filled is used, dark is today, open is left, red is past its date.</p></section>
<section class="dr-sheet" aria-labelledby="ladder"><h2 class="dr-h" id="ladder">Ladder</h2>{% ladder rungs %}</section>
<section class="dr-sheet" aria-labelledby="happened"><h2 class="dr-h" id="happened">What has happened</h2>{% timeline items %}</section>{% endblock %}"""
FORM = """{% extends "kernel/page.html" %}{% load dueregard %}
{% block title %}Ask for an event{% endblock %}{% block heading %}Ask for an event or speaker{% endblock %}
{% block lead %}<p class="govuk-body dr-soft">Five minutes for most events.</p>{% endblock %}
{% block content %}{% include "kernel/error_summary.html" %}
<form method="post" novalidate class="dr-sheet">{% csrf_token %}{{ form }}
<div class="govuk-button-group"><button type="submit" class="govuk-button">Send the request</button><button type="submit" class="govuk-button govuk-button--secondary" name="save" value="1">Save for later</button></div></form>{% endblock %}"""
PANEL = """{% extends "kernel/page.html" %}{% load static %}
{% block title %}Route{% endblock %}{% block heading %}Route{% endblock %}
{% block content %}<form method="post" data-panel="route" data-panel-from="/panel/answer/">{% csrf_token %}{{ form }}</form>{% endblock %}
{% block aside %}<aside class="dr-route" id="route" aria-label="Route"><div role="status"><p>Decided by Tue 8 December</p></div><p>One step.</p></aside>{% endblock %}
{% block scripts %}<script type="module" src="{% static 'dueregard/panel.js' %}"></script>{% endblock %}"""
PUBLIC = FORM.replace("kernel/page.html", "kernel/public.html")


def picture() -> str:
    nodes = [
        flow.Node("sent", "Request sent", ("by the organiser",), kind="start"),
        flow.Node(
            "room", "Room and timing", ("Room bookings", "within 2 working days"), kind="check", rank=1
        ),
        flow.Node("security", "Campus security", ("Head of Security",), kind="check", lane=1, rank=1),
        flow.Node("head", "Head of department decides", ("within 5 working days",), rank=2),
        flow.Node("coo", "Chief Operating Officer", ("only for a designated event",), kind="maybe", rank=3),
        flow.Node("letter", "Letter to the organiser", kind="end", rank=4),
    ]
    edges = [
        ("sent", "room", ""), ("sent", "security", ""), ("room", "head", ""), ("security", "head", ""),
        ("head", "coo", "passed up"), ("coo", "letter", "decided"),
    ]  # fmt: skip
    return flow.svg(nodes, edges, "The procedure for speakers", "Two checks, then one or two people decide.")


def _signed_in(request: HttpRequest) -> None:
    vars(request).update(
        user=SimpleNamespace(is_authenticated=True), person=SimpleNamespace(name="Imogen Thackeray")
    )


def show(source: str, status: int = 200, **context: Any) -> Any:
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        if source != PUBLIC:
            _signed_in(request)
        return HttpResponse(engines["django"].from_string(source).render(context, request), status=status)

    return view


@login_not_required
def missing(request: HttpRequest, name: str) -> HttpResponse:
    """Raises what its name says, as a view of the product would."""
    answers = {
        "hidden": NotThere(),
        "forbidden": NotAllowed("Only the holder of the post may do this."),
        "refused": Refused(["This request has already been decided."]),
    }
    _signed_in(request)
    raise answers.get(name, NotThere())


@csrf_exempt
@login_not_required
def panel(request: HttpRequest) -> HttpResponse:
    """The panel's new content, as a view of the product answers it; 500 for a form without a kind."""
    if not request.POST.get("kind"):
        return HttpResponse(status=500)
    return HttpResponse('<div role="status"><p>Decided by Fri 11 December</p></div><p>Two steps.</p>')


urlpatterns = [
    path("panel/", show(PANEL, form=SampleForm())),
    path("panel/answer/", panel),
    path(
        "patterns/",
        show(
            PATTERNS,
            since=date(2026, 11, 13),
            due=date(2026, 12, 4),
            tomorrow=date(2026, 11, 25),
            late=date(2026, 11, 20),
            today=TODAY,
            calendar=WorkingCalendar(),
            rungs=RUNGS,
            items=ITEMS,
            slice=Slice([], "bmV4dA", "cHJldmlvdXM"),
            picture=picture(),
            filters=Filters(),
            in_use=[("This term", "?status=")],
            pairs=[
                ("When and where", "Thursday 10 December 2026\nHartwell Hall"),
                ("Organiser", "Priya Venn"),
                ("Cost", ""),
            ],
            breadcrumbs=[("Today", "/"), ("Events register", "/patterns/")],
        ),
        name="patterns",
    ),
    path("form/", show(FORM, form=SampleForm()), name="form"),
    path("form/wrong/", show(FORM, form=SampleForm(WRONG))),
    path("public/", show(PUBLIC, form=SampleForm())),
    path("answers/<str:name>/", missing),
]
handler404 = pages.not_found
handler500 = pages.server_error
