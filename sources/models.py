"""What the sources say: works, their texts, and verbatim quotes from those texts."""

import hashlib
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sources import anchoring, bibliography, codes, importers
from sources.fields import CanonicalJSONField
from sources.refusal import Refusal

code_validator = RegexValidator(
    codes.PATTERN, _("A code has 4 to 12 of the characters 0-9 and a-z without i, l, o, u.")
)


def in_words(refusal: Refusal):
    """A refusal of a pure module as a validation error in the editor's language."""
    return ValidationError(_(refusal.template), params=refusal.params or None)


class NeverRemoved(models.QuerySet):
    """Rows that stay for ever."""

    def delete(self):
        raise TypeError("These rows are a record: they are never removed.")


class AppendOnly(NeverRemoved):
    """Rows that are added, and never changed or removed."""

    def update(self, **kwargs):
        raise TypeError("These rows are a record: they are never changed.")


class SourceQuerySet(models.QuerySet):
    """Which works are meant."""

    def published(self):
        """The works that readers may see."""
        return self.filter(published=True)

    def accounts(self):
        """The works whose claims go on the timeline, in the order of their lanes."""
        return self.filter(kind=Source.ACCOUNT).order_by("lane", "slug")

    def literature(self):
        """The works that editors lean on."""
        return self.filter(kind=Source.LITERATURE)


class Source(models.Model):
    """A work: an account, or literature. What the document does not say is left out of ``csl`` and shown as unknown."""

    ACCOUNT, LITERATURE = "account", "literature"
    WHOLE, QUOTES = "whole", "quotes"
    KINDS = [(ACCOUNT, _("account: its claims go on the timeline")), (LITERATURE, _("literature: editors lean on it"))]
    SHOWING = [(WHOLE, _("the whole text")), (QUOTES, _("only the quotes, in their context"))]

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Part of its address for ever. Example: kotkin-2014.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    lane = models.PositiveSmallIntegerField(
        _("lane"), default=0, help_text=_("Accounts only: 1 is drawn above the axis, 2 below, further ones follow.")
    )
    name_nl = models.CharField(_("short name (nl)"), max_length=60, help_text=_("As readers see it beside a quote."))
    name_en = models.CharField(_("short name (en)"), max_length=60)
    stance_nl = models.TextField(
        _("where it stands (nl)"), blank=True, help_text=_("One neutral sentence that its author could accept.")
    )
    stance_en = models.TextField(_("where it stands (en)"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=12,
        default="nl",
        validators=[
            RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", _("Write the code of a language, such as nl."))
        ],
        help_text=_("Of the text: nl, en, de, ru …"),
    )
    csl = CanonicalJSONField(
        _("bibliography (CSL-JSON)"),
        default=dict,
        help_text=_('Example: {"type": "book", "title": "…", "author": [{"family": "Kotkin", "given": "Stephen"}]}'),
    )
    rights_nl = models.TextField(_("rights (nl)"), blank=True, help_text=_("Who holds them, and why we may show this."))
    rights_en = models.TextField(_("rights (en)"), blank=True)
    showing = models.CharField(_("readers may see"), max_length=10, choices=SHOWING, default=QUOTES)
    published = models.BooleanField(
        _("published"), default=False, help_text=_("For ever: what readers could open stays open.")
    )
    changed = models.DateTimeField(_("changed"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="source_kind_known",
                condition=Q(kind__in=["account", "literature"]),
                violation_error_message=_("A source is an account or literature."),
            ),
            models.CheckConstraint(
                name="source_showing_known",
                condition=Q(showing__in=["whole", "quotes"]),
                violation_error_message=_("Readers may see the whole text, or only the quotes."),
            ),
            models.CheckConstraint(
                name="source_account_has_lane",
                condition=Q(kind="literature", lane=0) | Q(kind="account", lane__gte=1),
                violation_error_message=_("An account needs a lane from 1 up; literature has lane 0."),
            ),
        ]

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name_nl

    def save(self, *args, **kwargs):
        """Count the saves: it is the edit lock of the desk, and tells caches that a page may have changed."""
        self.version += 1
        super().save(*args, **kwargs)

    def clean(self):
        if not self.csl:
            return  # the column itself asks for it
        try:
            bibliography.check(self.csl)
        except Refusal as refusal:
            raise ValidationError({"csl": in_words(refusal)}) from refusal

    @property
    def text(self):
        """The newest text of this work, or None."""
        return self.texts.order_by("-number").first()


class Text(models.Model):
    """One immutable, normalised text of a source. A correction is a new Text with the next number."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="texts", verbose_name=_("source"))
    number = models.PositiveIntegerField(_("number"))
    body = models.TextField(_("text"))
    divisions = models.JSONField(_("divisions"), default=list)
    sha256 = models.CharField(_("checksum"), max_length=64)
    raw = models.BinaryField(_("raw file"))
    raw_name = models.CharField(_("name of the raw file"), max_length=200)
    importer = models.CharField(_("importer"), max_length=40)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["source", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="text_number_once"),
            models.UniqueConstraint(
                fields=["source", "sha256"],
                name="text_once",
                violation_error_message=_("This source has a text with exactly these words already."),
            ),
        ]

    def __str__(self):
        return _("%(source)s, text %(number)d") % {"source": self.source, "number": self.number}

    @cached_property
    def parts(self) -> tuple[importers.Division, ...]:
        """The divisions, from the form in which they are kept: ``item 2 104 138`` (kind, level, start, end)."""
        return tuple(
            importers.Division(kind, int(start), int(end), int(level))
            for kind, level, start, end in (line.split() for line in self.divisions)
        )

    def clean(self):
        try:
            fits = all(0 <= part.start < part.end <= len(self.body) for part in self.parts)
        except (AttributeError, TypeError, ValueError):
            fits = False
        if not fits:
            raise ValidationError(
                {"divisions": _("A division is a kind, a level, a start and an end in the text: item 2 104 138.")}
            )
        if "\0" in self.body:
            raise ValidationError({"body": _("The text holds a NUL character; remove it.")})

    def save(self, *args, **kwargs):
        """Store a new text; an existing one never changes."""
        if self.pk:
            raise ValidationError(_("A stored text never changes. Add the corrected text as a new one."))
        self.sha256 = checksum(self.body)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A stored text is never removed.")


def kept_divisions(parts) -> list[str]:
    """Divisions as lines of text: short in a corpus file, and the same on every database."""
    return [f"{part.kind} {part.level} {part.start} {part.end}" for part in parts]


def checksum(body: str) -> str:
    """The SHA-256 of a normalised text in UTF-8, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def with_texts(quotes: Iterable["Quote"]) -> list["Quote"]:
    """The quotes with their texts, each fetched once and without its raw file: a text may be megabytes."""
    quotes = list(quotes)
    texts = Text.objects.select_related("source").defer("raw").in_bulk({quote.text_id for quote in quotes})
    for quote in quotes:
        quote.text = texts[quote.text_id]
    return quotes


class Quote(models.Model):
    """A verbatim slice of a Text: ``text.body[start:end] == exact``, always (offsets in code points)."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="quotes", verbose_name=_("text"))
    code = models.CharField(_("code"), max_length=12, unique=True, default=codes.mint, validators=[code_validator])
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    exact = models.TextField(_("exact words"))
    prefix = models.CharField(_("words before"), max_length=64, blank=True)
    suffix = models.CharField(_("words after"), max_length=64, blank=True)
    speaker = models.CharField(
        _("speaker"), max_length=80, blank=True, help_text=_("Only for a quote within the quote. Example: Lenin.")
    )
    translation_nl = models.TextField(
        _("translation (nl)"), blank=True, help_text=_("Ours; empty if the text is Dutch.")
    )
    translation_en = models.TextField(_("translation (en)"), blank=True)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["text", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "start", "end"],
                name="quote_once",
                violation_error_message=_("These very words are a quote already: use that one."),
            ),
            models.CheckConstraint(
                name="quote_has_length",
                condition=Q(end__gt=F("start")),
                violation_error_message=_("A quote has at least one character."),
            ),
        ]

    def __str__(self):
        words = self.exact if len(self.exact) <= 90 else self.exact[:89] + "…"
        return f"“{words}” · {self.code}"

    @property
    def anchor(self) -> anchoring.Anchor:
        """Where the words stand (W3C TextPosition and TextQuote selector)."""
        return anchoring.Anchor(self.start, self.end, self.exact, self.prefix, self.suffix)

    def place(self, anchor: anchoring.Anchor):
        """Take the offsets and words of an anchor."""
        self.start, self.end = anchor.start, anchor.end
        self.exact, self.prefix, self.suffix = anchor.exact, anchor.prefix, anchor.suffix

    def clean(self):
        # Without a place the form has found none, and has said so.
        if self.text_id and self.start is not None and not anchoring.holds(self.text.body, self.anchor):
            raise ValidationError(_("These words do not stand at this place in the text."))
