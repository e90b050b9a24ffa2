from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "dueregard.practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from dueregard.practice import fulltext, menu, sharing, tasks

        post_migrate.connect(fulltext.keep_in_step, sender=self)
        menu.register()
        sharing.register()
        tasks.register()
