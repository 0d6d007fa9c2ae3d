"""What events and questions share at the desk: revisions, the edit lock, publishing, withdrawing, history, preview."""

import difflib
import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources.models import in_words
from sources.refusal import Refusal
from timeline import corpus, dictionary, documents, publishing, shape
from timeline.admin.forms import WithdrawForm
from timeline.admin.rows import SMALL
from timeline.models import Lesson, Publication
from timeline.views.public import whole_number

# How many revisions the history compares; older ones stay in the database.
SHOWN = 50
# What the list of publications does not show.
HEAVY = ("document", "findings", "revision__snapshot")


class SubjectAdmin(admin.ModelAdmin):
    """What events and questions share: revisions, the edit lock, publishing, withdrawing, history and preview."""

    change_form_template = "admin/timeline/subject_change.html"
    formfield_overrides = SMALL
    show_full_result_count = False
    list_per_page = 50
    actions = None
    public_url = ""
    numbered = ()

    # --- the form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form; when the save is refused, the form again with what was typed, and the reason."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if "_publish" in request.POST and not self.may_publish(request):
            raise PermissionDenied
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            request.refusal = refusal
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A form that is invalid for the reason for which the save was refused a moment ago."""
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        if refusal is None:
            return form

        class Refused(form):
            def clean(self):
                super().clean()
                for error in errors_of(refusal):
                    self.add_error(None, error)

        return Refused

    def save_model(self, request, obj, form, change):
        """The lock first: nobody saves on top of a revision that they have not seen."""
        request.conflict = None
        if change:
            try:
                publishing.begin(obj, opened_on(request))
            except publishing.Conflict as conflict:
                request.conflict = conflict
        super().save_model(request, obj, form, change)
        if not change:
            publishing.begin(obj, 0)

    def save_related(self, request, form, formsets, change):
        """All rows, then the revision; then, if that was asked, the publication. All or nothing."""
        super().save_related(request, form, formsets, change)
        number_rows(form.instance, self.numbered)
        if request.conflict:
            request.conflict.mine = shape.to_dict(form.instance)
            raise request.conflict
        reason = form.cleaned_data["reason"]
        last = publishing.revisions(form.instance).last()
        if "_publish" in request.POST and last and last.snapshot == shape.to_dict(form.instance):
            publishing.stay_at(form.instance, last)  # nothing was changed: this approves it, with its own reason
        else:
            publishing.record(form.instance, author=request.user, reason=reason)
        if "_publish" in request.POST:
            publishing.publish(form.instance, by=request.user, reason=reason)

    def response_add(self, request, obj, post_url_continue=None):
        """After publishing, back to the form: there the link to the page is."""
        self.tell_found(request, obj)
        return self.response_published(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """As after adding."""
        self.tell_found(request, obj)
        return self.response_published(request, obj) or super().response_change(request, obj)

    def response_published(self, request, obj):
        """Say what was published, with a link to it."""
        if "_publish" not in request.POST:
            return None
        self.tell_published(request, obj)
        return HttpResponseRedirect(self.form_of(obj))

    def tell_found(self, request, subject):
        """Say what the checks found that an editor should hear of; nothing, unless a kind of subject has it."""

    def tell_published(self, request, subject):
        """A message with a link to the page."""
        address = reverse(self.public_url, args=[subject.slug])
        message = format_html('{} <a href="{}">{}</a>', gettext("Published:"), address, subject)
        self.message_user(request, message, messages.SUCCESS)

    def tell_refused(self, request, refusal):
        """What stands in the way, a message each."""
        for error in errors_of(refusal):
            self.message_user(request, error.messages[0], messages.ERROR)

    def form_of(self, subject) -> str:
        """The address of the form."""
        return reverse(admin_urlname(subject._meta, "change"), args=[subject.pk])

    def may_publish(self, request) -> bool:
        """Whether this editor may publish and withdraw."""
        return request.user.has_perm(f"timeline.publish_{self.model.KIND}")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """With the state of publication, the revision that this form was opened on, and both sides of a conflict."""
        if obj is not None and obj.pk:
            context |= {
                "opened_on": obj.revision,
                "last": publishing.publications(obj).defer("document", "findings").last(),
                "conflict": self.conflict(request, obj),
            }
        context["may_publish"] = self.may_publish(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def conflict(self, request, subject):
        """What the other changed and what you changed, since you opened the form; None where nobody else saved."""
        if request.method != "POST" or opened_on(request) == subject.revision:
            return None
        both = publishing.revisions(subject).filter(number__in=[opened_on(request), subject.revision])
        seen = {row.number: row for row in both}
        base = seen[opened_on(request)].snapshot if opened_on(request) in seen else {}
        newer = seen.get(subject.revision)
        mine = getattr(getattr(request, "refusal", None), "mine", None)
        return {
            "newer": newer,
            "theirs": diff(base, newer.snapshot if newer else {}),
            "mine": diff(base, mine) if mine else None,
        }

    def has_delete_permission(self, request, obj=None):
        """What was ever published is withdrawn, not deleted."""
        return super().has_delete_permission(request, obj) and (
            obj is None or not publishing.publications(obj).exists()
        )

    # --- the list

    def get_queryset(self, request):
        """With the number of the revision that readers see, so that the list asks nothing per row."""
        last = Publication.objects.filter(kind=self.model.KIND, code=models.OuterRef("code")).order_by("-number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                shown=models.Subquery(last.values("revision__number")[:1]),
                action=models.Subquery(last.values("action")[:1]),
            )
        )

    @admin.display(description=_("readers see"))
    def readers_see(self, subject):
        """Whether what stands here is what readers see."""
        if subject.shown is None:
            return _("nothing: a draft")
        if subject.action == Publication.WITHDRAWN:
            return _("withdrawn")
        if subject.shown < subject.revision:
            return _("an older revision")
        return _("this")

    # --- further pages

    def get_urls(self):
        """Preview, withdraw and restore, besides what the admin has."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/publish/", wrap(self.publish_view), name=f"{name}_publish"),
            path("<int:pk>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            path("<int:pk>/withdraw/", wrap(self.withdraw_view), name=f"{name}_withdraw"),
            path("<int:pk>/restore/<int:number>/", wrap(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def subject(self, request, pk):
        """The event or question of such a page, for who may change it."""
        subject = self.model.objects.filter(pk=pk).first()
        if subject is None:
            raise Http404(gettext("There is nothing at this address."))
        if not self.has_change_permission(request, subject):
            raise PermissionDenied
        return subject

    def preview_view(self, request, pk):
        """The page as it would be after publishing what was last saved. Quotes are as they were then, too."""
        subject = self.subject(request, pk)
        document = documents.document_of(publishing.revisions(subject).last())
        return self.show(request, document, documents.findings_of(document))

    def publish_view(self, request, pk):
        """Approve the newest revision as it stands, if it is the one that was seen; it need not be one's own."""
        subject = self.subject(request, pk)
        if request.method != "POST":
            raise Http404(gettext("There is nothing at this address."))
        if not self.may_publish(request):
            raise PermissionDenied
        try:
            if opened_on(request) != subject.revision:
                raise publishing.Conflict(publishing.revisions(subject).last())
            publishing.publish(subject, by=request.user)
        except Refusal as refusal:
            self.tell_refused(request, refusal)
        else:
            self.tell_published(request, subject)
        return HttpResponseRedirect(self.form_of(subject))

    def withdraw_view(self, request, pk):
        """Ask for the reason; then take it off the site."""
        subject = self.subject(request, pk)
        if not self.may_publish(request):
            raise PermissionDenied
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                publishing.withdraw(subject, by=request.user, reason=form.cleaned_data["reason"])
            except Refusal as refusal:
                form.add_error(None, in_words(refusal))
            else:
                self.message_user(
                    request, gettext("Withdrawn. Its links now answer with the reason."), messages.SUCCESS
                )
                return HttpResponseRedirect(self.form_of(subject))
        return render(
            request,
            "admin/timeline/withdraw.html",
            self.admin_site.each_context(request)
            | {"form": form, "original": subject, "opts": self.opts, "title": gettext("Withdraw “%s”") % subject}
            | self.lessons_with(subject),
        )

    def lessons_with(self, subject) -> dict:
        """The lessons that miss it once it is withdrawn: ours by name, of those of teachers only how many there are."""
        found = list(Lesson.objects.holding(subject.code))
        ours = [lesson for lesson in found if lesson.slug or not lesson.secret]
        return {"lessons": ours, "teachers": len(found) - len(ours)}

    def restore_view(self, request, pk, number):
        """Make an old revision the newest one."""
        subject = self.subject(request, pk)
        if request.method != "POST" or not publishing.revisions(subject).filter(number=number).exists():
            raise Http404(gettext("There is no revision %(number)s to restore.") % {"number": number})
        try:
            reason = gettext("restored from revision %(number)s") % {"number": number}
            publishing.restore(subject, number, author=request.user, reason=reason)
        except Refusal as refusal:
            self.tell_refused(request, refusal)
        else:
            self.message_user(request, gettext("Restored as a new revision."), messages.SUCCESS)
        return HttpResponseRedirect(self.form_of(subject))

    def history_view(self, request, object_id, extra_context=None):
        """Every revision, newest first, with what it changed, and every publication."""
        subject = self.subject(request, object_id)
        rows = list(publishing.revisions(subject).reverse()[: SHOWN + 1])[::-1]
        before = [{}, *(row.snapshot for row in rows)]
        if len(rows) > SHOWN:
            rows, before = rows[1:], before[1:]
        changes = [(row, diff(old, row.snapshot)) for old, row in zip(before, rows, strict=False)]
        return render(
            request,
            "admin/timeline/history.html",
            self.admin_site.each_context(request)
            | {
                "changes": reversed(changes),
                "publications": publishing.publications(subject).reverse().select_related("revision").defer(*HEAVY),
                "original": subject,
                "opts": self.opts,
                "title": gettext("History of “%s”") % subject,
                "restore": admin_urlname(subject._meta, "restore"),
            }
            | (extra_context or {}),
        )


def opened_on(request) -> int:
    """The revision on which a form was opened; -1 if it does not say, which no revision is."""
    number = whole_number(request.POST.get("opened_on", ""))
    return -1 if number is None else number


def errors_of(refusal: Refusal):
    """A refusal as validation errors in the editor's language."""
    if isinstance(refusal, dictionary.ShapeError):
        for where, problem in refusal.problems:
            said = {"where": place_of(where), "what": in_words(problem).messages[0]}
            yield forms.ValidationError("%(where)s: %(what)s", params=said)
    else:
        yield in_words(refusal)


# What the rows of the dictionary are called on the form.
ROWS = {
    "citations": _("citation"),
    "measures": _("measure"),
    "figures": _("figure"),
    "relations": _("relation"),
    "orders": _("order in time"),
    "notes": _("note"),
    "quotes": _("side"),
    "themes": _("theme"),
}


def place_of(path: str) -> str:
    """A key path as the form calls it: ``notes[0].quote`` is “Note 1”."""
    row = re.match(r"(\w+)\[(\d+)\]", path)
    if row and row[1] in ROWS:
        return f"{ROWS[row[1]]} {int(row[2]) + 1}".capitalize()
    return path


def number_rows(subject, relations):
    """Number the rows from 0 as they now stand, so that the next one can be put between."""
    for name in relations:
        for position, row in enumerate(getattr(subject, name).all()):
            if row.position != position:
                type(row).objects.filter(pk=row.pk).update(position=position)


def diff(before: dict, after: dict) -> list[tuple[str, str]]:
    """The lines of two snapshots that differ, as pairs of a sign (+, -, space) and a line of TOML."""
    lines = (corpus.toml(snapshot).decode().splitlines() for snapshot in (before, after))
    changed = list(difflib.unified_diff(*lines, n=2, lineterm=""))[2:]
    return [("@", "") if line.startswith("@@") else (line[:1], line[1:]) for line in changed]
