"""What is typed when partners are asked, answer, and are kept as contacts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dueregard.events.choices import PartnerAnswer
from dueregard.events.models import PartnerContact
from dueregard.events.rules.partner import ContactFields
from dueregard.kernel.forms import (
    Choice,
    DateParts,
    DrForm,
    Email,
    LongText,
    ManyChoice,
    TextLine,
    WholeNumber,
)


class AskPartnersForm(DrForm):
    speaker = Choice(label="About which speaker?", radios=True, needed="Choose one of the speakers.")
    contacts = ManyChoice(
        label="Whom do you ask?",
        hint="Those who may know. At most five at once.",
        needed="Choose whom to ask.",
    )

    def __init__(
        self,
        *args: Any,
        speakers: Iterable[str],
        contacts: Iterable[PartnerContact],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        speaker, whom = self.fields["speaker"], self.fields["contacts"]
        assert isinstance(speaker, Choice)
        assert isinstance(whom, ManyChoice)
        speaker.choices = [(name, name) for name in dict.fromkeys(speakers)]
        good = [each for each in contacts if each.review_by >= today]
        whom.choices = [(str(each.pk), f"{each.name}, {each.organisation}") for each in good]
        whom.hints = {str(each.pk): each.role for each in good if each.role}


class PartnerAnswerForm(DrForm):
    answer = Choice(
        PartnerAnswer.choices,
        label="Your answer",
        radios=True,
        needed="Choose an answer.",
        hints={"speak": "We telephone you. You need write nothing."},
    )
    text = LongText(
        label="In a few words",
        hint="Facts that you know, and nothing that you would not say to the speaker. May be left empty.",
        required=False,
        max_length=2000,
    )
    source = TextLine(
        label="Where do you know it from?",
        hint="For example: our own event in March; the minutes of a meeting. May be left empty.",
        max_length=300,
        required=False,
    )


class ContactForm(DrForm):
    name = TextLine(label="Name", max_length=200)
    role = TextLine(label="Role", hint="For example: Prevent lead.", max_length=200, required=False)
    organisation = TextLine(label="Organisation", max_length=200)
    email = Email(label="E-mail address")
    review_by = DateParts(label="Look at it again by", hint="Nobody is asked after this day until you have.")

    def facts(self) -> ContactFields:
        return ContactFields(**self.cleaned_data)


class MemoryForm(DrForm):
    answer_months = WholeNumber(
        label="Months for which a partner’s answer is kept", hint="1 to 36. Then it is deleted."
    )
    speaker_years = WholeNumber(
        label="Years for which earlier decisions about a speaker are shown",
        hint="0 to 10. 0 shows none.",
    )
