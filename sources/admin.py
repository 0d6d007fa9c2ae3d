"""The desk for sources: works, their texts and quotes."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources.forms import QuoteForm, SourceForm
from sources.models import Quote, Source, Text


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """Works. A text is added with the work; it never changes afterwards."""

    form = SourceForm
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 70})}}
    list_display = ("slug", "name_nl", "kind", "lane", "language", "published", "changed")
    list_filter = ("kind", "published", "language")
    search_fields = ("slug", "name_nl", "name_en")
    search_help_text = _("Search by slug or short name.")
    show_full_result_count = False
    actions = None
    fieldsets = (
        (None, {"fields": ("opened_on", ("slug", "kind", "lane"), ("name_nl", "name_en"), ("language", "published"))}),
        (
            _("Where it stands, and rights"),
            {"fields": (("stance_nl", "stance_en"), ("rights_nl", "rights_en"), "showing")},
        ),
        (_("Bibliography"), {"fields": ("csl",)}),
        (_("Add a text"), {"fields": ("file", "pasted", "importer", "texts")}),
    )
    readonly_fields = ("texts",)

    @admin.display(description=_("texts"))
    def texts(self, source):
        """Links to the stored texts."""
        rows = source.texts.defer("body", "raw") if source.pk else []
        links = ((reverse("admin:sources_text_change", args=[text.pk]), str(text)) for text in rows)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "–"

    def get_readonly_fields(self, request, obj=None):
        """A slug is part of an address, and a published work stays published: links never break."""
        kept = ("slug",) if obj else ()
        return (*self.readonly_fields, *kept, *(("published", "kind") if obj and obj.published else ()))

    def save_model(self, request, obj, form, change):
        """The work, and the text that came with it."""
        super().save_model(request, obj, form, change)
        if form.text:
            form.text.source = obj
            form.text.save()
            read = {"number": form.text.number, "parts": len(form.text.divisions), "importer": form.text.importer}
            told = gettext(
                "Text %(number)d was added, read by “%(importer)s” as %(parts)d headings, items and paragraphs."
            )
            self.message_user(request, told % read, messages.SUCCESS)

    def has_delete_permission(self, request, obj=None):
        """What readers could open, or what has a text, is never deleted."""
        kept = obj is not None and (obj.published or obj.texts.exists())
        return super().has_delete_permission(request, obj) and not kept


@admin.register(Text)
class TextAdmin(admin.ModelAdmin):
    """Stored texts, to read and to copy quotes from."""

    list_display = ("__str__", "importer", "raw_name")
    list_select_related = ("source",)
    search_fields = ("source__slug", "source__name_nl", "source__name_en")
    show_full_result_count = False
    fields = ("source", "number", "importer", "raw_name", "sha256", "words")
    readonly_fields = fields
    ordering = ("source__slug", "-number")

    def get_queryset(self, request):
        """Without the raw file; the list without the body too (a text is megabytes)."""
        rows = super().get_queryset(request).select_related("source").defer("raw", "divisions")
        return rows if request.resolver_match.kwargs.get("object_id") else rows.defer("body")

    @admin.display(description=_("text"))
    def words(self, text):
        """The body, with its line ends."""
        return format_html('<div class="source-text" lang="{}">{}</div>', text.source.language, text.body)

    def has_add_permission(self, request):
        """Texts come with their source."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nothing is lost."""
        return False

    def has_change_permission(self, request, obj=None):
        """A stored text never changes."""
        return False


@admin.register(Quote)
class QuoteAdmin(admin.ModelAdmin):
    """Verbatim words. Their place is found by the form; speaker and translations can be mended later."""

    form = QuoteForm
    list_display = ("code", "words", "source", "speaker")
    list_filter = ("text__source",)
    search_fields = ("code", "exact", "text__source__slug")
    search_help_text = _("Search the words of quotes, a code, or the slug of a source.")
    autocomplete_fields = ("text",)
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        """With the source, without its megabytes."""
        return (
            super()
            .get_queryset(request)
            .select_related("text__source")
            .defer("text__body", "text__raw", "text__divisions")
        )

    def get_form(self, request, obj=None, **kwargs):
        """The form that looks the words up is for new quotes."""
        return super().get_form(request, obj, **({"form": forms.ModelForm} if obj else {}), **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """The words of a quote never change: other words are another quote."""
        return ("code", "text", "exact", "prefix", "suffix", "start", "end") if obj else ()

    def get_fields(self, request, obj=None):
        """Where it stands is shown once it is known."""
        told = ("speaker", "translation_nl", "translation_en")
        return ("code", "text", "exact", ("start", "end"), "prefix", "suffix", *told) if obj else QuoteForm.Meta.fields

    @admin.display(description=_("exact words"), ordering="text__source")
    def words(self, quote):
        """The first hundred characters."""
        return quote.exact if len(quote.exact) <= 100 else quote.exact[:99] + "…"

    @admin.display(description=_("source"), ordering="text__source__slug")
    def source(self, quote):
        """The work it stands in."""
        return quote.text.source

    def has_delete_permission(self, request, obj=None):
        """A quote that something cites stays; the database refuses it too."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.citations.exists())
