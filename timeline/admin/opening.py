"""The openings of the first screen, at the desk."""

from django.contrib import admin

from timeline.models import Opening


@admin.register(Opening)
class OpeningAdmin(admin.ModelAdmin):
    """What the first screen invites a reader to."""

    list_display = ("slug", "title_nl", "title_en", "leads_to", "position")
    prepopulated_fields = {"slug": ("title_en",)}
    fields = ("slug", "position", ("title_nl", "title_en"), ("text_nl", "text_en"), "leads_to")
