"""Lessons at the desk: the editors' own, and those that teachers made."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sources import codes
from sources.forms import LockedForm
from sources.models import in_words
from sources.refusal import Refusal
from timeline import lessons, publishing
from timeline.admin.subject import number_rows
from timeline.models import Address, Event, Lesson, LessonItem, Publication, Question

# What a link to an event or question looks like: permanent, or with its slug.
LINK = re.compile(r"(?:\A|/)(e|events|questions)/([\w-]+)", re.ASCII)
TYPED = ("title_nl", "title_en", "intro_nl", "intro_en", "guide_nl", "guide_en")


class LessonForm(LockedForm):
    """A lesson. What editors make has a slug from the start, so that a corpus folder can hold it."""

    wipe = forms.BooleanField(
        label=_("Wipe its words too"),
        required=False,
        help_text=_("Erases the title and all that was typed, for ever. Its link then gives the reason alone."),
    )

    class Meta:
        model = Lesson
        exclude = ("code",)

    def clean(self):
        data = super().clean()
        if data.get("wipe") and not data.get("withdrawn"):
            self.add_error("withdrawn", _("Say why: whoever follows its link reads that."))
        needed = data.get("published") or not self.instance.secret
        if needed and "slug" in self.fields and "slug" not in self.errors and not data.get("slug"):
            self.add_error("slug", _("Give the lesson a slug: a few words in small letters, with hyphens."))
        return data


class ItemForm(forms.ModelForm):
    """An event or question by its code or its link, in the version that it has while it is put in."""

    code = forms.CharField(
        label=_("Code or link"),
        max_length=500,
        widget=AdminTextInputWidget,
        help_text=_("Paste the link of an event or question, or type the last part of its permanent link."),
    )
    position = forms.IntegerField(
        label=_("Position"), required=False, min_value=0, max_value=32_767, help_text=_("Empty: at the end.")
    )

    class Meta:
        model = LessonItem
        fields = ("position", "code", "ready", "task_nl", "task_en", "answer_nl", "answer_en")

    def clean_code(self):
        code = code_in(self.cleaned_data["code"])
        if code != self.initial.get("code"):
            try:
                self.instance.kind, self.instance.number = lessons.kind_and_number(code)
            except Refusal as refusal:
                raise forms.ValidationError(in_words(refusal)) from refusal
        return code


class ItemFormSet(BaseInlineFormSet):
    """A lesson is about something, in the order of the positions; what has none comes last."""

    def clean(self):
        super().clean()
        last = max((form.cleaned_data.get("position") or 0 for form in self.forms if form.is_valid()), default=0)
        for place, form in enumerate(self.forms, start=last + 1):
            if form.instance.position is None:
                form.instance.position = place
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        if not any(self.errors) and not any(not form.cleaned_data.get("DELETE") for form in kept):
            raise forms.ValidationError(_("Put at least one event or question in the lesson."))


def code_in(pasted: str) -> str:
    """The code that was typed, or that the pasted link of an event or question leads to; a slug will do as well."""
    link = LINK.search(pasted.lower())
    space, name = link.groups() if link else ("", pasted.lower())
    if space == "e" or (not link and codes.PATTERN.match(name)):
        return name
    spaces = [space.removesuffix("s")] if link else [Event.KIND, Question.KIND]
    code = Address.objects.filter(space__in=spaces, name=name).order_by("space").targets().first()
    if code is None:
        raise forms.ValidationError(_("No event or question was published at this address. Is the link copied whole?"))
    return code["target"]


def lacking(lesson: Lesson) -> list[str]:
    """What readers of the list would miss in it: a text that stands in one of the languages only, and tasks."""
    items = list(lesson.items.order_by("position"))
    found = missing(lesson, "title", "intro", "guide")
    for number, item in enumerate(items, start=1):
        found += [f"{number}: {name}" for name in missing(item, "task", "answer")]
    if not any(item.ready or item.task_nl or item.task_en for item in items):
        found.append(gettext("a task"))
    return found


def missing(row: Lesson | LessonItem, *names: str) -> list[str]:
    """The columns that are empty in one language, but not in the other."""
    columns = [(f"{name}_{here}", f"{name}_{there}") for name in names for here, there in (("nl", "en"), ("en", "nl"))]
    return [
        str(row._meta.get_field(here).verbose_name)
        for here, there in columns
        if getattr(row, there) and not getattr(row, here)
    ]


def was_published(lesson: Lesson | None) -> bool:
    """Whether it is on the list as it stands in the database, whatever was ticked in the form since."""
    return bool(lesson and getattr(lesson, "opened_published", lesson.published))


def is_teachers(lesson: Lesson | None) -> bool:
    """Whether its texts are a teacher's, who alone changes them as long as the editors give it no slug. It stays theirs
    when they take it off the list; when they take its slug away as well, her link opens it again."""
    return bool(lesson and lesson.secret and not getattr(lesson, "opened_slug", lesson.slug))


class Items(admin.StackedInline):
    """The items of a lesson, in the order of their positions."""

    model = LessonItem
    form, formset = ItemForm, ItemFormSet
    extra = 0
    ordering = ("position", "pk")
    verbose_name_plural = _("What the class reads, in order")
    fields = ("page", ("position", "code"), "ready", ("task_nl", "task_en"), ("answer_nl", "answer_en"))
    readonly_fields = ("page",)
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 60})}}

    def get_queryset(self, request):
        """With what each is called and what became of it, in as many queries for many as for one."""
        title = f"title_{'nl' if get_language() == 'nl' else 'en'}"
        titles = [Subquery(rows.objects.filter(code=OuterRef("code")).values(title)) for rows in (Event, Question)]
        leads = Address.objects.filter(space=Address.CODE, name=OuterRef("code")).targets()
        last = Publication.objects.filter(code=OuterRef("leads")).order_by("-number").values("action")
        rows = super().get_queryset(request).annotate(called=Coalesce(*titles, Value("")), leads=Subquery(leads[:1]))
        return rows.annotate(action=Subquery(last[:1]))

    @admin.display(description=_("page"))
    def page(self, item):
        """A link to it, or what became of it."""
        if not item.code:
            return ""
        if item.action == Publication.WITHDRAWN:
            return format_html('<strong class="gone">{}</strong>', _("Withdrawn: the class sees that, and no task."))
        place = reverse("bare-code", args=[item.code])
        merged = _("Merged: the class sees the event that it is a part of now.") if item.leads != item.code else ""
        return format_html('<a href="{}">{}</a> {}', place, place, merged)

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
    list_display = ("__str__", "code", "made_by", "state", "saved")
    view_on_site = False  # its form has links that say what they show
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

    @admin.display(description=_("who finds it"))
    def state(self, lesson):
        """Who can open it."""
        if lesson.withdrawn:
            return _("withdrawn")
        return _("on the list") if lesson.published else _("by its link only")

    @admin.display(description=_("changed"), ordering="changed")
    def saved(self, lesson):
        return date_format(localtime(lesson.changed), "j M Y")

    @admin.display(description=_("code"))
    def link(self, lesson):
        """The code, which is its address for ever."""
        return lesson.code

    @admin.action(description=_("Take the newest versions of what is in them"), permissions=["change"])
    def take_newest(self, request, queryset):
        """From now on these lessons were made on what readers see today."""
        taken = 0
        for lesson in queryset:
            if is_teachers(lesson):
                continue
            try:
                lessons.take_newest(lesson)
                taken += 1
            except lessons.ChangedMeanwhile:
                said = gettext("Someone saved “%(title)s” at the same moment: it was left as it is.")
                self.message_user(request, said % {"title": lesson}, messages.WARNING)
        message = ngettext("%(number)d lesson is up to date.", "%(number)d lessons are up to date.", taken)
        self.message_user(request, message % {"number": taken}, messages.SUCCESS)

    def get_object(self, request, object_id, from_field=None):
        """With what it was when it was opened: a form that is refused has changed it all the same."""
        lesson = super().get_object(request, object_id, from_field)
        if lesson:
            lesson.opened_published, lesson.opened_slug = lesson.published, lesson.slug
        return lesson

    def get_fieldsets(self, request, obj=None):
        """With the code, once there is one; what a teacher typed can be wiped."""
        (name, first), *others = super().get_fieldsets(request, obj)
        more = (*(("wipe",) if is_teachers(obj) else ()), *(("link",) if obj else ()))
        return [(name, first | {"fields": (*first["fields"], *more)}), *others]

    def get_readonly_fields(self, request, obj=None):
        """Its file keeps its name while readers see it; and nobody rewrites a teacher's words in her name."""
        fixed = ("slug",) if was_published(obj) else ()
        return ("link", *fixed, *(TYPED if is_teachers(obj) else ()))

    def get_prepopulated_fields(self, request, obj=None):
        """Only while the slug can still be chosen."""
        return {"slug": ("title_en",)} if obj is None else {}

    def save_model(self, request, obj, form, change):
        if is_teachers(obj) and form.cleaned_data.get("wipe"):
            vars(obj).update(lessons.nothing_typed(), published=False)
        super().save_model(request, obj, form, change)
        if not change:
            publishing.claim_address(Address.CODE, obj.code, Address.LESSON, obj.code)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        lesson = form.instance
        if is_teachers(lesson) and form.cleaned_data.get("wipe"):
            lesson.items.all().delete()
        if not is_teachers(lesson):
            number_rows(lesson, ("items",))
        if lesson.published and not lesson.withdrawn and (lacks := lacking(lesson)):
            said = gettext("It is on the list, but not all there. Missing: %(what)s.") % {"what": ", ".join(lacks)}
            self.message_user(request, said, messages.WARNING)

    def has_delete_permission(self, request, obj=None):
        """Its link must go on saying what became of it: withdraw it."""
        return False
