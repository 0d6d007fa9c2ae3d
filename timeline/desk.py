"""The admin site class of the desk; apart from ``admin/``, which Django imports while it makes the site."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Desk(admin.AdminSite):
    """Where editors work. Public pages are the “view site” link."""

    site_header = _("Wederhoor: the desk")
    site_title = _("The desk")
    index_title = _("What is there to do")
    site_url = "/"
    enable_nav_sidebar = True
