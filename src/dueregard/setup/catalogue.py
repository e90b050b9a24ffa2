"""The codes of setup and their wording. Its commands record what they make as the system, by organisation's codes."""

from dueregard.kernel.refs import system

INIT = system("setup.init")
DEMO = system("setup.demo")
