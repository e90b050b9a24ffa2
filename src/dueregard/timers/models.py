"""What is to happen at a moment (timers) or again and again (schedules), and which workers are alive."""

from django.db import models

from dueregard.kernel.refs import Ref


class Timer(models.Model):
    """One thing to do about one subject at one moment. Done timers are gone: what they did is in the ledger."""

    kind = models.CharField(max_length=64)
    about_type = models.CharField(max_length=64)
    about_id = models.CharField(max_length=64)
    due = models.DateTimeField()
    next_try = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    parked = models.BooleanField(default=False)
    last_error = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_id", "about_type", "kind"], name="one_timer_of_a_kind_about_a_thing"
            )
        ]
        indexes = [models.Index(fields=["parked", "next_try"], name="timers_by_moment")]

    def __str__(self) -> str:
        return f"{self.kind} {self.due:%Y-%m-%d %H:%M}"

    @property
    def about(self) -> Ref:
        return Ref(self.about_type, self.about_id)


class Schedule(models.Model):
    """When something that happens every hour, day or week ran, and runs next."""

    code = models.CharField(max_length=64, primary_key=True)
    last_run = models.DateTimeField(null=True)
    next_run = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.code


class Heartbeat(models.Model):
    """When a worker was last seen to finish a round."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker
