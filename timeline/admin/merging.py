"""Two events that turn out to be one: merged at the desk, seen beforehand, and taken apart again."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources.refusal import Refusal
from timeline import merging, publishing, shape
from timeline.admin.subject import diff, errors_of, opened_on
from timeline.models import Event

# What comes over, in the order of the page of an event.
ROWS = {
    "citations": _("quotes"),
    "measures": _("questions of number"),
    "figures": _("figures"),
    "relations": _("relations"),
    "orders": _("orders in time"),
    "notes": _("notes"),
    "pointers": _("links to notes elsewhere"),
    "themes": _("themes"),
    "merged": _("events that were merged into it"),
}


class ChooseForm(forms.Form):
    """Which event is to go."""

    event = forms.ModelChoiceField(
        Event.objects.all(),
        label=_("The event that goes"),
        widget=AutocompleteSelect(Event._meta.get_field("merged_into"), admin.site, attrs={"class": "wide"}),
        help_text=_("Its quotes, figures and notes come here; every link to it will lead here."),
    )


class MergeForm(forms.Form):
    """Why; with the revision of the one that goes as it was seen in the preview."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_("It stands in the history of both events."),
    )


class Merging:
    """For the admin of events: a page that merges another event into this one, and takes it out again."""

    def get_urls(self):
        """The two pages, before those that the admin has."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/merge/", wrap(self.merge_view), name="timeline_event_merge"),
            path("<int:pk>/unmerge/", wrap(self.unmerge_view), name="timeline_event_unmerge"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """With the event that this one is merged into, and those merged into it."""
        if obj is not None and obj.pk:
            context |= {"merges": True, "merged_into": obj.merged_into, "merged": list(obj.merged.all())}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_delete_permission(self, request, obj=None):
        """What others are merged into, or what is merged itself, is part of more than itself."""
        free = obj is None or not (obj.merged_into_id or obj.merged.exists())
        return super().has_delete_permission(request, obj) and free

    def merge_view(self, request, pk):
        """Choose the event that goes; see what comes over; give the reason."""
        winner = self.subject(request, pk)
        chosen = ChooseForm(request.GET if is_number(request.GET.get("event", "")) else None)
        loser = chosen.cleaned_data["event"] if chosen.is_bound and chosen.is_valid() else None
        form = MergeForm(request.POST or None, initial={"seen": loser.revision if loser else None})
        coming = None
        try:
            if loser:
                coming = self.preview_of(loser, winner)
            if loser and request.method == "POST" and form.is_valid():
                return self.merge(request, loser, winner, form.cleaned_data)
        except Refusal as refusal:
            for error in errors_of(refusal):
                (form if form.is_bound else chosen).add_error(None, error)
        context = self.admin_site.each_context(request) | {
            "chosen": chosen, "form": form, "loser": loser, "coming": coming, "original": winner, "opts": self.opts,
            "opened_on": request.POST.get("opened_on", winner.revision), "merged": winner.merged.all(),
            "title": gettext("Merge another event into “%s”") % winner, "media": chosen.media,
        }  # fmt: skip
        return render(request, "admin/timeline/merge.html", context)

    def preview_of(self, loser, winner) -> dict:
        """What would come over, counted, and the lines that would change. Raises what stands in the way."""
        merging.refuse(loser, winner)
        before = shape.to_dict(winner)
        after = merging.joined(before, shape.to_dict(loser), {})
        more = {name: len(after[name]) - len(before.get(name, [])) for name in ROWS}
        more["merged"] -= 1  # the one that goes is no news
        rows = [{"what": ROWS[name], "number": number} for name, number in more.items() if number > 0]
        return {"rows": rows, "lines": diff(before, {name: value for name, value in after.items() if value})}

    def merge(self, request, loser, winner, said):
        """Merge the revisions that were seen, and say what happens next."""
        winner.revision, loser.revision = opened_on(request), said["seen"]
        merging.merge(loser, winner, by=request.user, reason=said["reason"])
        message = gettext(
            "“%(title)s” is merged into this event. Readers see nothing of it until you publish this one."
        )
        self.message_user(request, message % {"title": loser}, messages.SUCCESS)
        return HttpResponseRedirect(self.form_of(winner))

    def unmerge_view(self, request, pk):
        """Take an event out again of this one."""
        winner = self.subject(request, pk)
        if request.method != "POST":
            raise Http404(gettext("There is nothing at this address."))
        number = request.POST.get("event", "")
        loser = winner.merged.filter(pk=number).first() if is_number(number) else None
        if loser is None:
            raise Http404(gettext("There is nothing at this address."))
        try:
            if opened_on(request) != winner.revision:
                raise publishing.Conflict(publishing.revisions(winner).last())
            merging.undo(loser, by=request.user)
        except Refusal as refusal:
            self.tell_refused(request, refusal)
            return HttpResponseRedirect(reverse(admin_urlname(self.opts, "merge"), args=[winner.pk]))
        message = gettext("“%(title)s” stands by itself again. Readers see that when you publish this event.")
        self.message_user(request, message % {"title": loser}, messages.SUCCESS)
        return HttpResponseRedirect(self.form_of(winner))


def is_number(text: str) -> bool:
    """Whether this can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 12
