from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "dueregard.outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.work import Job, jobs
        from dueregard.outbox import catalogue, tasks  # noqa: F401

        jobs.register(Job("outbox.deliver", tasks.deliver))
