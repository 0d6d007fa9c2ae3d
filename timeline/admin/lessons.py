"""Lessons at the desk: the editors' own, and those that teachers made."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from sources.forms import LockedForm
from sources.models import in_words
from sources.refusal import Refusal
from timeline import publishing
from timeline.corpus.lessons import kind_and_number
from timeline.models import Address, Event, Lesson, LessonItem, Question

TYPED = ("title_nl", "title_en", "intro_nl", "intro_en", "guide_nl", "guide_en")


class LessonForm(LockedForm):
    """A lesson. What editors make has a slug from the start, so that a corpus folder can hold it."""

    class Meta:
        model = Lesson
        exclude = ("code",)

    def clean(self):
        data = super().clean()
        needed = data.get("published") or not self.instance.secret
        if needed and "slug" in self.fields and "slug" not in self.errors and not data.get("slug"):
            self.add_error("slug", _("Give the lesson a slug: a few words in small letters, with hyphens."))
        return data


class ItemForm(forms.ModelForm):
    """An event or question by its code, in the version that it has while it is put in."""

    class Meta:
        model = LessonItem
        fields = ("position", "code", "ready", "task_nl", "task_en", "answer_nl", "answer_en")
        help_texts = {"code": _("The last part of the permanent link of an event or question.")}

    def clean_code(self):
        code = self.cleaned_data["code"].strip().lower()
        if code != self.initial.get("code"):
            try:
                self.instance.kind, self.instance.number = kind_and_number(code)
            except Refusal as refusal:
                raise forms.ValidationError(in_words(refusal)) from refusal
        return code


class ItemFormSet(BaseInlineFormSet):
    """A lesson is about something."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        if not any(self.errors) and not any(not form.cleaned_data.get("DELETE") for form in kept):
            raise forms.ValidationError(_("Put at least one event or question in the lesson."))


def was_published(lesson: Lesson | None) -> bool:
    """Whether it is on the list as it stands in the database, whatever was ticked in the form since."""
    return bool(lesson and getattr(lesson, "opened_published", lesson.published))


def is_teachers(lesson: Lesson | None) -> bool:
    """Whether its texts are a teacher's, who alone changes them as long as the editors do not publish it."""
    return bool(lesson and lesson.secret and not was_published(lesson))


class Items(admin.StackedInline):
    """The items of a lesson, in the order of their positions."""

    model = LessonItem
    form, formset = ItemForm, ItemFormSet
    extra = 0
    ordering = ("position",)
    fields = ("called", ("position", "code"), "ready", ("task_nl", "task_en"), ("answer_nl", "answer_en"))
    readonly_fields = ("called",)
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 60})}}

    def get_queryset(self, request):
        """With what each is called, in as many queries for many as for one."""
        title = f"title_{'nl' if get_language() == 'nl' else 'en'}"
        titles = [Subquery(rows.objects.filter(code=OuterRef("code")).values(title)) for rows in (Event, Question)]
        return super().get_queryset(request).annotate(called=Coalesce(*titles, Value("")))

    @admin.display(description=_("title"))
    def called(self, item):
        """Its title, which leads to its page."""
        if not getattr(item, "called", ""):
            return ""
        return format_html('<a href="{}">{}</a>', reverse("bare-code", args=[item.code]), item.called)

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_teachers(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_teachers(obj)

    def has_delete_permission(self, request, obj=None):
        """Who may change a lesson may take something out of it."""
        return self.has_change_permission(request, obj)


class MadeBy(admin.SimpleListFilter):
    """Editors make a lesson here, teachers through a link that has a secret part."""

    title, parameter_name = _("made by"), "by"

    def lookups(self, request, model_admin):
        return [("editors", _("editors")), ("teachers", _("teachers"))]

    def queryset(self, request, queryset):
        if self.value() == "editors":
            return queryset.filter(secret="")
        return queryset.exclude(secret="") if self.value() == "teachers" else queryset


@admin.register(Lesson)
class LessonAdmin(admin.ModelAdmin):
    """Lessons. One that a teacher made can be withdrawn, or taken over: given a slug and published."""

    form = LessonForm
    inlines = (Items,)
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 60})}}
    list_display = ("__str__", "code", "made_by", "published", "withdrawn", "changed")
    list_filter = (MadeBy, "published", ("withdrawn", admin.EmptyFieldListFilter))
    search_fields = ("code", "slug", "title_nl", "title_en")
    show_full_result_count = False
    actions = ("take_newest",)
    fieldsets = (
        (None, {"fields": ("opened_on", ("slug", "position"), "published", "withdrawn")}),
        (None, {"fields": ("title_nl", "title_en", ("intro_nl", "intro_en"), ("guide_nl", "guide_en"))}),
    )

    @admin.display(description=_("made by"))
    def made_by(self, lesson):
        return _("a teacher") if lesson.secret else _("editors")

    @admin.display(description=_("code"))
    def link(self, lesson):
        """The code, which is its address for ever."""
        return lesson.code

    @admin.action(description=_("Take the newest versions of what is in them"), permissions=["change"])
    def take_newest(self, request, queryset):
        """From now on these lessons were made on what readers see today."""
        taken = [lesson for lesson in queryset.prefetch_related("items") if not is_teachers(lesson)]
        for lesson in taken:
            for item in lesson.items.all():
                item.kind, item.number = kind_and_number(item.code)
                item.save()
            lesson.save()
        message = ngettext("%(number)d lesson is up to date.", "%(number)d lessons are up to date.", len(taken))
        self.message_user(request, message % {"number": len(taken)}, messages.SUCCESS)

    def get_object(self, request, object_id, from_field=None):
        """With what it was when it was opened: a form that is refused has changed it all the same."""
        lesson = super().get_object(request, object_id, from_field)
        if lesson:
            lesson.opened_published = lesson.published
        return lesson

    def get_fieldsets(self, request, obj=None):
        """With the code, once there is one."""
        (name, first), *others = super().get_fieldsets(request, obj)
        return [(name, first | {"fields": (*first["fields"], *(("link",) if obj else ()))}), *others]

    def get_readonly_fields(self, request, obj=None):
        """Its file keeps its name while readers see it; and nobody rewrites a teacher's words in her name."""
        fixed = ("slug",) if was_published(obj) else ()
        return ("link", *fixed, *(TYPED if is_teachers(obj) else ()))

    def get_prepopulated_fields(self, request, obj=None):
        """Only while the slug can still be chosen."""
        return {"slug": ("title_en",)} if obj is None else {}

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            publishing.claim_address(Address.CODE, obj.code, Address.LESSON, obj.code)

    def view_on_site(self, lesson):
        """Whoever has its link can open it, published or not."""
        return reverse("lesson", args=[lesson.code])

    def has_delete_permission(self, request, obj=None):
        """Its link must go on saying what became of it: withdraw it."""
        return False
