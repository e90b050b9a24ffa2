"""What an organiser types after sending, and what became of the event."""

from dueregard.events.choices import Aftermath, WhyWithdrawn, WithdrawnBy
from dueregard.kernel.forms import Choice, DrForm, Email, LongText, TextLine, WholeNumber, YesNo


class WithdrawForm(DrForm):
    whose = Choice(WithdrawnBy.choices, label="Who withdraws?", radios=True, needed="Say who withdraws.")
    why = Choice(
        WhyWithdrawn.choices,
        label="Why?",
        hint="It helps us to see where our own rules or our pace stand in the way.",
        radios=True,
        needed="Say why. ‘Another reason’ will do.",
    )
    note = LongText(label="Anything that you want to add", required=False, max_length=2000, rows=3)


class AfterForm(DrForm):
    aftermath = Choice(
        Aftermath.choices, label="What became of the event?", radios=True, needed="Say what became of it."
    )
    attended = WholeNumber(
        label="About how many came?",
        hint="A number only. Who came is never recorded.",
        max=200_000,
        required=False,
    )
    incident = YesNo(
        label="Did anything go wrong, or nearly?",
        required=False,
        unfold={"yes": ["happened", "done"]},
    )
    happened = LongText(
        label="What happened?",
        hint="Leave out the names of people who came.",
        rows=3,
        max_length=4000,
        needed="Say what happened.",
    )
    done = LongText(
        label="What was done about it?",
        hint="‘Nothing’ is an answer too.",
        rows=2,
        max_length=2000,
        needed="Say what was done about it. ‘Nothing’ is an answer too.",
    )
    lesson = LongText(label="What should be different next time?", rows=2, required=False, max_length=4000)
    note = LongText(
        label="Anything worth knowing",
        hint="What went well, what did not, what was different. Leave out the names of people who came.",
        required=False,
        max_length=4000,
    )


class HireForm(DrForm):
    """Somebody without an account begins a request."""

    name = TextLine(label="Your name", needed="Enter your name.")
    email = Email(
        label="Your e-mail address",
        needed="Enter your e-mail address.",
        hint="We send a link to it. With the link you fill in the request and see where it stands.",
    )
    phone = TextLine(label="Telephone number", max_length=40, required=False)
