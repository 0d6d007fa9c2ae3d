"""The ways into the corpus that the first screen offers."""

from urllib.parse import parse_qsl

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sources import codes
from timeline.models.evidence import in_language
from timeline.models.public import Address


class Opening(models.Model):
    """A way into the corpus: a line that makes a reader curious, and where it leads. Public as it stands.

    ``leads_to`` is the permanent code of an event or question, or a choice of events as the address of the timeline
    gives it (``told=none``).
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1, help_text=_("The lowest comes first."))
    title_nl = models.CharField(_("title (nl)"), max_length=80)
    title_en = models.CharField(_("title (en)"), max_length=80)
    text_nl = models.CharField(_("text (nl)"), max_length=240, help_text=_("One or two sentences."))
    text_en = models.CharField(_("text (en)"), max_length=240)
    leads_to = models.CharField(
        _("leads to"),
        max_length=120,
        help_text=_(
            "The code of an event or question, or what follows the question mark in the address of a filtered timeline."
        ),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["position", "slug"]

    def __str__(self):
        return in_language(self, "title")

    def clean(self):
        """Refuse a way that leads nowhere."""
        if self.leads_to and not self.code and not self.query:
            raise ValidationError({"leads_to": _("This is no code and no choice of events, such as “told=none”.")})
        if self.code and not Address.objects.filter(name=self.code, space=Address.CODE).exists():
            message = _("Nothing that was published has the code “%(code)s”.") % {"code": self.code}
            raise ValidationError({"leads_to": message})

    @property
    def code(self) -> str:
        """The permanent code that it leads to, if it is one."""
        return self.leads_to if codes.PATTERN.match(self.leads_to) else ""

    @property
    def query(self) -> list[tuple[str, str]]:
        """The choice of events that it leads to, if it is one."""
        return parse_qsl(self.leads_to)

    def save(self, *args, **kwargs):
        """Count the saves: it tells caches that the first page has changed."""
        self.version += 1
        super().save(*args, **kwargs)
