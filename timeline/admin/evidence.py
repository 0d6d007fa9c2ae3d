"""Events and questions at the desk: one flat form each, saved as a revision, published by a second button."""

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from timeline.admin.findings import told_of_arithmetic
from timeline.admin.forms import EventForm, QuestionForm
from timeline.admin.merging import Merging
from timeline.admin.record import ReadOnly
from timeline.admin.rows import CitationRows, FigureRows, MeasureRows, NoteRows, OrderRows, PositionRows, RelationRows
from timeline.admin.subject import SubjectAdmin
from timeline.models import Event, Note, Question, Theme
from timeline.views import events, questions


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    """Themes."""

    list_display = ("slug", "name_nl", "name_en")
    search_fields = ("slug", "name_nl", "name_en")
    actions = None

    def get_readonly_fields(self, request, obj=None):
        """Revisions name a theme by its slug."""
        return ("slug",) if obj else ()

    def has_delete_permission(self, request, obj=None):
        """A theme that events have stays."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.events.exists())


@admin.register(Event)
class EventAdmin(Merging, SubjectAdmin):
    """Events with all their evidence."""

    form = EventForm
    public_url = "event"
    numbered = ("citations", "measures", "figures", "relations", "orders", "notes")
    list_display = ("title_nl", "edtf", "standing", "importance", "readers_see")
    list_filter = ("standing", "importance", "themes")
    search_fields = ("code", "slug", "title_nl", "title_en")
    search_help_text = _("Search by title, slug or code.")
    autocomplete_fields = ("themes", "pointers")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (CitationRows, MeasureRows, FigureRows, RelationRows, OrderRows, NoteRows)
    fieldsets = (
        (None, {"fields": (("title_nl", "title_en"), "slug", ("summary_nl", "summary_en"))}),
        (
            _("On the axis"),
            {
                "fields": (
                    ("edtf", "calendar"),
                    "reference_lines",
                    "local_calendar",
                    ("standing", "importance"),
                    "themes",
                )
            },
        ),
        (_("Elsewhere"), {"fields": ("pointers",), "classes": ("collapse",)}),
        (_("This save"), {"fields": ("reason",)}),
    )

    def show(self, request, document, findings):
        """The public page of a document that is not published."""
        return events.preview(request, document, findings)

    def tell_found(self, request, subject):
        """A warning for what the figures cannot be together, with a link to the page on which it stands."""
        preview = reverse(admin_urlname(self.opts, "preview"), args=[subject.pk])
        for sentence in told_of_arithmetic(subject):
            said = format_html('{} <a href="{}">{}</a>', sentence, preview, gettext("Preview"))
            self.message_user(request, said, messages.WARNING)


@admin.register(Question)
class QuestionAdmin(SubjectAdmin):
    """Questions with each side's quotes."""

    form = QuestionForm
    public_url = "question"
    numbered = ("positions", "notes")
    list_display = ("title_nl", "state", "author", "reviewer", "readers_see")
    list_filter = ("state",)
    search_fields = ("code", "slug", "title_nl", "title_en")
    autocomplete_fields = ("events",)
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (PositionRows, NoteRows)
    fieldsets = (
        (None, {"fields": (("title_nl", "title_en"), "slug", ("summary_nl", "summary_en"))}),
        (
            _("The contrast"),
            {"fields": (("contrast_nl", "contrast_en"), "reference_lines", ("author", "reviewer"), "events")},
        ),
        (
            _("What would settle it, and where it stands"),
            {
                "fields": (("settles_nl", "settles_en"), "state", ("state_reason_nl", "state_reason_en")),
                "description": _(
                    "Name the document, count or study that would decide each part, and say what no document can"
                    " decide. Readers see every change of the state with its date: give the reason when you change it."
                ),
            },
        ),
        (_("This save"), {"fields": ("reason",)}),
    )

    def show(self, request, document, findings):
        """The public page of a document that is not published."""
        return questions.preview(request, document, findings)


@admin.register(Note)
class NoteAdmin(ReadOnly):
    """A list of all notes, to search and to filter; they are written on their event or question."""

    list_display = ("code", "verdict", "subject", "author", "reviewer", "ready")
    list_filter = ("ready", "verdict", "author")
    list_select_related = ("event", "question")
    search_fields = ("code", "reason_nl", "reason_en", "event__title_nl", "question__title_nl")
    list_display_links = None

    @admin.display(description=_("on"))
    def subject(self, note):
        """A link to the form in which the note is written."""
        owner = note.event or note.question
        return format_html('<a href="{}">{}</a>', reverse(admin_urlname(owner._meta, "change"), args=[owner.pk]), owner)
