"""The two Django apps of this package: the argument itself, and the desk (our admin site)."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """Events, evidence and what is published of them."""

    name = "timeline"
    verbose_name = _("Timeline")


class DeskConfig(AdminConfig):
    """Django's admin, with our site class."""

    default_site = "timeline.desk.Desk"
