"""The app that holds what the sources say."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    """Works, texts and quotes."""

    name = "sources"
    verbose_name = _("Sources")
