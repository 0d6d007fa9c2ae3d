"""The argument at the desk: events and questions with their citations, figures, relations and notes.

These are the working copies. Nothing here is public: what readers see is a Publication (``models/public.py``).
"""

from fractions import Fraction
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sources import codes, dates, offsets
from sources.fields import CanonicalJSONField, ExactNumberField
from sources.models import Quote, Source, code_validator, in_words
from sources.refusal import Refusal

CALENDARS = [("gregorian", _("Gregorian")), ("julian", _("Julian (Old Style)"))]
STANDINGS = [
    ("attested", _("attested: it happened")),
    ("alleged", _("alleged: a source says that it happened")),
    ("planned", _("planned: it was to happen")),
]
IMPORTANCE = [(3, _("3: a class must see it")), (2, _("2: worth knowing")), (1, _("1: background"))]
ORIGINS = [
    ("stated", _("stated in the words")),
    ("inferred", _("inferred from the context")),
    ("undated", _("undated")),
]
ORDERS = [
    ("before", _("came before")),
    ("during", _("came during")),
    ("after", _("came after")),
]
NATURES = [
    ("stock", _("stock: as it stood at one moment")),
    ("flow", _("flow: over a period")),
    ("ratio", _("ratio: a share of something")),
]
HEDGES = [
    ("", _("none")),
    ("about", _("about")),
    ("nearly", _("nearly")),
    ("over", _("more than")),
    ("under", _("less than")),
    ("at_least", _("at least")),
    ("at_most", _("at most")),
    ("between", _("from … to …")),
]
VERDICTS = [
    ("supported", _("supported")),
    ("contested", _("contested")),
    ("contradicted", _("contradicted")),
    ("miscalculated", _("miscalculated")),
    ("misdated", _("misdated")),
    ("unsupported", _("unsupported")),
    ("context", _("context")),
]
QUESTION_STATES = [
    ("open", _("open")),
    ("narrowed", _("narrowed down: part of it is settled")),
    ("settled", _("settled")),
]
# The verdicts that make an event contested.
CRITICAL = ("contested", "contradicted", "miscalculated", "misdated", "unsupported")
# A row that is added at the desk comes last; saving numbers the rows from 0.
LAST = 9_999
EDTF_HELP = _("EDTF. Examples: 1917-10-25, 1922-03/1922-04, 1938-21 (spring), 1930~ (circa), [1922-04-03,1922-04-04].")
key_validator = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", _("A key is one word of small letters, digits and underscores, such as “voters”.")
)


def in_language(row, name: str) -> str:
    """The value of ``name_nl`` or ``name_en`` in the active language."""
    return getattr(row, f"{name}_{'en' if get_language() == 'en' else 'nl'}")


def read_date(edtf: str, calendar: str, field: str) -> dates.HistoricalDate | None:
    """The date of a form's field, or None where it is empty. Raises ValidationError on that field."""
    try:
        return dates.parse_event_date(edtf, calendar) if edtf else None
    except Refusal as refusal:
        raise ValidationError({field: in_words(refusal)}) from refusal


def check_choice(field: str, choices, name: str, message) -> models.CheckConstraint:
    """A constraint that a column holds one of its choices."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__in": [value for value, _label in choices]}),
        violation_error_message=message,
    )


def witness_column(related_name: str):
    """From which work a source says that it has what it says: two who lean on one witness count once."""
    return models.ForeignKey(
        Source,
        models.PROTECT,
        related_name=related_name,
        verbose_name=_("has it from"),
        null=True,
        blank=True,
        help_text=_("Only where the source itself says so: the work that it quotes or names."),
    )


class Theme(models.Model):
    """A thread through the events, such as the party or elections."""

    slug = models.SlugField(_("slug"), unique=True)
    name_nl = models.CharField(_("name (nl)"), max_length=60)
    name_en = models.CharField(_("name (en)"), max_length=60)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["slug"]

    def __str__(self):
        return in_language(self, "name")


class Subject(models.Model):
    """What has revisions and a page of its own: an event or a question."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=codes.mint, validators=[code_validator])
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_(
            "Its address, in neutral words. A later change redirects for ever. Example: october-revolution-1917."
        ),
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    title_nl = models.CharField(_("title (nl)"), max_length=120, help_text=_("Words that every side could accept."))
    title_en = models.CharField(_("title (en)"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self):
        return in_language(self, "title")


class Event(Subject):
    """Something that happened, or is said to have, with the date it has on the axis."""

    KIND = "event"

    summary_nl = models.TextField(
        _("summary (nl)"), help_text=_("One or two plain sentences; a source's loaded word stays out.")
    )
    summary_en = models.TextField(_("summary (en)"))
    standing = models.CharField(_("standing"), max_length=10, choices=STANDINGS, default="attested")
    importance = models.PositiveSmallIntegerField(_("importance"), choices=IMPORTANCE, default=2)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="events")
    edtf = models.CharField(_("date on the axis"), max_length=120, help_text=EDTF_HELP)
    calendar = models.CharField(_("calendar"), max_length=10, choices=CALENDARS, default="gregorian")
    earliest = models.IntegerField(_("first day (JDN)"), null=True, blank=True, editable=False)
    latest = models.IntegerField(_("last day (JDN)"), null=True, blank=True, editable=False)
    local_calendar = models.CharField(
        _("calendar at the place"),
        max_length=10,
        choices=CALENDARS,
        default="gregorian",
        help_text=_("What people there used then: Russia the Julian one until 14 February 1918."),
    )
    pointers = models.ManyToManyField(
        "Note",
        verbose_name=_("see also these notes"),
        blank=True,
        related_name="pointed_from",
        help_text=_("Notes on other events that bear on this one."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [("publish_event", _("Can publish and withdraw events"))]
        ordering = ["earliest", "code"]
        indexes = [models.Index(fields=["earliest", "code"])]
        constraints = [
            check_choice("standing", STANDINGS, "event_standing_known", _("An event is attested, alleged or planned.")),
            check_choice("calendar", CALENDARS, "event_calendar_known", _("A calendar is Gregorian or Julian.")),
            check_choice(
                "local_calendar", CALENDARS, "event_local_calendar_known", _("A calendar is Gregorian or Julian.")
            ),
            models.CheckConstraint(
                name="event_importance_1_to_3",
                condition=Q(importance__gte=1, importance__lte=3),
                violation_error_message=_("Importance is 1, 2 or 3."),
            ),
            models.CheckConstraint(
                name="event_days_in_order",
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(latest__gte=F("earliest")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="event_has_a_day",
                condition=Q(earliest__isnull=False) | Q(latest__isnull=False),
                violation_error_message=_("The date leaves both ends open; give at least one."),
            ),
        ]

    def save(self, *args, **kwargs):
        self.take_days()
        super().save(*args, **kwargs)

    def clean(self):
        if self.edtf:  # else the column itself asks for it
            self.take_days()

    def validate_constraints(self, exclude=None):
        """Where the date is wrong that has been said, and the days have nothing to add."""
        wrong = {"edtf", "calendar"}.intersection(exclude or ())
        super().validate_constraints({*(exclude or ()), *(("earliest", "latest") if wrong else ())})

    def take_days(self):
        """Derive the two day numbers from the date; the one place that sets them."""
        date = read_date(self.edtf, self.calendar, "edtf")
        if date is None:
            raise ValidationError({"edtf": _("Give a date for the axis; “..” leaves one end open, as in ../1917.")})
        self.earliest, self.latest = date.earliest, date.latest


class Citation(models.Model):
    """One source's word on one event: a quote, and the date that the source gives there."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="citations", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="citations", verbose_name=_("quote"))
    origin = models.CharField(_("its date is"), max_length=10, choices=ORIGINS, default="undated")
    words = models.CharField(
        _("words of the date"),
        max_length=200,
        blank=True,
        help_text=_("As they stand in the quote: in het voorjaar van 1938."),
    )
    edtf = models.CharField(_("reading"), max_length=120, blank=True, help_text=EDTF_HELP)
    calendar = models.CharField(_("calendar"), max_length=10, choices=CALENDARS, default="gregorian")
    earliest = models.IntegerField(_("first day (JDN)"), null=True, blank=True, editable=False)
    latest = models.IntegerField(_("last day (JDN)"), null=True, blank=True, editable=False)
    basis = models.ForeignKey(
        Quote,
        models.PROTECT,
        related_name="readings_resting_on_it",
        verbose_name=_("rests on"),
        null=True,
        blank=True,
        help_text=_("Inferred only: the quote whose date this reading is counted from."),
    )
    offset = models.CharField(
        _("counted from it"),
        max_length=20,
        blank=True,
        help_text=_(
            "How far from that date: P3Y three years later, P0M the same month, -P1D the day before. "
            "The reading follows from it, and is counted again when that date is corrected."
        ),
    )
    witness = witness_column("citations_witnessed")
    reasoning_nl = models.TextField(_("how it was inferred (nl)"), blank=True)
    reasoning_en = models.TextField(_("how it was inferred (en)"), blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["event", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "quote"],
                name="citation_once",
                violation_error_message=_("This event cites that quote already."),
            ),
            check_choice("origin", ORIGINS, "citation_origin_known", _("A date is stated, inferred or undated.")),
            check_choice("calendar", CALENDARS, "citation_calendar_known", _("A calendar is Gregorian or Julian.")),
            models.CheckConstraint(
                name="citation_dated_or_not",
                condition=Q(origin="undated", edtf="", words="") | (Q(origin__in=["stated", "inferred"]) & ~Q(edtf="")),
                violation_error_message=_("An undated citation has no reading; a stated or inferred one needs it."),
            ),
            models.CheckConstraint(
                name="citation_stated_has_words",
                condition=~Q(origin="stated") | ~Q(words=""),
                violation_error_message=_("A stated date needs the words that state it, copied from the quote."),
            ),
            models.CheckConstraint(
                name="citation_inferred_has_reasoning",
                condition=~Q(origin="inferred") | (~Q(reasoning_nl="") & ~Q(reasoning_en="")),
                violation_error_message=_("An inferred date needs its reasoning, in Dutch and in English."),
            ),
            models.CheckConstraint(
                name="citation_basis_only_inferred",
                condition=Q(basis__isnull=True) | Q(origin="inferred"),
                violation_error_message=_("Only an inferred date rests on another quote."),
            ),
            models.CheckConstraint(
                name="citation_offset_has_basis",
                condition=Q(offset="") | Q(basis__isnull=False),
                violation_error_message=_("Say from which quote this is counted."),
            ),
        ]

    def __str__(self):
        return str(self.quote)

    def save(self, *args, **kwargs):
        self.take_days()
        super().save(*args, **kwargs)

    def clean(self):
        self.take_days()
        if self.words and self.quote_id and self.words not in self.quote.exact:
            raise ValidationError({"words": _("These words do not stand in the quote. Copy them exactly.")})
        if self.basis_id and self.basis_id == self.quote_id:
            raise ValidationError({"basis": _("A reading cannot rest on itself.")})
        if self.offset:
            try:
                offsets.parse(self.offset)
            except Refusal as refusal:
                raise ValidationError({"offset": in_words(refusal)}) from refusal

    def take_days(self):
        """Derive the two day numbers from the reading; the one place that sets them."""
        date = read_date(self.edtf, self.calendar, "edtf")
        self.earliest, self.latest = (date.earliest, date.latest) if date else (None, None)


class Measure(models.Model):
    """A question of number that belongs to an event; only answers to the same measure are ever compared."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="measures", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[key_validator],
        help_text=_("Figures and relations use it. Example: voters."),
    )
    what_nl = models.CharField(
        _("what is counted (nl)"), max_length=200, help_text=_("As a question: hoeveel mensen …?")
    )
    what_en = models.CharField(_("what is counted (en)"), max_length=200)
    name_nl = models.CharField(
        _("short name (nl)"), max_length=60, blank=True, help_text=_("As it stands in a formula: kiesgerechtigden.")
    )
    name_en = models.CharField(_("short name (en)"), max_length=60, blank=True)
    unit_nl = models.CharField(_("unit (nl)"), max_length=40)
    unit_en = models.CharField(_("unit (en)"), max_length=40)
    nature = models.CharField(_("nature"), max_length=10, choices=NATURES)
    place_nl = models.CharField(_("place (nl)"), max_length=80, blank=True)
    place_en = models.CharField(_("place (en)"), max_length=80, blank=True)
    period = models.CharField(_("period"), max_length=120, blank=True, help_text=EDTF_HELP)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["event", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "key"],
                name="measure_key_once",
                violation_error_message=_("This event has a measure with that key already."),
            ),
            check_choice("nature", NATURES, "measure_nature_known", _("A measure is a stock, a flow or a ratio.")),
        ]

    def __str__(self):
        return self.key

    def clean(self):
        read_date(self.period, "gregorian", "period")


class Figure(models.Model):
    """One answer to a measure: words and the interval they stand for, in a quote or in literature."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="figures", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    code = models.CharField(_("code"), max_length=12, unique=True, default=codes.mint, validators=[code_validator])
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="figures", verbose_name=_("measure"))
    words = models.CharField(_("words"), max_length=200, help_text=_("As stated: bijna 2 miljoen."))
    value = ExactNumberField(
        _("value"), null=True, blank=True, help_text=_("Digits without points between them: 15000; 96.75; 1/3.")
    )
    low = ExactNumberField(_("from"), null=True, blank=True, help_text=_("Lower bound; empty if there is none."))
    high = ExactNumberField(_("to"), null=True, blank=True, help_text=_("Upper bound; empty if there is none."))
    hedge = models.CharField(_("hedge"), max_length=10, choices=HEDGES, blank=True)
    quote = models.ForeignKey(
        Quote, models.PROTECT, related_name="figures", verbose_name=_("quote"), null=True, blank=True
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="figures", verbose_name=_("or literature"), null=True, blank=True
    )
    locator = models.CharField(_("where in it"), max_length=120, blank=True, help_text=_("Example: art. 22; p. 321."))
    witness = witness_column("figures_witnessed")

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["event", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="figure_in_quote_or_literature",
                condition=Q(quote__isnull=False, source__isnull=True, locator="")
                | Q(quote__isnull=True, source__isnull=False),
                violation_error_message=_(
                    "A figure stands in a quote, or in literature with a place in it; not in both."
                ),
            ),
            models.CheckConstraint(
                name="figure_says_something",
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                violation_error_message=_("A figure needs a value, or a lower or upper bound."),
            ),
            check_choice("hedge", HEDGES, "figure_hedge_known", _("This hedge is not in the table.")),
        ]

    def __str__(self):
        return f"{self.words} · {self.code}"

    def clean(self):
        # What is not a number is refused as such by its own column.
        numbers = [number for number in (self.low, self.value, self.high) if isinstance(number, Fraction)]
        if numbers != sorted(numbers):
            raise ValidationError(_("The bounds and the value are not in order: from ≤ value ≤ to."))
        if self.quote_id and self.words not in self.quote.exact:
            raise ValidationError({"words": _("These words do not stand in the quote. Copy them exactly.")})


class Relation(models.Model):
    """Arithmetic that an editor reads into the measures of an event; always shown as the assumption it is."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="relations", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    formula = models.CharField(
        _("formula"),
        max_length=200,
        help_text=_("Keys of measures, + - * / and one of = <= >=. turnout = voters / electorate"),
    )
    reading_nl = models.TextField(_("why we read it so (nl)"))
    reading_en = models.TextField(_("why we read it so (en)"))

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["event", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "formula"],
                name="relation_once",
                violation_error_message=_("This event has that formula already."),
            )
        ]

    def __str__(self):
        return self.formula


class Order(models.Model):
    """That one event came before, during or after another: in the words of a quote, or as an editor says."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="orders", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    relation = models.CharField(_("this event"), max_length=10, choices=ORDERS)
    other = models.ForeignKey(Event, models.CASCADE, related_name="ordered_by", verbose_name=_("which event"))
    quote = models.ForeignKey(
        Quote, models.PROTECT, related_name="orders", verbose_name=_("as this quote says"), null=True, blank=True
    )
    reading_nl = models.TextField(_("why we read it so (nl)"))
    reading_en = models.TextField(_("why we read it so (en)"))

    class Meta:
        verbose_name = _("order in time")
        verbose_name_plural = _("orders in time")
        ordering = ["event", "position", "pk"]
        constraints = [
            check_choice(
                "relation", ORDERS, "order_relation_known", _("An event came before, during or after another.")
            ),
            models.CheckConstraint(
                name="order_with_another",
                condition=~Q(other=F("event")),
                violation_error_message=_("This is the event itself; name another."),
            ),
        ]

    def __str__(self):
        return f"{self.relation} {self.other_id}"

    def clean(self):
        # The constraint says so too, but the rows of a form do not ask it: their event is no field of theirs.
        if self.other_id and self.other_id == self.event_id:
            raise ValidationError({"other": _("This is the event itself; name another.")})


class Question(Subject):
    """A disagreement of meaning, not of date or number: each account's quotes, and an editor's signed contrast.

    It is a dossier: what would settle it, and how far it is settled, with the reason for the state that it is in.
    """

    KIND = "question"

    summary_nl = models.TextField(_("summary (nl)"))
    summary_en = models.TextField(_("summary (en)"))
    contrast_nl = models.TextField(_("the contrast, in the editor's words (nl)"), help_text=_("Markdown."))
    contrast_en = models.TextField(_("the contrast, in the editor's words (en)"), help_text=_("Markdown."))
    settles_nl = models.TextField(
        _("what would settle it (nl)"),
        blank=True,
        help_text=_("Which document, count or study would decide; Markdown."),
    )
    settles_en = models.TextField(_("what would settle it (en)"), blank=True, help_text=_("Markdown."))
    state = models.CharField(_("state"), max_length=10, choices=QUESTION_STATES, default="open")
    state_reason_nl = models.TextField(_("why it is in that state (nl)"), blank=True, help_text=_("Markdown."))
    state_reason_en = models.TextField(_("why it is in that state (en)"), blank=True, help_text=_("Markdown."))
    author = models.CharField(_("author"), max_length=80)
    reviewer = models.CharField(_("reviewed by"), max_length=80, blank=True)
    events = models.ManyToManyField(Event, verbose_name=_("events it bears on"), blank=True, related_name="questions")

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        permissions = [("publish_question", _("Can publish and withdraw questions"))]
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="question_reviewer_is_another",
                condition=Q(reviewer="") | ~Q(reviewer=F("author")),
                violation_error_message=_("The author of a question cannot be its reviewer."),
            ),
            check_choice(
                "state", QUESTION_STATES, "question_state_known", _("A question is open, narrowed down or settled.")
            ),
            models.CheckConstraint(
                name="question_not_open_has_reason",
                condition=Q(state="open") | (~Q(state_reason_nl="") & ~Q(state_reason_en="")),
                violation_error_message=_("Say in Dutch and in English why this question is no longer open."),
            ),
        ]


class Position(models.Model):
    """A quote in which an account takes its side on a question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="positions", verbose_name=_("question"))
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="positions", verbose_name=_("quote"))

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ["question", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "quote"],
                name="position_once",
                violation_error_message=_("This question has that quote already."),
            )
        ]

    def __str__(self):
        return str(self.quote)


class Note(models.Model):
    """An editor's signed judgement on the words of a quote, on a figure, or on an event or question as a whole.

    It may answer a finding of the checks too (``finding`` is its code), or dismiss it. ``numbers`` says where those of
    its numbers come from that stand in no quote here (``dictionary.NumberShape``).
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="notes", verbose_name=_("event"), null=True, blank=True
    )
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="notes", verbose_name=_("question"), null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    code = models.CharField(_("code"), max_length=12, unique=True, default=codes.mint, validators=[code_validator])
    quote = models.ForeignKey(
        Quote, models.PROTECT, related_name="notes", verbose_name=_("on this quote"), null=True, blank=True
    )
    figure = models.ForeignKey(
        Figure, models.SET_NULL, related_name="notes", verbose_name=_("on this figure"), null=True, blank=True
    )
    finding = models.CharField(
        _("on this finding"),
        max_length=12,
        blank=True,
        help_text=_("The code of a finding that this note answers; the finding then shows it."),
    )
    dismisses = models.BooleanField(
        _("dismisses it"),
        default=False,
        help_text=_("The finding rests on a mistake of ours, and the reason says which; it stays to be seen."),
    )
    words = models.CharField(
        _("on these words"),
        max_length=300,
        blank=True,
        help_text=_("The part of the quote that is judged; empty for all of it."),
    )
    verdict = models.CharField(_("verdict"), max_length=14, choices=VERDICTS)
    reason_nl = models.TextField(_("reason (nl)"), help_text=_("Markdown, in words a sixteen-year-old follows."))
    reason_en = models.TextField(_("reason (en)"), help_text=_("Markdown."))
    numbers = CanonicalJSONField(_("where its numbers come from"), default=list, blank=True)
    ready = models.BooleanField(_("ready"), default=False, help_text=_("Only ready notes are published."))
    author = models.CharField(_("author"), max_length=80)
    reviewer = models.CharField(
        _("reviewed by"), max_length=80, blank=True, help_text=_("Someone other than the author; empty until then.")
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["event", "question", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="note_on_event_or_question",
                condition=Q(event__isnull=False, question__isnull=True) | Q(event__isnull=True, question__isnull=False),
                violation_error_message=_("A note belongs to one event or to one question."),
            ),
            models.CheckConstraint(
                name="note_on_quote_or_figure",
                condition=Q(quote__isnull=True) | Q(figure__isnull=True),
                violation_error_message=_("A note is about a quote or about a figure, not both."),
            ),
            models.CheckConstraint(
                name="note_reviewer_is_another",
                condition=Q(reviewer="") | ~Q(reviewer=F("author")),
                violation_error_message=_("The author of a note cannot be its reviewer."),
            ),
            models.CheckConstraint(
                name="note_dismisses_a_finding",
                condition=Q(dismisses=False) | ~Q(finding=""),
                violation_error_message=_("Name the finding that this note dismisses."),
            ),
            check_choice("verdict", VERDICTS, "note_verdict_known", _("This verdict is not in the codebook.")),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()} · {self.code}"

    def clean(self):
        if self.words and self.quote_id and self.words not in self.quote.exact:
            raise ValidationError({"words": _("These words do not stand in the quote. Copy them exactly.")})
        if self.words and not self.quote_id:
            raise ValidationError({"words": _("Name the quote in which these words stand.")})


def only_one_of(*names: str) -> Q:
    """That exactly one of these columns is filled."""
    each = (Q(**{f"{name}__isnull": name != filled for name in names}) for filled in names)
    return reduce(or_, each)


class Reference(models.Model):
    """A place in a source that an event's date, a question, a note or a glossary term leans on."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="references", null=True, blank=True)
    question = models.ForeignKey(Question, models.CASCADE, related_name="references", null=True, blank=True)
    note = models.ForeignKey(Note, models.CASCADE, related_name="references", null=True, blank=True)
    term = models.ForeignKey("Term", models.CASCADE, related_name="references", null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=LAST)
    source = models.ForeignKey(Source, models.PROTECT, related_name="references", verbose_name=_("source"))
    locator = models.CharField(_("where in it"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reference_of_one_thing",
                condition=only_one_of("event", "question", "note", "term"),
                violation_error_message=_("A reference belongs to one date, question, note or term."),
            )
        ]

    def __str__(self):
        return f"{self.source_id} {self.locator}"
