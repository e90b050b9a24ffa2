"""The pages of exchange: accessible, and readable at each width."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.exchange.packs import CHECKLIST, POLICY, POSTER, STUDY, a_pack
from tests.exchange.test_exchange import a_trading_town
from tests.fixtures.databases import prepared
from tests.oversight.steps import session_of


@pytest.mark.browser
@prepared(a_trading_town)
def test_a_pack_is_made_and_another_one_brought_in(server, page, tmp_path: Path) -> None:
    key = server.call(session_of, "tom.ferris@northmoor.example")
    page.context.add_cookies([{"name": "session", "value": key, "url": server.url}])
    page.goto("/practice/exchange/")
    v.looked_at(page, "exchange-none")
    page.get_by_role("link", name="Make a pack").click()
    v.looked_at(page, "exchange-new")
    page.get_by_label("What is this pack called?").fill("Officers")
    page.get_by_label("Case study: Officers").check()
    page.get_by_role("button", name="Look for names").click()
    expect(page.get_by_label("Tom Ferris")).to_have_value("a member of staff")
    v.looked_at(page, "exchange-names")
    page.get_by_label("Tom Ferris").fill("our registrar")
    page.get_by_role("button", name="Save and show the preview").click()
    expect(page.get_by_text("our registrar").last).to_be_visible()
    page.get_by_label("I have read the preview, and it names nobody").check()
    page.get_by_role("button", name="Sign the pack").click()
    expect(page.get_by_text("The pack is signed.")).to_be_visible()
    v.looked_at(page, "exchange-signed")
    theirs = tmp_path / "theirs.zip"
    theirs.write_bytes(
        a_pack(("case-study", STUDY), ("statement", POLICY), ("poster", POSTER), ("checklist", CHECKLIST))
    )
    page.goto("/practice/exchange/bring-in/")
    page.get_by_label("The pack").set_input_files(theirs)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Not known here")).to_be_visible()
    v.looked_at(page, "exchange-pack")
    page.get_by_label("Case study: Cover at night").check()
    page.get_by_role("button", name="Bring in as drafts").click()
    expect(page.get_by_text("Came in as drafts: Cover at night.")).to_be_visible()
    v.looked_at(page, "exchange-came")
