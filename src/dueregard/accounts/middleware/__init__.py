"""What stands between a request and its page, as far as signing in goes."""

from dueregard.accounts.middleware.headers import Headers
from dueregard.accounts.middleware.held_posts import HeldPosts
from dueregard.accounts.middleware.lapsing import IdleTimeout
from dueregard.accounts.middleware.loopback import OnlyThisMachine
from dueregard.accounts.middleware.second_factor import SecondFactorNeeded

__all__ = ["Headers", "HeldPosts", "IdleTimeout", "OnlyThisMachine", "SecondFactorNeeded"]
