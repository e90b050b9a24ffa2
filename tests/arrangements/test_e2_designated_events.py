"""E2, designated events at a large university on several campuses.

The row, sentence by sentence: staff and students can tell what a designated event is and where to ask; bookings that come
in from timetabling and from conferences are matched with event requests, and those that look higher-risk by the procedure's
own criteria are flagged to a person; a designated event escalates to the Director of Student Services or the Chief Operating
Officer; an advisory group reviews risks and mitigations; the Audit and Risk Committee oversees it, and the Board receives
the report; partners see the policies that bind them.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from dueregard.kernel.dates import today_in_london
from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

AT = "@northmoor.example"
PEOPLE = {
    "olu": ("N01", "Olu Adeyemi", "faculties", ""),
    "edie": ("N02", "Edie Marsh", "northmoor-university", "events-office"),
    "sid": ("N03", "Sid Rowe", "northmoor-university", "campus-security"),
    "cara": ("N04", "Cara Bloom", "northmoor-university", "room-booking"),
    "ruth": ("N05", "Ruth Adair", "northmoor-university", "prevent-lead"),
    "ann": ("N06", "Ann Hale", "northmoor-university", "advisory-group"),
    "imran": ("N07", "Imran Shah", "northmoor-university", "advisory-group"),
    "imogen": ("N08", "Imogen Thackeray", "northmoor-university", "chief-operating-officer"),
    "dan": ("N09", "Dan Okoro", "northmoor-university", "director-of-student-services"),
    "clara": ("N10", "Clara Voss", "northmoor-university", "clerk"),
    "grace": ("N11", "Grace Whitfield", "northmoor-university", "accountable-officer"),
    "meg": ("N12", "Meg Larkin", "northmoor-university", "committee-member"),
    "pia": ("N13", "Pia Lund", "seaford", "head-of-unit"),
}
TITLE = "A harbour town at the ballot box"
SPEAKER = "Morwenna Skeats"
OFFICERS = "Chief Operating Officer or Director of Student Services"
ADVICE = "Let it go ahead, with two stewards at the door."
FAIR = "Winter trade fair"
PARTNER = "Seaford College"
DESIGNATED = {
    "Has an event with one of the speakers": "Yes",
    "Could anyone be harassed": "No",
    "Do you expect newspapers": "No",
    "Who else puts the event on": "Nobody else",
    "Will children or young people": "No",
}


def address(who: str) -> str:
    return f"{who}{AT}"


def everybody_comes_in() -> None:
    v.brings_in(
        "units",
        ("code", "name", "kind", "parent"),
        [("seaford", PARTNER, "partner", "northmoor-university")],
    )
    v.brings_in(
        "people",
        ("id", "name", "email", "unit"),
        [(code, name, address(who), unit) for who, (code, name, unit, _) in PEOPLE.items()],
    )
    v.brings_in(
        "posts",
        ("post", "unit", "person", "from"),
        [(post, unit, code, "2024-09-01") for code, _, unit, post in PEOPLE.values() if post],
    )
    v.they_have_accounts(map(address, PEOPLE))


def timetabling_sends_its_calendar_every_night() -> None:
    from dueregard.bookings.commands.sources import make_source
    from dueregard.bookings.fields import SourceFields
    from dueregard.kernel.refs import system
    from dueregard.organisation.models import Unit

    provider = Unit.objects.get(code="northmoor-university")
    fields = SourceFields(name="Timetabling", unit=provider, kind="calendar", full=True)
    make_source(by=system("tests"), fields=fields, now=timezone.now())


northmoor = prepared(
    "init --preset large-university --name 'Northmoor University' --admin ada@northmoor.example",
    everybody_comes_in,
    timetabling_sends_its_calendar_every_night,
)


def a_calendar(folder: Path) -> Path:
    """What timetabling has: the hall for the event, and a choir that nobody has to look at."""
    day = f"{v.in_working_days(25):%Y%m%d}"
    rows = (("one", TITLE, "180000", "210000", "Great hall"), ("two", "Choir", "100000", "110000", "Chapel"))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Timetabling//EN"]
    for uid, title, starts, ends, room in rows:
        lines += ["BEGIN:VEVENT", f"UID:{uid}@rooms.example", f"SUMMARY:{title}", f"LOCATION:{room}"]
        lines += [
            f"DTSTART:{day}T{starts}",
            f"DTEND:{day}T{ends}",
            "ATTENDEE:mailto:somebody@x.example",
            "END:VEVENT",
        ]
    file = folder / "timetable.ics"
    file.write_bytes(("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode())
    return file


def a_sheet(folder: Path) -> Path:
    """What the conference office has: a fair of 350 people, and a supper."""
    day = f"{v.in_working_days(20):%d/%m/%Y}"
    file = folder / "conferences.csv"
    file.write_text(
        "Reference,Title,Date,Start time,End time,Room,Numbers,Booked by,Email\r\n"
        f"C1,{FAIR},{day},10:00,18:00,Exhibition hall,350,Jo Marsh,jo@fairs.example\r\n"
        f"C2,Supper,{day},19:00,21:00,Refectory,40,Sam Lee,sam@x.example\r\n"
    )
    return file


def conferences_send_a_sheet(page: Any, folder: Path) -> None:
    """The person who looks after rooms adds the conference office's calendar and brings its sheet in."""
    page.goto("/events/bookings/sources/new/")
    page.get_by_label("Name", exact=True).fill("Conference office")
    page.get_by_label("Whose calendar it is").select_option(label="Conferences and hires")
    page.get_by_label("Spreadsheet").check()
    page.get_by_role("button", name="Add the source").click()
    page.goto("/events/bookings/import/")
    page.get_by_label("Source").select_option(label="Conference office (Conferences and hires)")
    page.set_input_files("input[type=file]", a_sheet(folder))
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def olu_asks(page: Any) -> str:
    page.goto("/home")
    page.get_by_role("link", name="Ask for an event").first.click()
    about = {"unit": "Faculties", "venue": "Great hall", "people": "150", "speaker": SPEAKER}
    v.fills_in(page, v.in_working_days(25), title=TITLE, **about)
    v.answers(page, DESIGNATED)
    page.get_by_label("If yes, where and when was it").fill("At Seaford, in March. Two stewards were enough.")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent. Its number is").wait_for()
    return str(page.url)


def all_checks_are_done() -> None:
    """By those whose they are; how a check is done by page is the matter of E3 and E4."""
    from dueregard.events.commands.checking import record_check
    from dueregard.events.models import Check
    from dueregard.organisation.models import Person

    whose = {"room": "cara", "security": "sid", "free-speech": "edie", "prevent": "ruth"}
    for waiting in Check.objects.filter(state="waiting"):
        by = Person.objects.get(email=address(whose[waiting.code]))
        record_check(pk=waiting.pk, by=by, finding="clear", text="All in order.", now=timezone.now())


def a_partner_reads_what_binds_it(page: Any, *, named: bool) -> None:
    """The procedure with its version and since when, what counts, who to ask; and the code of practice itself."""
    expect(page.get_by_role("heading", name=f"What binds {PARTNER}")).to_be_visible()
    procedure = page.get_by_role("region", name="the procedure in force")
    expect(procedure.get_by_text("Northmoor University, version 1")).to_be_visible()
    expect(procedure.get_by_text("In force since")).to_be_visible()
    counts = page.get_by_role("region", name="What counts as a designated event")
    expect(counts.get_by_text("Has an event with one of the speakers")).to_be_visible()
    who = page.get_by_role("region", name="Who to ask")
    expect(who.get_by_text("Events office")).to_be_visible()
    expect(who.get_by_text("Edie Marsh")).to_have_count(int(named))
    texts = page.get_by_role("region", name="Codes and statements in force")
    expect(texts.get_by_text("Version 1, in force since").first).to_be_visible()
    v.looked_at(page, f"e2-what-binds-{'lead' if named else 'outside'}")
    texts.get_by_role("link", name="Code of practice").click()
    expect(page.get_by_text("Version 1, in force from")).to_be_visible()


def a_paper(page: Any, audience: str, body: str) -> None:
    """The clerk drafts a paper and issues it with a covering note."""
    page.goto("/assurance/papers/")
    page.get_by_label(audience, exact=True).check()
    page.get_by_label("Name of the committee or board").fill(body)
    today = today_in_london(timezone.now())
    for name, day in (("From", today - timedelta(days=90)), ("To", today)):
        group = page.get_by_role("group", name=name, exact=True)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part).fill(str(value))
    page.get_by_role("button", name="See the draft").click()
    page.get_by_label("Your covering note").fill("One designated event, decided in time.")
    page.get_by_role("button", name="Issue this paper").click()
    expect(page.get_by_role("status")).to_contain_text("is issued.")


@northmoor
def test_a_designated_event_is_advised_on_and_decided_by_either_officer_and_reported(
    server, smtp_sink, page, new_page, tmp_path
) -> None:
    # Staff and students can tell what a designated event is and where to ask: signed out without a name, signed in with names.
    organiser = page
    organiser.goto("/")
    organiser.get_by_role("link", name="What counts as a designated event, and who to ask").click()
    expect(organiser.get_by_role("heading", name="What a designated event is")).to_be_visible()
    expect(organiser.get_by_text("Has an event with one of the speakers").first).to_be_visible()
    expect(organiser.get_by_role("region", name="Who to ask").get_by_text("Events office")).to_be_visible()
    expect(organiser.get_by_text("Edie Marsh")).to_have_count(0)
    v.looked_at(organiser, "e2-what-counts-signed-out")
    v.signs_in(organiser, address("olu"))
    organiser.goto("/events/what-counts/")
    expect(organiser.get_by_role("region", name="Who to ask").get_by_text("Edie Marsh")).to_be_visible()
    either = organiser.get_by_role("region", name="What happens then")
    for name in ("Imogen Thackeray", "Dan Okoro"):
        expect(either.get_by_text(name)).to_be_visible()
    v.looked_at(organiser, "e2-what-counts")
    request = olu_asks(organiser)
    expect(organiser.get_by_text("Designated event").first).to_be_visible()
    expect(organiser.get_by_text(OFFICERS).first).to_be_visible()

    # Bookings of timetabling come in by night: the hall is matched with the request, which shows it.
    came = server.run("events", "import-bookings", str(a_calendar(tmp_path)), "--source", "Timetabling")
    assert "2" in came.stdout, came.stdout
    organiser.reload()
    booked = organiser.get_by_role("region", name="Room booking")
    expect(booked.get_by_text("Timetabling")).to_be_visible()
    expect(booked.get_by_text("Great hall")).to_be_visible()

    # Bookings of conferences come in: by the procedure's own criteria, and no others, one is flagged to a person, who asks.
    rooms = new_page()
    v.signs_in(rooms, address("cara"))
    conferences_send_a_sheet(rooms, tmp_path)
    rooms.goto("/home")
    expect(rooms.get_by_role("link", name="Look at a booking without a request")).to_have_count(1)
    v.opens_from_home(rooms, f"Look at a booking without a request: {FAIR}")
    expect(rooms.get_by_text("More than 200 people are expected").first).to_be_visible()
    v.looked_at(rooms, "e2-flagged")
    rooms.get_by_role("link", name="Ask whoever booked").click()
    expect(rooms.get_by_text("The booking stands; nothing about it has been changed.")).to_be_visible()
    v.the_worker_runs(server)
    assert not [mail for mail in smtp_sink.mails if "jo@fairs.example" in str(mail["To"])]
    rooms.get_by_role("button", name="Send this letter").click()
    expect(rooms.get_by_text("Your letter is on its way.")).to_be_visible()

    # An advisory group reviews risks and mitigations before the decision; somebody outside it cannot.
    server.call(all_checks_are_done)
    v.the_worker_runs(server)
    v.mail_to(smtp_sink, "jo@fairs.example", "does it need an event request?")
    adviser = new_page()
    v.signs_in(adviser, address("ann"))
    v.opens_from_home(adviser, f"Advise: {TITLE}")
    adviser.get_by_label("Which risks do you see?").fill("A crowd at one door.")
    adviser.get_by_label("What would answer them?").fill("Two stewards.")
    v.looked_at(adviser, "e2-advice")
    adviser.get_by_role("button", name="Record the advice").click()
    expect(adviser.get_by_role("link", name="Write what you recommend.")).to_be_visible()
    adviser.get_by_label("What do you recommend?").fill(ADVICE)
    adviser.get_by_role("button").filter(has_text="advice").last.click()
    expect(adviser.get_by_text("Your advice is on the record.")).to_be_visible()
    organiser.goto(request)
    assert not organiser.get_by_text(ADVICE).count()

    # It escalates to both officers: each has it at home, and either may decide. The other is not kept waiting.
    director = new_page()
    v.signs_in(director, address("dan"))
    secret = v.sets_up_codes(director)
    v.signs_out(director)
    v.signs_in(director, address("dan"), secret=secret)
    officer = new_page()
    v.signs_in(officer, address("imogen"))
    for each in (officer, director):
        each.goto("/home")
        expect(each.get_by_role("link", name=f"Decide: {TITLE}").first).to_be_visible()
    v.opens_from_home(director, f"Decide: {TITLE}")
    expect(director.get_by_text(ADVICE)).to_be_visible()
    v.looked_at(director, "e2-decide")
    director.get_by_label("Approve", exact=True).check()
    director.get_by_label("Your reasons").fill("A lawful debate, well prepared.")
    director.get_by_role("button", name="Record the decision").click()
    # The other adviser has not written: he waits, or says why he does not.
    expect(director.get_by_role("link", name="Not done yet: the advice of Imran Shah")).to_be_visible()
    director.get_by_label("Why you decide without what is not done yet").fill("One adviser was enough here.")
    director.get_by_role("button", name="Record the decision").click()
    expect(director.get_by_text("The decision is recorded, and the organiser is told.")).to_be_visible()
    officer.goto("/home")
    assert not officer.get_by_role("link", name=f"Decide: {TITLE}").count()

    # The organiser has it in the calendar.
    v.the_worker_runs(server)
    decision = v.mail_to(smtp_sink, address("olu"), "the decision")
    assert "text/calendar" in [part.get_content_type() for part in decision.walk()]

    # The committee oversees it, and the Board receives the report, which names nobody.
    clerk = new_page()
    v.signs_in(clerk, address("clara"))
    a_paper(clerk, "A committee", "Audit and Risk Committee")
    v.looked_at(clerk, "e2-committee-paper")
    a_paper(clerk, "The board", "Board of Governors")
    assert not clerk.get_by_text("Skeats").count()
    assert not clerk.get_by_text(TITLE).count()
    for label in ("PDF", "Excel"):
        with clerk.expect_download() as download:
            clerk.get_by_role("link", name=label, exact=True).click()
        assert download.value.suggested_filename.startswith("Paper-2-Board-of-Governors")

    # A member of the committee reads the paper, and opens nobody's case.
    member = new_page()
    v.signs_in(member, address("meg"))
    member.get_by_role("link", name="Assurance").first.click()
    member.get_by_role("link", name="Papers", exact=True).click()
    member.get_by_role("link", name="Paper 1: Audit and Risk Committee").click()
    expect(member.get_by_text("One designated event, decided in time.")).to_be_visible()
    assert member.goto(request).status == 404

    # Partners see the policies that bind them: by address without an account, and signed in by the way from Today.
    outside = new_page()
    outside.goto("/")
    outside.get_by_role("link", name="The policies that bind us and our partners").click()
    outside.get_by_role("link", name=PARTNER).click()
    a_partner_reads_what_binds_it(outside, named=False)
    lead = new_page()
    v.signs_in(lead, address("pia"))
    lead.goto("/home")
    lead.get_by_role("link", name="The policies that bind your unit").click()
    a_partner_reads_what_binds_it(lead, named=True)
    lead.goto("/what-binds/")
    lead.get_by_role("link", name="Read the whole procedure").click()
    expect(lead.get_by_role("main")).to_contain_text(PARTNER)
