from datetime import time

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dueregard.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.accounts import catalogue, checks, commands, messages, receivers  # noqa: F401
        from dueregard.kernel import pages
        from dueregard.timers.kinds import handle_schedule

        pages.frame.account = "account_home"
        messages.register()
        receivers.connect()
        handle_schedule("accounts.forget", "hour", commands.forget_what_is_over, at=time(0, 20))
