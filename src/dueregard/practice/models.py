"""What the practice hub keeps: themes, case studies and briefs in versions, and the pages they were brought in from."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.kernel.refs import Ref
from dueregard.practice.choices import Kind, ProviderType, Size, Status


class Theme(models.Model):
    """A theme, or a sub-theme of one. Its slug is its address and never changes."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    parent = models.ForeignKey("self", models.PROTECT, related_name="sub_themes", null=True)
    about = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "title"], name="sub_themes_once_in_a_theme"),
            models.UniqueConstraint(
                fields=["title"], name="themes_have_one_title", condition=Q(parent__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent.title} / {self.title}" if self.parent else self.title


class SourcePage(models.Model):
    """A published page that was brought in. `dropped` holds what was left out, as `{kind, text}`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255, unique=True)
    sha256 = models.CharField(max_length=64)
    introduction = models.TextField(blank=True)
    dropped = models.JSONField(default=list)
    brought_in_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("practice.page", str(self.pk))


class CaseStudy(models.Model):
    """One case study, or a brief of what works. `text` is Markdown of a safe subset.

    `permission` says who agreed to its being published, and when; a text cannot be published without it, unless the
    makers wrote it as an illustration (`illustration`), which is labelled and never counted as published practice.
    `shared` marks what another provider shared in a pack without its name (`exchange`).
    `short_of` is the longer form of which this is the shorter; `same_as` is set by an editor who links two entries as
    one. `import_key` is where it came from (page, theme and name), so that a page comes in once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CASE_STUDY)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    text = models.TextField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    size = models.CharField(max_length=20, choices=Size, blank=True)
    provider_type = models.CharField(max_length=30, choices=ProviderType, blank=True)
    anonymised = models.BooleanField(default=False)
    illustration = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    permission = models.CharField(max_length=300, blank=True)
    permission_on = models.DateField(null=True)
    preset = models.SlugField(max_length=60, blank=True)
    themes: models.ManyToManyField[Theme, Placement] = models.ManyToManyField(
        Theme, through="practice.Placement", related_name="case_studies"
    )
    shows = models.ManyToManyField("self", symmetrical=False, related_name="shown_in")
    source = models.ForeignKey(SourcePage, models.PROTECT, related_name="case_studies", null=True)
    import_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    short_of = models.ForeignKey("self", models.SET_NULL, related_name="short_forms", null=True)
    same_as = models.ForeignKey("self", models.SET_NULL, related_name="linked", null=True)
    words = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "case studies"
        constraints = [
            models.CheckConstraint(
                name="published_with_permission",
                condition=~Q(status=Status.PUBLISHED) | ~Q(permission="") | Q(illustration=True),
            ),
            models.CheckConstraint(
                name="published_texts_know_since_when",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="no_short_form_of_itself",
                condition=Q(short_of__isnull=True) | ~Q(short_of=F("id")),
            ),
            models.CheckConstraint(
                name="not_linked_with_itself", condition=Q(same_as__isnull=True) | ~Q(same_as=F("id"))
            ),
        ]
        # A text is long: what pages count and order by stands in indexes, so that the texts need not be read for it.
        indexes = [
            models.Index(fields=["status", "title", "id"], name="practice_by_status"),
            models.Index(fields=["id", "status", "short_of", "illustration"], name="practice_counted"),
            models.Index(fields=["status", "-changed_at", "id"], name="practice_newest"),
            models.Index(fields=["status", "kind", "title"], name="practice_by_kind"),
            # Few texts have one; an index over all says to a planner that it tells nothing apart.
            models.Index(
                fields=["short_of"], condition=Q(short_of__isnull=False), name="practice_short_forms"
            ),
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="practice_linked"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("practice.case-study", str(self.pk))

    @property
    def provider_said(self) -> str:
        """Such as 'University, more than 20,000 students'; '' where neither kind nor size is known."""
        kind, size = str(self.get_provider_type_display()), str(self.get_size_display())
        return f"{kind}, {size[:1].lower()}{size[1:]}" if kind and size else kind or size


class Placement(models.Model):
    """A case study under a theme, at its place there."""

    case_study = models.ForeignKey(CaseStudy, models.CASCADE, related_name="placements")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="placements")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_study", "theme"], name="once_under_each_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.case_study} in {self.theme}"


class Version(models.Model):
    """What a case study said at one time. Written with each change, never edited."""

    case_study = models.ForeignKey(CaseStudy, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    text = models.TextField()
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "number"], name="versions_of_a_case_study_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class Picture(models.Model):
    """A picture of a text, shown where it says `![](picture:1)` with this number. `alt` says in words what it shows;
    '' only where it is `decorative`. Width and height in points of the picture."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")
    alt = models.CharField(max_length=400, blank=True)
    decorative = models.BooleanField(default=False)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case_study", "number"], name="pictures_of_a_text_are_numbered"),
            models.CheckConstraint(
                name="a_picture_is_described_or_decoration",
                condition=Q(alt="", decorative=True) | (~Q(alt="") & Q(decorative=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_study}, picture {self.number}"


class Booklet(models.Model):
    """A PDF of the hub as it was last made. `key` is 'everything', 'theme/<slug>' or 'read/<slug>'; `digest` says
    what was printed, so that it is made again only when that changes."""

    key = models.CharField(max_length=140, unique=True)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Feedback(models.Model):
    """What a reader said about a page of the hub, or about all of it. Nothing is known of the reader."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_study = models.ForeignKey(CaseStudy, models.SET_NULL, related_name="feedback", null=True)
    useful = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    dealt_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    dealt_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "feedback"
        indexes = [models.Index(fields=["-at", "-id"], name="feedback_by_time")]

    def __str__(self) -> str:
        return f"feedback about {self.case_study or 'the hub'}"

    @property
    def ref(self) -> Ref:
        return Ref("practice.feedback", str(self.pk))
