"""The words and people that a reader may not know, each with a sentence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from timeline.models.evidence import check_choice, in_language

TERM_KINDS = [("term", _("word")), ("person", _("person"))]


class TermQuerySet(models.QuerySet):
    """Which terms are meant."""

    def published(self):
        """The terms that readers may see."""
        return self.filter(published=True)


class Term(models.Model):
    """A word, or a person, explained in one sentence with a reference; linked from our texts wherever it stands.

    Public as it stands from the moment it is published, like a source.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Part of its address for ever."))
    kind = models.CharField(_("kind"), max_length=10, choices=TERM_KINDS, default="term")
    name_nl = models.CharField(_("name (nl)"), max_length=80)
    name_en = models.CharField(_("name (en)"), max_length=80)
    forms_nl = models.TextField(
        _("other forms (nl)"),
        blank=True,
        help_text=_("One a line: plurals and spellings in which it stands in texts."),
    )
    forms_en = models.TextField(_("other forms (en)"), blank=True, help_text=_("One a line."))
    text_nl = models.TextField(_("explanation (nl)"), help_text=_("One sentence that a sixteen-year-old follows."))
    text_en = models.TextField(_("explanation (en)"))
    published = models.BooleanField(
        _("published"), default=False, help_text=_("For ever: what readers could open stays open.")
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["slug"]
        constraints = [
            check_choice("kind", TERM_KINDS, "term_kind_known", _("A term is a word or a person.")),
        ]

    def __str__(self):
        return in_language(self, "name")

    def save(self, *args, **kwargs):
        """Count the saves: it tells caches that a page may have changed."""
        self.version += 1
        super().save(*args, **kwargs)
