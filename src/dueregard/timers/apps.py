from django.apps import AppConfig


class TimersConfig(AppConfig):
    name = "dueregard.timers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.work import Job, jobs
        from dueregard.timers import catalogue, tasks  # noqa: F401

        jobs.register(Job("timers.run_due", tasks.run_due))
        jobs.register(Job("timers.run_schedules", tasks.run_schedules))
