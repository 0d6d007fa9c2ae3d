"""The rows of an event's or question's form: flat inlines, since the admin cannot nest one in another."""

from django import forms
from django.contrib import admin
from django.db import models

from sources.models import Quote, Source
from timeline import publishing
from timeline.admin.findings import choices_of
from timeline.admin.forms import CitationForm, FigureForm, NoteForm, RelationForm
from timeline.admin.widgets import KnownAutocomplete
from timeline.models import Citation, Event, Figure, Measure, Note, Order, Position, Relation

SMALL = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 5, "cols": 70})}}


class Rows(admin.StackedInline):
    """Rows of an event or question, in the order of their numbers."""

    extra = 0
    formfield_overrides = SMALL

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Chosen by typing; the labels of all that the event or question has are fetched at once."""
        known = {Quote: self.quotes, Source: self.literature, Event: self.ordered}.get(db_field.related_model)
        if known and db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site, known=lambda: known(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        """A quote or source is added or mended from here, but not deleted."""
        formset = super().get_formset(request, obj, **kwargs)
        for name in self.autocomplete_fields:
            formset.form.base_fields[name].widget.can_delete_related = False
        return formset

    def quotes(self, request):
        """The quotes of the event or question that is being edited, without their texts."""
        owner = "citations__event" if self.parent_model is Event else "positions__question"
        rows = Quote.objects.filter(**{owner: request.resolver_match.kwargs.get("object_id")})
        return rows.defer("prefix", "suffix", "translation_nl", "translation_en")

    def ordered(self, request):
        """The events that it is said to have come before or after."""
        return Event.objects.filter(ordered_by__event=request.resolver_match.kwargs.get("object_id")).distinct()

    def literature(self, request):
        """The works that the figures of the event stand in, or that its sources lean on."""
        event = request.resolver_match.kwargs.get("object_id")
        used = models.Q(figures__event=event) | models.Q(figures_witnessed__event=event)
        return Source.objects.filter(used | models.Q(citations_witnessed__event=event)).distinct()


class CitationRows(Rows):
    """What each source says of the event."""

    model = Citation
    form = CitationForm
    autocomplete_fields = ("quote", "basis", "witness")
    fields = (
        ("quote", "position"), ("origin", "words"), ("edtf", "calendar"), ("basis", "offset"),
        ("reasoning_nl", "reasoning_en"), "witness",
    )  # fmt: skip

    def get_queryset(self, request):
        """With what the labels of the quotes need, and without whole texts."""
        return with_quotes(super().get_queryset(request).select_related("witness"), "quote", "basis")


class MeasureRows(Rows):
    """The questions of number."""

    model = Measure
    fields = (
        ("key", "nature", "period", "position"), ("what_nl", "what_en"), ("name_nl", "name_en"), ("unit_nl", "unit_en"),
        ("place_nl", "place_en"),
    )  # fmt: skip


class FigureRows(Rows):
    """The answers to the measures."""

    model = Figure
    form = FigureForm
    autocomplete_fields = ("quote", "source", "witness")
    fields = (
        ("measure_key", "words", "position"), ("value", "low", "high", "hedge"), "quote", ("source", "locator"),
        "witness",
    )  # fmt: skip

    def get_queryset(self, request):
        """With measure, quote and source: their labels stand in the form."""
        rows = super().get_queryset(request).select_related("measure", "source", "witness")
        return with_quotes(rows, "quote")


class RelationRows(Rows):
    """The arithmetic that an editor reads into the measures."""

    model = Relation
    form = RelationForm
    fields = (("formula", "position"), ("reading_nl", "reading_en"))


class OrderRows(Rows):
    """What it came before, during or after."""

    model = Order
    fk_name = "event"
    autocomplete_fields = ("quote", "other")
    fields = (("relation", "other", "position"), "quote", ("reading_nl", "reading_en"))

    def get_queryset(self, request):
        """With their quotes."""
        return with_quotes(super().get_queryset(request), "quote")


class NoteRows(Rows):
    """The judgements."""

    model = Note
    form = NoteForm
    autocomplete_fields = ("quote",)
    about = ("quote", ("words", "figure"), ("finding", "dismisses"))

    def get_fields(self, request, obj=None):
        """What an event's note is about; a question has neither figures nor findings."""
        about = self.about if self.parent_model is Event else ("quote", "words")
        written = (("reason_nl", "reason_en"), "numbers", "reference_lines", ("author", "reviewer"))
        return (("verdict", "ready", "position"), *about, *written)

    def get_queryset(self, request):
        """With their quotes, figures and references."""
        return with_quotes(super().get_queryset(request).select_related("figure"), "quote").prefetch_related(
            "references__source"
        )

    def get_formset(self, request, obj=None, **kwargs):
        """A note that is not signed is signed by who saves it; what it can answer is computed once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.editor = publishing.name_of(request.user)
        if self.parent_model is Event:
            formset.form.findings = choices_of(request, obj)
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only figures of this very event can be judged here."""
        if db_field.name != "figure":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        event = request.resolver_match.kwargs.get("object_id") if self.parent_model is Event else None
        figures = Figure.objects.filter(event=event)
        field = super().formfield_for_foreignkey(db_field, request, queryset=figures, **kwargs)
        field.choices = [("", "---------"), *((figure.pk, str(figure)) for figure in figures)]
        return field


class PositionRows(Rows):
    """The quotes in which each account takes its side."""

    model = Position
    autocomplete_fields = ("quote",)
    fields = (("quote", "position"),)

    def get_queryset(self, request):
        """With their quotes."""
        return with_quotes(super().get_queryset(request), "quote")


def with_quotes(rows, *names):
    """Rows with their quotes, but without the megabytes of the texts they stand in."""
    heavy = [f"{name}__text__{column}" for name in names for column in ("body", "raw", "divisions")]
    return rows.select_related(*(f"{name}__text" for name in names)).defer(*heavy)
