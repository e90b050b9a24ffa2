"""The pages of oversight, by noun."""

from dueregard.oversight.views.ledger import check, checkpoint, ledger
from dueregard.oversight.views.messages import home, messages, send_again, try_timer_again

__all__ = ["check", "checkpoint", "home", "ledger", "messages", "send_again", "try_timer_again"]
