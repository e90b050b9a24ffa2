"""What each message of events says first; who gets it, and what else stands in it, is in `messages`."""

from dataclasses import dataclass

from dueregard.events import catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """A message's own words: what the subject says after the number, and the first sentence."""

    subject: str
    first: str
    calendar: bool = False


WORDS = {
    catalogue.RECEIVED: Words("we have your request", "We have your request. You can see at any time who has it and by when."),
    catalogue.WAITING: Words("waits for you", "This waits for you."),
    catalogue.ADVICE_IN: Words("the advice is complete", "Everybody who was asked for advice has written."),
    catalogue.ADVICE_WANTED: Words("your advice, please", "You are asked which risks you see, what would answer them, and what you recommend."),
    catalogue.ADVICE_REMINDER: Words("your advice is due today", "Today is the day by which your advice was asked."),
    catalogue.REMINDER: Words("due today", "Today is the day by which this should be done."),
    catalogue.CLIMBED: Words("nobody has acted, so it comes to you", "Its time has run out and nobody has acted, so you may act too."),
    catalogue.INFORMATION_NEEDED: Words("a question for you", "We need to know something before we can go on. The clock stands still until you answer."),
    catalogue.INFORMATION_GIVEN: Words("the organiser has answered", "The organiser has answered. The clock goes on where it stood."),
    catalogue.TO_CONFIRM: Words("it waits for a second person", "A refusal, or a charge for security, has been proposed. It counts only if a second person confirms it. Until then the request stands as it stood."),
    catalogue.NOT_CONFIRMED: Words("it was not confirmed", "What you proposed was not confirmed. The request is with you again."),
    catalogue.DECISION_MADE: Words("the decision", "Your request has been decided.", calendar=True),
    catalogue.STANDS: Words("your event stands", "Every body that decides about your event has approved it, so it stands. Their conditions, if there are any, are on the page of your request."),
    catalogue.REQUEST_WITHDRAWN: Words("withdrawn", "This request was withdrawn. You need do nothing more."),
    catalogue.REQUEST_AMENDED: Words("changed", "This request has been changed. Checks that look at what changed are done again."),
    catalogue.FOLLOWS_BOOKING: Words("your request follows its booking", "The room booking for this event has changed, and your request was changed to say the same. Checks that look at what changed are done again. If it is not as you want it, change your request, or speak to whoever books rooms.", calendar=True),
    catalogue.MOVED_ON: Words("a later version of the procedure", "Your request goes on under a later version of the procedure, and its way or its date has changed. Its page says why, who has it now and by when."),
    catalogue.APPEAL_TO_HEAR: Words("an appeal waits for you", "The organiser asks you to look again at a decision."),
    catalogue.APPEAL_ANSWERED: Words("the answer to your appeal", "Your appeal has been heard."),
    catalogue.WE_ARE_LATE: Words("we are late", "The date promised to the organiser has passed, and nobody has decided. It has come to you, to the deputies and to the next step, so that somebody does. It is not refused for it."),
    catalogue.SORRY_WE_ARE_LATE: Words("we are late", "We said that your request would be decided by now, and it is not. That is our doing: your request is not refused for it, and more people can decide it from today."),
    catalogue.CALENDAR_CHANGED: Words("another end", "This event ends at another time than your calendar says. It stands as it was approved.", calendar=True),
    catalogue.CALLED_OFF: Words("out of your calendar", "This event does not take place as it was approved.", calendar=True),
    catalogue.CONDITIONS_OPEN: Words("conditions not checked off", "Nobody has checked off these conditions yet. The event goes ahead; please see with their owners what is still to be done."),
    catalogue.LAPSED: Words("not decided in time", "The day of this event has come and nobody has decided. It was not refused, and it is not stopped. Please record what happened."),
    catalogue.FEEDBACK_WANTED: Words("how did it go?", "Your event has been. Please say on its page what became of it, and how it was to ask for it. It takes a minute."),
}  # fmt: skip

PAST = {
    catalogue.REMINDER: Words("past its day", "The day by which this should be done has passed."),
    catalogue.ADVICE_REMINDER: Words("your advice is still wanted", "The day by which your advice was asked has passed. It is still read if you write it now."),
}  # fmt: skip
"""What a reminder says that leaves after its day."""
