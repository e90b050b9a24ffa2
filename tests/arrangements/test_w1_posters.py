"""W1, a safeguarding team with cover: 'Posters and 16:9 screen slides naming the current leads and how to raise a
concern are made as PDF with a QR code; each poster's location is recorded, and when a post changes hands every poster
that names the old holder is listed as out of date.'"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

AT = "@northmoor.example"
LEAD, PORTER = f"tom.ferris{AT}", f"olu.adeyemi{AT}"


def two_buildings_and_their_leads() -> None:
    from tests.outreach.wall import a_wall

    a_wall()
    v.they_know_the_code_and_a_password()


def the_post_changes_hands() -> None:
    """Helen Marsh leaves the post of head of department; Mina Rahman takes it."""
    from django.utils import timezone

    from dueregard.kernel.dates import today_in_london
    from dueregard.organisation.commands import end_post
    from dueregard.organisation.models import Holding, Person, Unit
    from tests.people import BUILDER, give

    now = timezone.now()
    end_post(pk=Holding.objects.get(person__name="Helen Marsh").pk, by=BUILDER, on=None, now=now)
    politics = Unit.objects.get(code="politics")
    give(Person.objects.get(name="Mina Rahman"), "head", politics, starts=today_in_london(now))


def prints(page: Any, design: str, shape: str) -> None:
    page.get_by_role("link", name="Posters and slides").click()
    page.get_by_label("Unit").select_option(label="Department of Politics")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("group", name="Design").get_by_label(design).check()
    page.get_by_role("group", name="For").get_by_label(shape).check()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("is ready. Download it, then say where it hangs.")).to_be_visible()


def the_pdf(page: Any) -> pikepdf.Pdf:
    address = page.get_by_role("link", name="Open the PDF").get_attribute("href")
    return pikepdf.open(io.BytesIO(page.request.get(address).body()))


def check_paper(pdf: pikepdf.Pdf, width: int, height: int) -> None:
    """One tagged page of this size in points, in British English, whose pictures are described."""
    assert len(pdf.pages) == 1
    assert [round(float(each)) for each in pdf.pages[0].mediabox] == [0, 0, width, height]
    assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang)) == (True, "en-GB")
    with pdf.open_metadata() as about:
        assert about.get("pdfuaid:part") == "1"


@prepared(two_buildings_and_their_leads)
def test_posters_name_the_leads_of_today_and_are_found_when_a_post_changes_hands(
    server, page, new_page
) -> None:
    # The lead prints a slide and a poster for the department.
    v.signs_in(page, LEAD)
    page.goto("/outreach/")
    v.looked_at(page, "w1-who")
    prints(page, "Worried about a friend?", "Screen slide, 16:9")
    check_paper(the_pdf(page), 960, 540)
    prints(page, "Somebody to talk to", "A4 poster")
    v.looked_at(page, "w1-printed")
    check_paper(the_pdf(page), 595, 842)
    expect(page.get_by_role("region", name="What it says")).to_contain_text("Helen Marsh")

    # The code leads to the people whom it names, without an account and without a script.
    code = page.get_by_role("region", name="What it says").get_by_role("link").get_attribute("href")
    visitor = new_page(javascript=False)
    visitor.goto(code[code.index("/concern") :])
    expect(visitor.get_by_role("link", name="Call 999")).to_be_visible()
    expect(visitor.get_by_text("Helen Marsh")).to_be_visible()

    # It is hung, and the porter will replace it.
    page.get_by_role("link", name="Say where it hangs").click()
    page.get_by_label("Building").fill("Hartwell House")
    page.get_by_label("Floor").fill("Ground floor")
    page.get_by_label("Who replaces it when a name changes?").fill(PORTER)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("hangs in Hartwell House, Ground floor.")).to_be_visible()

    # The post changes hands: the page names the new holder at once, and the poster is listed.
    server.call(the_post_changes_hands)
    visitor.reload()
    expect(visitor.get_by_text("Mina Rahman")).to_be_visible()
    page.goto("/outreach/hung/?shown=old")
    expect(page.get_by_text("Names Helen Marsh as Head of department")).to_be_visible()
    v.looked_at(page, "w1-out-of-date")
    v.signs_out(page)

    # The porter is told at home, prints the new one, and says that it hangs.
    v.signs_in(page, PORTER)
    v.opens_from_home(page, "Replace 1 poster that is out of date")
    page.get_by_role("link", name="Hartwell House, Ground floor").click()
    page.get_by_role("button", name="Make it again as of today").click()
    expect(page.get_by_role("region", name="What it says")).to_contain_text("Mina Rahman")
    page.goto("/outreach/hung/?shown=mine")
    page.get_by_role("link", name="Hartwell House, Ground floor").click()
    v.looked_at(page, "w1-replace")
    page.get_by_label("I have put the new one up in its place").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("hangs here now.")).to_be_visible()
    page.goto("/home")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()


def a_poster_hangs() -> None:
    from tests.outreach.wall import a_hanging, a_wall

    town = a_wall()
    a_hanging(town, town.politics)
    v.they_know_the_code_and_a_password()


@prepared(a_poster_hangs)
def test_a_provider_says_it_in_its_own_words_and_finds_what_hangs_with_others(server, page) -> None:
    v.signs_in(page, LEAD)
    page.goto("/outreach/posters/")
    page.get_by_role("link", name="Write your own words for ‘Worried about a friend?’").click()
    v.looked_at(page, "w1-words-none")
    page.get_by_role("link", name="Write your own words").click()

    # Too long for the sheet: it is said which words are.
    page.get_by_label("Heading").fill("Is somebody\nyou know\nnot themselves\nany more?")
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.get_by_text("The heading is too long for")).to_be_visible()
    expect(page.get_by_role("button", name="Use these words")).to_have_count(0)

    # Shorter, looked at, used. Names, numbers and 999 are made.
    page.get_by_role("link", name="Change the draft").click()
    page.get_by_label("Heading").fill("A friend\ngone quiet?")
    page.get_by_label("Lead sentence").fill("Ring Tom Ferris.")
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.get_by_text("A poster names whoever holds a post on the day").first).to_be_visible()
    page.get_by_label("Lead sentence").fill("Tell us. We listen, and help together.")
    page.get_by_role("button", name="Save and look at it").click()
    v.looked_at(page, "w1-words-draft")
    address = page.get_by_role("link", name="A4 poster (PDF)").get_attribute("href")
    check_paper(pikepdf.open(io.BytesIO(page.request.get(address).body())), 595, 842)
    page.get_by_role("button", name="Use these words").click()
    expect(page.get_by_text("Wording 1 is in use")).to_be_visible()
    v.looked_at(page, "w1-words-used")

    # What hangs in the department, which prints the words of the provider, is out of date.
    page.goto("/outreach/hung/?shown=old")
    expect(page.get_by_text("Its words have changed since")).to_be_visible()
    page.goto("/outreach/posters/")
    page.get_by_role("link", name="Wording 1 for ‘Worried about a friend?’").click()
    page.get_by_role("button", name="Go back to the words that come with the design").click()
    expect(page.get_by_text("Printed from now on: the words that come with the design.")).to_be_visible()
    page.goto("/outreach/hung/?shown=old")
    expect(page.get_by_text("Nothing is out of date.")).to_be_visible()
