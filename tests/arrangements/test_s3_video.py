"""S3, the students' union in the process: 'A video for students can be published with captions and a transcript.'"""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared
from tests.outreach import films as f

FILM = (files("dueregard.setup.demo") / "welcome.webm").read_bytes()
PLAYED = """async () => {
    const film = document.querySelector('video');
    film.muted = true;
    film.textTracks[0].mode = 'showing';
    await film.play();
    while (film.currentTime < 0.3 || !film.textTracks[0].activeCues.length) await new Promise(done => setTimeout(done, 50));
    film.pause();
    return [film.duration, film.videoWidth, film.textTracks[0].activeCues[0].text];
}"""
LEAD = "tom.ferris@northmoor.example"


def a_provider_with_a_lead() -> None:
    from tests.outreach.wall import a_wall

    a_wall()
    v.they_know_the_code_and_a_password()


@prepared(a_provider_with_a_lead)
def test_a_video_for_students_goes_out_with_captions_and_a_transcript(server, page, new_page) -> None:
    v.signs_in(page, LEAD)
    page.goto("/outreach/videos/")
    page.get_by_role("link", name="Add a video").click()
    page.get_by_label("Title").fill("Welcome")
    page.get_by_label("The video").set_input_files(
        {"name": "welcome.webm", "mimeType": "video/webm", "buffer": FILM}
    )
    page.get_by_role("button", name="Save it").click()

    # Without captions and a transcript it does not go out.
    expect(page.get_by_text("It cannot be published yet")).to_be_visible()
    v.looked_at(page, "s3-not-yet")
    page.get_by_role("link", name="Change it").click()
    captions = {"name": "welcome.vtt", "mimeType": "text/vtt", "buffer": f.CAPTIONS.encode()}
    page.get_by_label("Captions").set_input_files(captions)
    page.get_by_label("Transcript").fill(f.TRANSCRIPT)
    v.looked_at(page, "s3-form")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It is published.")).to_be_visible()

    # A student watches and reads it without an account and without a script.
    address = page.get_by_role("link", name="Watch it as everybody will").get_attribute("href")
    student = new_page(javascript=False)
    student.goto(address)
    expect(student.locator("video[controls] > track[kind=captions][srclang=en]")).to_have_count(1)
    expect(student.get_by_text("My name is Ruth.")).to_be_visible()
    source = student.locator("video source").get_attribute("src")
    part = student.request.get(source, headers={"Range": "bytes=0-7"})
    assert (part.status, part.body()) == (206, FILM[:8])
    page.goto(address)
    v.looked_at(page, "s3-watch")
    # It plays where it stands, and what is said can be read over it.
    seconds, width, caption = page.evaluate(PLAYED)
    assert (round(seconds), width) == (20, 640)
    assert caption == "Welcome to Northmoor."

    # Withdrawn, its page stays and says so.
    page.goto("/outreach/videos/")
    page.get_by_role("link", name="Welcome", exact=True).click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("It is withdrawn.")).to_be_visible()
    assert student.goto(address).status == 410
    expect(student.get_by_text("This video has been withdrawn.")).to_be_visible()
