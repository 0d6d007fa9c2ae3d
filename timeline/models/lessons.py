"""Lessons: an ordered choice of events and questions with tasks, made by a teacher without an account or by editors."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources import codes
from sources.models import code_validator
from timeline.models.evidence import check_choice, in_language
from timeline.models.public import KINDS, Address

# The ready tasks, after how historians read (sourcing, contextualisation, corroboration, close reading).
READY_TASKS = [
    ("sourcing", _("sourcing")),
    ("contextualisation", _("contextualisation")),
    ("corroboration", _("corroboration")),
    ("close_reading", _("close reading")),
]


class LessonQuerySet(models.QuerySet):
    """Which lessons are meant."""

    def listed(self):
        """The lessons that editors published: these are on the site's own list, and search engines may keep them."""
        return self.filter(published=True, withdrawn="")

    def holding(self, code: str):
        """Those that stand and have this event or question in them, also as one that was merged into it."""
        names = Address.objects.filter(space=Address.CODE).leading().filter(target=code).values("name")
        return self.filter(withdrawn="", items__code__in=names).distinct()

    def of_teachers(self):
        """Those that are still their makers': made through a link, and given no slug by an editor."""
        return self.filter(slug="").exclude(secret="")

    def next_version(self, version: int, **fields) -> bool:
        """Save these fields of the one lesson that is meant, if it is still at this version; whether it was."""
        return bool(self.filter(version=version).update(version=version + 1, changed=timezone.now(), **fields))


class Lesson(models.Model):
    """A lesson. Whoever has its link can open it from the moment it is made; only what an editor published is listed.

    It holds no personal data: neither who made it nor from where. ``secret`` is the SHA-256 of the secret part of its
    edit link, so that not even the database can open it; what editors made at the desk has none. A ``slug`` says that
    it is the editors': a teacher's lesson that they gave one stays theirs, also off the list, until they take it away.
    What a teacher writes is in one language; the other column then stays empty. ``version`` counts the saves.
    """

    TITLE, INTRO = 120, 1_000  # characters at most

    code = models.CharField(_("code"), max_length=12, unique=True, default=codes.mint, validators=[code_validator])
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_("The name of its file in the corpus folder; needed to publish it. Its address is its code."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("The lowest comes first."))
    title_nl = models.CharField(_("title (nl)"), max_length=TITLE, blank=True)
    title_en = models.CharField(_("title (en)"), max_length=TITLE, blank=True)
    intro_nl = models.TextField(_("introduction (nl)"), max_length=INTRO, blank=True)
    intro_en = models.TextField(_("introduction (en)"), max_length=INTRO, blank=True)
    guide_nl = models.TextField(
        _("for the teacher (nl)"), blank=True, help_text=_("Aim, time, and what to watch for. Appears with the key.")
    )
    guide_en = models.TextField(_("for the teacher (en)"), blank=True)
    secret = models.CharField(max_length=64, blank=True, editable=False)
    published = models.BooleanField(
        _("on the list of lessons"), default=False, help_text=_("Readers and search engines find it.")
    )
    withdrawn = models.CharField(
        _("withdrawn because"),
        max_length=300,
        blank=True,
        help_text=_("Its link then says so, and shows nothing else."),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    made = models.DateTimeField(_("made"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="lesson_slug_once",
                violation_error_message=_("Another lesson has this slug; take another."),
            ),
            models.CheckConstraint(
                name="lesson_has_title",
                condition=~Q(title_nl="", title_en=""),
                violation_error_message=_("Give the lesson a title."),
            ),
            models.CheckConstraint(
                name="lesson_published_has_slug",
                condition=Q(published=False) | ~Q(slug=""),
                violation_error_message=_("Give the lesson a slug before you publish it."),
            ),
        ]
        indexes = [models.Index(fields=["made"])]

    def __str__(self):
        return in_language(self, "title") or self.title_nl or self.title_en

    def save(self, *args, **kwargs):
        """Count the saves: it tells caches that the lesson has changed, and readers which version they see."""
        self.version += 1
        super().save(*args, **kwargs)


class LessonItem(models.Model):
    """An event or question in a lesson (by its permanent code), what the class is to do with it, and what to expect.

    ``number`` is the version of the event or question that the maker saw.
    """

    TASK, ANSWER = 1_000, 1_500  # characters at most

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    code = models.CharField(_("code"), max_length=12)
    number = models.PositiveIntegerField(_("version"), default=1)
    ready = models.CharField(_("ready task"), max_length=20, choices=READY_TASKS, blank=True)
    task_nl = models.TextField(_("task (nl)"), max_length=TASK, blank=True)
    task_en = models.TextField(_("task (en)"), max_length=TASK, blank=True)
    answer_nl = models.TextField(
        _("what to expect (nl)"), max_length=ANSWER, blank=True, help_text=_("Appears on the key only.")
    )
    answer_en = models.TextField(_("what to expect (en)"), max_length=ANSWER, blank=True)

    class Meta:
        verbose_name = _("item of a lesson")
        verbose_name_plural = _("items of lessons")
        ordering = ["lesson", "position"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "code"], name="lesson_item_once"),
            check_choice("kind", KINDS, "lesson_item_kind_known", _("An item is an event or a question.")),
            check_choice(
                "ready",
                [("", ""), *READY_TASKS],
                "lesson_item_ready_known",
                _("There is no such ready task."),
            ),
        ]

    def __str__(self):
        """Its title, where the query brought that."""
        return getattr(self, "called", "") or f"{self.get_kind_display()} {self.code}"
