"""The codes of events and their wording."""

from datetime import timedelta

from dueregard.accounts.purposes import LinkPurpose, link_purposes
from dueregard.kernel.catalogue import (
    LedgerAction,
    MessageKind,
    Permission,
    ledger_actions,
    message_kinds,
    permissions,
)

KIND = "events"
"""The kind of work in a procedure."""

READ = permissions.declare(Permission("events.read", "see every event request of the unit and below")).code
CHECK = permissions.declare(
    Permission("events.check", "do the checks that a procedure gives to the post")
).code
DECIDE = permissions.declare(
    Permission("events.decide", "decide event requests at the post’s step of the ladder", second_factor=True)
).code
CONFIRM = permissions.declare(
    Permission("events.confirm", "confirm or not confirm a proposed refusal or charge", second_factor=True)
).code
HEAR_APPEAL = permissions.declare(
    Permission("events.hear_appeal", "hear appeals about event requests", second_factor=True)
).code
ADVISE = permissions.declare(
    Permission("events.advise", "advise at a step before its decision, where a procedure asks the post")
).code
PARTNER_CONTACTS = permissions.declare(
    Permission(
        "events.partner_contacts", "keep the contacts of the local network, and how long is remembered"
    )
).code
MARK = permissions.declare(Permission("events.mark", "mark an event request as designated")).code
PREMISES = permissions.declare(
    Permission("events.premises", "record which duty for large gatherings applies to an event")
).code
MERGE_SPEAKERS = permissions.declare(
    Permission("events.merge_speakers", "say which speakers of several events are one person")
).code
RECORD_AFTER = permissions.declare(Permission("events.record_after", "record what became of an event")).code
EXPORT = permissions.declare(Permission("events.export", "download the register")).code
TAKE_OVER = permissions.declare(
    Permission("events.take_over", "take a changed room, day or size of a booking over into its request")
).code
IMPORT = permissions.declare(Permission("events.import", "bring in last year’s register")).code


def _action(code: str, label: str, **data: type) -> LedgerAction:
    return ledger_actions.declare(LedgerAction(f"events.{code}", label, data))


DRAFT_STARTED = _action("draft-started", "Draft started")
DRAFT_DISCARDED = _action("draft-discarded", "Draft thrown away")
SENT = _action("sent", "Request received", number=int, late=bool, notice=int, edition=str)
AMENDED = _action("amended", "Request changed", fields=int, reopened=int)
BOOKING_TAKEN_OVER = _action(
    "booking-taken-over", "Request changed to follow its booking", fields=int, reopened=int
)
MOVED = _action("moved", "Moved to a later version of its procedure", edition=str, reopened=int)
MARKED = _action("marked", "Marked as a designated event", mark=str)
ASKED = _action("asked", "Returned for information")
ANSWERED = _action("answered", "Information given", days=int)
TAKEN_BACK = _action("taken-back", "Question taken back", days=int)
CHECK_DONE = _action("check-done", "Check done", check=str, finding=str)
ADVISED = _action("advised", "Advice recorded", step=str)
FILE_ADDED = _action("file-added", "File added to a check", check=str, file=str)
FILE_READ = _action("file-read", "File of a check opened", file=str)
REACHED_STEP = _action("reached-step", "Reached a step of the ladder", step=str)
PASSED_UP = _action("passed-up", "Passed up the ladder", step=str)
DECIDED = _action("decided", "Decided", outcome=str, decision=str)
PARTNERS_ASKED = _action("partners-asked", "Partners asked about a speaker", questions=int)
PARTNER_ANSWERED = _action("partner-answered", "A partner answered", question=str)
PARTNER_REMINDED = _action("partner-reminded", "A partner reminded", question=str)
PARTNER_TAKEN_BACK = _action("partner-taken-back", "A question to a partner taken back", question=str)
PARTNER_READ = _action("partner-read", "A partner’s answer read by whoever asked", question=str)
PARTNER_FORGOTTEN = _action("partner-forgotten", "A partner’s answer deleted on its day", question=str)
CONTACT_KEPT = _action("contact-kept", "Contact of the local network kept")
CONTACT_REVIEWED = _action("contact-reviewed", "Contact of the local network reviewed")
CONTACT_REMOVED = _action("contact-removed", "Contact of the local network removed")
MEMORY_SET = _action("memory-set", "How long is remembered set", answer_months=int, speaker_years=int)
HELD_TOLD = _action("held-told", "What is held about a speaker written out")
PREMISES_JUDGED = _action("premises-judged", "Judged the duties for large gatherings", tier=str)
SPEAKERS_MERGED = _action("speakers-merged", "Said that speakers are one person", rows=int)
SPEAKER_TAKEN_OUT = _action("speaker-taken-out", "Said that a speaker is somebody else")
REFUSAL_PROPOSED = _action("refusal-proposed", "Refusal proposed", decision=str)
REFUSAL_CONFIRMED = _action("refusal-confirmed", "Refusal confirmed", decision=str)
CHARGE_PROPOSED = _action("charge-proposed", "Charge for security proposed", decision=str)
CHARGE_CONFIRMED = _action("charge-confirmed", "Charge for security confirmed", decision=str)
CHARGE_NOT_CONFIRMED = _action("charge-not-confirmed", "Charge for security not confirmed", decision=str)
REFUSAL_NOT_CONFIRMED = _action("refusal-not-confirmed", "Refusal not confirmed", decision=str)
APPEALED = _action("appealed", "Appeal made", decision=str)
APPEAL_DECIDED = _action("appeal-decided", "Appeal decided", result=str)
WITHDRAWN = _action("withdrawn", "Withdrawn", by=str, why=str)
WIDENED = _action("widened", "Nobody acted, so others may act too", level=int)
STOOD_ASIDE = _action("stood-aside", "Only the organiser holds the post, so others act", post=str)
PROMISE_BROKEN = _action("promise-broken", "Not decided by the date promised", step=str)
NOT_DECIDED = _action("not-decided", "Not decided in time", step=str)
AFTERMATH = _action("aftermath", "What became of it recorded", aftermath=str)
RISK_NOTED = _action("risk-noted", "Risk of the event noted", hazard=str)
RISK_CHANGED = _action("risk-changed", "Risk of the event rated anew", hazard=str)
RISK_TAKEN_OFF = _action("risk-taken-off", "Risk of the event taken off", hazard=str)
MITIGATION_NOTED = _action("mitigation-noted", "Mitigation noted", hazard=str, mitigation=str, kind=str)
MITIGATION_TAKEN_OFF = _action("mitigation-taken-off", "Mitigation taken off", mitigation=str)
AFTER_NOTED = _action("after-noted", "Incident or lesson noted", kind=str)
FEEDBACK_GIVEN = _action("feedback-given", "Feedback given", whose=str)
FEEDBACK_HIDDEN = _action("feedback-hidden", "Comment hidden", feedback=str)
BODY_BEGAN = _action("body-began", "One of several bodies began", track=str)
SETTLED = _action("settled", "All bodies have decided", status=str, outcome=str)
CONTACT_CONFIRMED = _action("contact-confirmed", "Address confirmed")
REGISTER_EXPORTED = _action("register-exported", "Register downloaded", format=str, rows=int)
FEED_OPENED = _action("feed-opened", "Calendar address of the register made")
REGISTER_IMPORTED = _action(
    "register-imported", "Register brought in", imported=int, unchanged=int, refused=int
)
REGISTER_UNDONE = _action("register-undone", "Bringing-in undone", removed=int)


def _message(code: str, label: str) -> str:
    return message_kinds.declare(MessageKind(f"events.{code}", label)).code


CONFIRM_ADDRESS = _message("confirm-address", "Please confirm your address")
RECEIVED = _message("received", "We have your request")
WAITING = _message("waiting", "A request waits for you")
ADVICE_WANTED = _message("advice-wanted", "Your advice about a request")
ADVICE_REMINDER = _message("advice-reminder", "Your advice is due today")
ADVICE_IN = _message("advice-in", "The advice is complete")
PARTNER_ASKED = _message("partner-asked", "A question from a partner provider")
PARTNER_ASKED_AGAIN = _message("partner-asked-again", "A question from a partner provider still waits")
PARTNER_HAS_ANSWERED = _message("partner-has-answered", "A partner has answered")
REMINDER = _message("reminder", "Due today")
CLIMBED = _message("climbed", "A request has climbed to you")
INFORMATION_NEEDED = _message("information-needed", "A question about your request")
INFORMATION_GIVEN = _message("information-given", "The organiser has answered")
TO_CONFIRM = _message("to-confirm", "A refusal or a charge waits for a second person")
NOT_CONFIRMED = _message("not-confirmed", "A refusal or a charge was not confirmed")
DECISION_MADE = _message("decision-made", "The decision about your request")
STANDS = _message("stands", "Your event stands")
REQUEST_WITHDRAWN = _message("request-withdrawn", "A request was withdrawn")
REQUEST_AMENDED = _message("request-amended", "A request was changed")
MOVED_ON = _message("moved-on", "Your request goes on under a later version of the procedure")
FOLLOWS_BOOKING = _message("follows-booking", "Your request follows its booking")
APPEAL_TO_HEAR = _message("appeal-to-hear", "An appeal waits for you")
APPEAL_ANSWERED = _message("appeal-answered", "The answer to your appeal")
WE_ARE_LATE = _message("we-are-late", "The date promised has passed")
SORRY_WE_ARE_LATE = _message("sorry-we-are-late", "We are late with your request")
CALENDAR_CHANGED = _message("calendar-changed", "An event was changed in its organiser’s calendar")
CALLED_OFF = _message("called-off", "An event was taken out of its organiser’s calendar")
FEEDBACK_WANTED = _message("feedback-wanted", "How did your event go?")
CONDITIONS_OPEN = _message("conditions-open", "Conditions are not met yet")
LAPSED = _message("lapsed", "A request was not decided in time")

HIRER = link_purposes.declare(
    LinkPurpose("events.hirer", "follow one event request without an account", lasts=timedelta(days=400))
).code
ASKED_PERSON = link_purposes.declare(
    LinkPurpose(
        "events.asked", "confirm a refusal or hear an appeal without an account", lasts=timedelta(days=30)
    )
).code
ROOM = link_purposes.declare(
    LinkPurpose("events.room", "say what one thought of an event, without a name", lasts=timedelta(days=30))
).code
PARTNER_LASTS = timedelta(days=10)
PARTNER_CHECK = link_purposes.declare(
    LinkPurpose("events.partner_check", "answer one question about a speaker, once", lasts=PARTNER_LASTS)
).code
FEED = link_purposes.declare(
    LinkPurpose(
        "events.feed", "read the register in a calendar, as its owner sees it", lasts=timedelta(days=366)
    )
).code
