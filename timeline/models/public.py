"""What was saved and what is public. Revisions, publications and addresses are only ever added.

The public side reads nothing but these tables and the published sources, so that a draft cannot leak.
"""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sources.fields import CanonicalJSONField
from sources.models import AppendOnly, NeverRemoved, Quote

KINDS = [("event", _("event")), ("question", _("question"))]


class Record(models.Model):
    """A numbered row in the history of one event or question, named by its permanent code."""

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    code = models.CharField(_("code"), max_length=12)
    number = models.PositiveIntegerField(_("number"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True
        ordering = ["code", "number"]

    def __str__(self):
        return f"{self.kind} {self.code} {self.number}"

    def save(self, *args, **kwargs):
        """Add the row. Raises TypeError for a row that is there already."""
        if self.pk:
            raise TypeError("These rows are a record: they are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("These rows are a record: they are never removed.")


class Revision(Record):
    """An event or question as a whole at one save (``dictionary.py`` gives the snapshot its form)."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"), null=True, blank=True
    )
    author_name = models.CharField(_("author's name"), max_length=80)
    snapshot = CanonicalJSONField(_("snapshot"))

    class Meta(Record.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["kind", "code", "number"], name="revision_number_once")]


class Publication(Record):
    """What readers saw from ``at`` on: the revision, the findings computed from it, and who approved it.

    ``document`` is the snapshot as readers get it: ready notes only, quotes with their place in the text.
    """

    EDITED, RECOMPUTED, WITHDRAWN = "edited", "recomputed", "withdrawn"
    ACTIONS = [(EDITED, _("edited")), (RECOMPUTED, _("recomputed")), (WITHDRAWN, _("withdrawn"))]
    LOADED = gettext_noop("loaded from a corpus folder")  # the reason of what a load records
    MERGED = gettext_noop("merged into another event")  # the reason of a withdrawal that comes with a merge

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="publications", verbose_name=_("revision"))
    action = models.CharField(_("action"), max_length=10, choices=ACTIONS)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by"), null=True, blank=True
    )
    approver_name = models.CharField(_("approver's name"), max_length=80)
    reviewed = models.BooleanField(_("approved by another than its author"), default=False)
    slug = models.SlugField(_("slug"), max_length=80)
    document = CanonicalJSONField(_("document"))
    findings = CanonicalJSONField(_("findings"))

    class Meta(Record.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "number"], name="publication_number_once"),
            models.CheckConstraint(
                name="publication_withdrawal_has_reason",
                condition=~Q(action="withdrawn") | ~Q(reason=""),
                violation_error_message=_("Say why this is withdrawn: readers who follow the link see it."),
            ),
        ]


class AddressQuerySet(NeverRemoved):
    """Where names lead."""

    def leading(self):
        """With ``target``: the code of the event or question that each leads to today, after a merge too."""
        return self.annotate(target=Case(When(into="", then=F("code")), default=F("into")))

    def of_subjects(self, codes):
        """The permanent links of events and questions among these codes (a list or subquery)."""
        return self.filter(space="code", name__in=codes, kind__in=[kind for kind, _name in KINDS])

    def targets(self):
        """The codes of the events and questions that these lead to today, for a subquery."""
        return self.leading().values("target")


class Address(models.Model):
    """A name in an address and what it leads to. Never removed, and never given to anything else.

    ``space`` is ``code`` for permanent codes, or the kind of page for slugs. ``current`` is unset on a slug that was
    left behind: it redirects. ``into`` is the code of the event that the event of this ``code`` was merged into; empty
    where it stands by itself.
    """

    CODE, FINDING, LESSON = "code", "finding", "lesson"

    space = models.CharField(_("space"), max_length=10)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("leads to"), max_length=10)
    code = models.CharField(_("code"), max_length=12)
    into = models.CharField(_("merged into"), max_length=12, default="", db_default="", blank=True)
    current = models.BooleanField(_("current"), default=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["space", "name"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="address_once")]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self):
        return f"{self.space}/{self.name}"

    def delete(self, *args, **kwargs):
        raise TypeError("An address is never removed.")


class PublicEventQuerySet(models.QuerySet):
    """The questions that the timeline asks of the index."""

    def important(self, least: int):
        """Events that weigh so much or more."""
        return self.filter(importance__gte=least)

    def on_theme(self, slug: str):
        """Events of this theme."""
        return self.filter(models.Exists(PublicTheme.objects.filter(event=models.OuterRef("pk"), slug=slug)))

    def disputed(self):
        """Events on which a critical note was written."""
        return self.filter(contested__gt=0)

    def told_by(self, account: str):
        """Events of which this account speaks."""
        told = PublicClaim.objects.filter(event=models.OuterRef("pk"), kind=PublicClaim.CITATION, source=account)
        return self.filter(models.Exists(told))

    def told_by_every(self, accounts: int):
        """Events of which each of so many accounts speaks."""
        return self.filter(voices__gte=accounts)

    def told_by_some(self, accounts: int):
        """Events of which one account or another speaks, and another one is silent."""
        return self.filter(voices__gt=0, voices__lt=accounts)

    def told_by_none(self):
        """Context: events that no account mentions, carried by literature alone."""
        return self.filter(voices=0)

    def between(self, first: int | None, last: int | None):
        """Events that touch these days (JDN, both inclusive; None leaves that side open)."""
        rows = self if first is None else self.filter(latest__gte=first)
        return rows if last is None else rows.filter(earliest__lte=last)

    def after(self, day: int, code: str):
        """Events that come after this one in the order of the list (keyset paging: it seeks, it does not scan)."""
        return self.filter(earliest__gte=day).exclude(earliest=day, code__lte=code)

    def before(self, day: int, code: str):
        """Events that come before this one in the order of the list."""
        return self.filter(earliest__lte=day).exclude(earliest=day, code__gte=code)

    def naming(self):
        """Whether there is one of these events in which a term of the glossary stands, as a condition on terms."""
        text = models.TextField()
        listed = Concat(Value(" "), "terms", Value(" "), output_field=text)
        slug = Concat(Value(" "), models.OuterRef("slug"), Value(" "), output_field=text)
        return models.Exists(self.order_by().annotate(listed=listed).filter(listed__contains=slug))

    def foremost(self, most: int):
        """So many of these events, the most important first; as a condition, so that it fits into a union."""
        return PublicEvent.objects.filter(pk__in=self.order_by("-importance", "earliest", "code").values("pk")[:most])


class PublicEvent(models.Model):
    """The index row of a published event: for axis, list and search. Derived; ``rebuild_index`` makes it anew.

    Where an end of the date is open or unknown, the known end stands in for it here, so that the row can be sorted;
    ``row`` says which. ``voices`` counts the accounts that speak of it. ``state`` is how their dates and figures stand
    to each other (agree, compatible, contradict; empty where there is nothing to compare), ``literature`` how they
    stand to the record. ``tellers`` are the slugs of the sources that speak of it, ``themes`` those of its themes, and
    ``terms`` those of the words and people of the glossary in it, with spaces between: what counts by the hundred need
    not read ``row`` for.
    """

    code = models.CharField(primary_key=True, max_length=12)
    slug = models.SlugField(max_length=80, unique=True)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    earliest = models.IntegerField()
    latest = models.IntegerField()
    importance = models.PositiveSmallIntegerField()
    standing = models.CharField(max_length=10)
    contested = models.PositiveSmallIntegerField()
    voices = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default="", db_default="")
    literature = models.CharField(max_length=10, default="", db_default="")
    tellers = models.TextField(default="", db_default="")
    themes = models.TextField(default="", db_default="")
    terms = models.TextField(default="", db_default="")
    row = CanonicalJSONField()

    objects = PublicEventQuerySet.as_manager()

    class Meta:
        ordering = ["earliest", "code"]
        indexes = [
            models.Index(fields=["earliest", "code"]),
            models.Index(fields=["-importance", "earliest", "code"]),
        ]

    def __str__(self):
        return self.slug


class PublicTheme(models.Model):
    """That a published event is of a theme, as it was called then. Derived."""

    event = models.ForeignKey(PublicEvent, models.CASCADE, related_name="of_theme")
    slug = models.SlugField(max_length=80, db_index=False)
    name_nl = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta:
        ordering = ["slug", "event"]
        constraints = [models.UniqueConstraint(fields=["slug", "event"], name="public_theme_once")]

    def __str__(self):
        return self.slug


class PublicText(models.Model):
    """The words of a published event that a search in one language looks through. Derived (``search.py``).

    ``parts`` say where each piece stands; ``folded`` holds the pieces a line each, folded, so that a place in a line
    is the same place in the piece.
    """

    event = models.ForeignKey(PublicEvent, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    parts = CanonicalJSONField()
    folded = models.TextField()

    class Meta:
        ordering = ["event", "language"]
        constraints = [models.UniqueConstraint(fields=["event", "language"], name="public_text_once")]

    def __str__(self):
        return f"{self.event_id} {self.language}"


class PublicQuestion(models.Model):
    """The index row of a published question. Derived."""

    code = models.CharField(primary_key=True, max_length=12)
    slug = models.SlugField(max_length=80, unique=True)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    row = CanonicalJSONField()

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.slug


class PublicClaim(models.Model):
    """One published use of a source: a citation, figure, position, note or reference. Derived.

    Marks the passages in a source, and is what board and matrix list. A note on an event as a whole has no source, nor
    has a bearing: that a question bears on the event whose code it has. Of a note, ``about`` says what it judges (the
    words of a quote, a figure, a finding, an event or a question as a whole), and ``reviewed`` whether a second person
    has looked.
    """

    CITATION, FIGURE, POSITION, NOTE, REFERENCE = "citation", "figure", "position", "note", "reference"
    BEARING = "bearing"
    WORDS, ON_FIGURE, ON_FINDING, EVENT, QUESTION = "words", "figure", "finding", "event", "question"

    event = models.ForeignKey(PublicEvent, models.CASCADE, related_name="claims", null=True)
    question = models.ForeignKey(PublicQuestion, models.CASCADE, related_name="claims", null=True)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=12)
    source = models.SlugField(max_length=80, blank=True)
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="+", null=True, to_field="code")
    verdict = models.CharField(max_length=14, blank=True)
    about = models.CharField(max_length=10, default="", db_default="")
    reviewed = models.BooleanField(default=False, db_default=False)
    row = CanonicalJSONField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source", "kind"]), models.Index(fields=["kind", "code"])]

    def __str__(self):
        return f"{self.kind} {self.code}"


class PublicFindingQuerySet(models.QuerySet):
    """The questions that the desk asks of what was found."""

    def to_answer(self):
        """What cannot all be true, and no note has answered or dismissed."""
        return self.filter(state__in=PublicFinding.WRONG, answer="")


class PublicFinding(models.Model):
    """What the checks found in a published event, as it was computed when it was published. Derived.

    ``sources`` are the slugs of those whose claims are involved, with spaces between. ``answer`` says whether a ready
    note answers or dismisses it. ``row`` is the finding itself, with the ``words`` of its claims by code, and what the
    measure ``asks`` that it is about.
    """

    ANSWERED, DISMISSED = "answered", "dismissed"
    WRONG = ("impossible", "contradict")  # states in which something must be wrong

    code = models.CharField(primary_key=True, max_length=12)
    event = models.ForeignKey(PublicEvent, models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=12)
    sources = models.TextField()
    answer = models.CharField(max_length=10, blank=True)
    row = CanonicalJSONField()

    objects = PublicFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["event", "position"]
        indexes = [models.Index(fields=["kind", "state"])]

    def __str__(self):
        return f"{self.kind} {self.code}"
