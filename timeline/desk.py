"""The admin site class of the desk; apart from ``admin/``, which Django imports while it makes the site."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

# What each group may do: actions on models of the desk. A reviewer publishes what an editor wrote.
WRITE = ("add", "change", "view")
CONTENT = (
    "source", "quote", "text", "event", "question", "theme", "term", "opening", "note", "publication", "address",
    "publicfinding", "lesson", "lessonitem",
)  # fmt: skip
GROUPS = {
    "Editor": [f"{action}_{model}" for model in CONTENT for action in WRITE],
    "Reviewer": [f"{action}_{model}" for model in CONTENT for action in (*WRITE, "publish")],
    "Administrator": [
        f"{action}_{model}" for model in (*CONTENT, "user", "group") for action in (*WRITE, "delete", "publish")
    ],
}


def make_groups():
    """Make the groups that are not there yet. One that is there keeps what an administrator made of it, but for
    permissions that nobody ever had: those belong to what came with a later release.
    """
    # Imported here: Django reads this module before its apps are ready.
    from django.contrib.auth.models import Group, Permission

    given = set(Permission.objects.filter(group__isnull=False).values_list("codename", flat=True))
    for name, codenames in GROUPS.items():
        group, new = Group.objects.get_or_create(name=name)
        wanted = codenames if new else [codename for codename in codenames if codename not in given]
        group.permissions.add(*Permission.objects.filter(codename__in=wanted))


class Desk(admin.AdminSite):
    """Where editors work. Public pages are the “view site” link."""

    site_header = _("Wederhoor: the desk")
    site_title = _("The desk")
    index_title = _("What is there to do")
    site_url = "/"
    enable_nav_sidebar = True
    index_template = "admin/timeline/desk.html"

    def index(self, request, extra_context=None):
        """The start page, with how much waits for an answer."""
        # Imported here: Django reads this module before its apps are ready.
        from timeline.models import PublicFinding

        waiting = (
            PublicFinding.objects.to_answer().count() if request.user.has_perm("timeline.view_publicfinding") else 0
        )
        return super().index(request, {"to_answer": waiting} | (extra_context or {}))
