"""The glossary at the desk."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.forms import LockedForm
from timeline.admin.forms import ReferencesField, WithReferences
from timeline.models import Term


class TermForm(WithReferences, LockedForm):
    """A word or person; readers see it only with a reference."""

    reference_lines = ReferencesField()

    class Meta:
        model = Term
        fields = "__all__"

    def clean(self):
        data = super().clean()
        if not (self.instance.published or data.get("published")) or "reference_lines" in self.errors:
            return data
        if not data["reference_lines"]:
            self.add_error("reference_lines", _("Readers see no word without a reference. Add one."))
        elif hidden := [source.slug for source, _locator in data["reference_lines"] if not source.published]:
            message = _("Publish these sources first: %(slugs)s.") % {"slugs": ", ".join(hidden)}
            self.add_error("reference_lines", message)
        return data


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    """Words and people."""

    form = TermForm
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 60})}}
    list_display = ("slug", "name_nl", "name_en", "kind", "published")
    list_filter = ("kind", "published")
    search_fields = ("slug", "name_nl", "name_en", "forms_nl", "forms_en")
    prepopulated_fields = {"slug": ("name_en",)}
    actions = None
    fieldsets = (
        (None, {"fields": ("opened_on", ("slug", "kind", "published"), ("name_nl", "name_en"))}),
        (None, {"fields": (("forms_nl", "forms_en"), ("text_nl", "text_en"), "reference_lines")}),
    )

    def get_readonly_fields(self, request, obj=None):
        """Links lead to a published term for ever."""
        return ("slug", "published") if obj and obj.published else ()

    def get_prepopulated_fields(self, request, obj=None):
        """Only while the slug can still be chosen."""
        return {} if obj and obj.published else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        """What readers could open is never deleted."""
        return super().has_delete_permission(request, obj) and not (obj and obj.published)
