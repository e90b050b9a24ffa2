from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "dueregard.practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.practice import menu, tasks

        menu.register()
        tasks.register()
