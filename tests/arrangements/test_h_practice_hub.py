"""H1 to H6, the practice hub: a page of a regulator comes in, an editor publishes it, everybody reads it, takes it away on
paper, and says what they think of it. H7, adopting an arrangement, is not there yet and is not claimed here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import address, northmoor

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = Path(__file__).parents[1] / "practice" / "pages" / "regulator.txt"
TITLE = "University of Northmoor"


def an_editor() -> None:
    """The Prevent lead of Northmoor looks after the hub; the starter collection is there."""
    from django.utils import timezone

    from dueregard.kernel.refs import system
    from dueregard.organisation.models import PostKind
    from dueregard.practice.commands.booklets import fresh
    from dueregard.practice.commands.starter import put_up

    kind = PostKind.objects.get(code="secretariat")
    kind.permissions = [*kind.permissions, "practice.edit", "practice.publish"]
    kind.save()
    put_up(by=system("tests"), now=timezone.now())
    fresh("theme/welfare", provider="Northmoor University", now=timezone.now())


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks at what a reader without scripts has before them: axe needs scripts, so another browser opens the page."""

    page: Page

    def at(self, reader: Page, name: str) -> None:
        self.page.goto(reader.url)
        v.looked_at(self.page, f"h-{name}")


@northmoor
def test_a_published_page_comes_in_is_published_read_taken_away_and_answered(server, page, new_page) -> None:
    server.call(an_editor)
    editor = page
    v.signs_in(editor, address("nell"))

    # H6: the page comes in with its themes, titles, paragraphs and bullets; what is no part of it is left out and said.
    editor.goto("/practice/texts/bring-in/")
    editor.locator("input[type=file]").set_input_files(PAGE)
    editor.get_by_role("button", name="Bring it in").click()
    expect(editor.get_by_text("4 added, 0 changed, 0 as they were.")).to_be_visible()
    editor.get_by_text("lines of the web page").click()
    expect(editor.get_by_text("Cookies: Cookies on this site")).to_be_visible()
    editor.get_by_text("The page’s introduction").click()
    expect(editor.get_by_text("They are examples and not advice.")).to_be_visible()
    v.looked_at(editor, "h-bring-in")
    editor.locator("input[type=file]").set_input_files(PAGE)
    editor.get_by_role("button", name="Bring it in").click()
    expect(editor.get_by_text("0 added, 0 changed, 4 as they were.")).to_be_visible()

    # A draft is nobody's business yet, and cannot be published without permission on record.
    reader = new_page(javascript=False, width=390)
    looks = Looks(new_page())
    assert reader.goto("/practice/read/university-of-northmoor/").status == 404
    editor.get_by_role("link", name="See the drafts").click()
    editor.get_by_role("link", name=TITLE).click()
    v.looked_at(editor, "h-draft")
    editor.get_by_role("button", name="Send to review").click()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.get_by_text("Say who agreed to its being published, and when.").first).to_be_visible()
    editor.get_by_role("link", name="Change the text").click()
    editor.get_by_label("Who agreed to its being published").fill("The registrar of Northmoor, by letter")
    for part, value in (("Day", "20"), ("Month", "10"), ("Year", "2026")):
        editor.get_by_label(part).fill(value)
    editor.get_by_label("Engagement with students").check()
    v.looked_at(editor, "h-writing")
    editor.get_by_role("button", name="Save").click()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.get_by_text("It is now: Published.")).to_be_visible()

    # H1 and H5: everybody reads it under both themes and finds it by its words, without a script, on a telephone.
    reader.goto("/practice/")
    expect(reader.get_by_text("Page last updated")).to_be_visible()
    looks.at(reader, "front")
    for theme in ("External speakers and events", "Engagement with students"):
        reader.goto("/practice/")
        reader.get_by_role("link", name=theme, exact=True).click()
        expect(reader.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    looks.at(reader, "theme")
    reader.get_by_label("Size of provider").select_option(label="Fewer than 250 students")
    reader.get_by_role("button", name="Filter").click()
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)
    reader.get_by_label("Size of provider").select_option(label="Any size")
    reader.get_by_role("button", name="Filter").click()
    reader.get_by_role("link", name=TITLE, exact=True).click()
    expect(reader.get_by_text("Before it is sent, the organiser answers:")).to_be_visible()
    expect(reader.get_by_role("listitem").filter(has_text="who speaks")).to_be_visible()
    looks.at(reader, "case-study")
    reader.goto("/practice/")
    reader.get_by_label("Search the practice hub").fill("organiser answers")
    reader.get_by_role("button", name="Search the hub").click()
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    expect(reader.locator("mark").first).to_be_visible()
    looks.at(reader, "search")

    # H2: a theme, everything, or what was ticked, as one PDF whose size stands beside its link.
    reader.goto("/practice/theme/welfare/")
    expect(reader.get_by_role("link", name="PDF (")).to_be_visible()
    for path in (
        "/practice/theme/welfare.pdf",
        "/practice/everything.pdf",
        "/practice/chosen.pdf?study=mentors-after-hours",
    ):
        answer = reader.request.get(f"{server.url}{path}")
        assert answer.headers["content-type"] == "application/pdf", path

    # H3: briefs of what works are linked with the case studies that show them.
    reader.goto("/practice/")
    reader.get_by_role("link", name="What works: student engagement").click()
    expect(reader.get_by_role("heading", name="Case studies that show it")).to_be_visible()
    expect(reader.get_by_text("of no real provider").first).to_be_visible()
    looks.at(reader, "brief")

    # H4: a reader describes an experience and is thanked; the editor reads it.
    reader.goto("/practice/")
    assert reader.context.cookies() == []  # who only reads is given none
    reader.get_by_role("link", name="Describe your experience").click()
    looks.at(reader, "feedback")
    reader.get_by_label("Describe your experience").fill("Our porters do the same, and it works.")
    reader.wait_for_timeout(2500)  # nobody answers within two seconds; who does is taken for a program
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("heading", name="Thank you")).to_be_visible()
    editor.goto("/practice/texts/feedback/")
    expect(editor.get_by_text("Our porters do the same, and it works.")).to_be_visible()
    v.looked_at(editor, "h-inbox")
    editor.get_by_role("link", name="Deal with it").click()
    editor.get_by_label("What was done about it").fill("Asked them to write it up.")
    editor.get_by_role("button", name="It is dealt with").click()
    expect(editor.get_by_text("Nothing waits.")).to_be_visible()

    # H5: the page about cookies is true: it names the one that came with the form.
    assert reader.context.cookies() != []
    reader.goto("/cookies")
    for cookie in reader.context.cookies():
        expect(reader.get_by_role("rowheader", name=cookie["name"], exact=True)).to_be_visible()
