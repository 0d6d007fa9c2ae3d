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
from timeline import documents, index, merging, publishing, shape
from timeline.admin import findings
from timeline.admin.subject import diff, errors_of, opened_on
from timeline.models import Event, PublicFinding
from timeline.views import wording
from timeline.views.public import whole_number

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
        chosen = ChooseForm(request.GET if whole_number(request.GET.get("event", "")) is not None else None)
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
            "opened_on": request.POST.get("opened_on", winner.revision), "merged": merging.merged_directly(winner),
            "title": gettext("Merge another event into “%s”") % winner, "media": chosen.media,
        }  # fmt: skip
        return render(request, "admin/timeline/merge.html", context)

    def preview_of(self, loser, winner) -> dict:
        """What would come over, counted; how many quotes both cite, and what falls away since it leads from the one
        to the other; what contradicts itself from then on; and the lines. Raises what stands in the way."""
        merging.refuse(loser, winner)
        here, there = shape.to_dict(winner), shape.to_dict(loser)
        after = merging.joined(here, there, merging.answers_of(loser, winner))
        more = {name: len(after[name]) - len(here.get(name, [])) for name in ROWS}
        more["merged"] -= 1  # the one that goes is no news
        held, theirs, now = merging.rows_of(here), merging.rows_of(there), merging.rows_of(after)
        fallen = [name for name, key in held.keys() | theirs.keys() if (name, key) not in now]
        return {
            "rows": [{"what": ROWS[name], "number": number} for name, number in more.items() if number > 0],
            "shared": sum(name == "citations" for name, key in held.keys() & theirs.keys()),
            "fallen": [
                {"what": ROWS[name], "number": fallen.count(name)} for name in ("orders", "pointers") if name in fallen
            ],
            "found": newly_wrong(here, there, {name: value for name, value in after.items() if value}),
            "lines": diff(here, {name: value for name, value in after.items() if value}),
        }

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
        number = whole_number(request.POST.get("event", ""))
        loser = winner.merged.filter(pk=number).first() if number is not None else None
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


def newly_wrong(here: dict, there: dict, after: dict) -> list[str]:
    """What cannot all be true of the two as one, and was found in neither: a sentence each, with the words."""
    known = {identity(row) for data in (here, there) for row in found_in(data)[1]}
    document, rows = found_in(after)
    new = [row for row in rows if row["state"] in PublicFinding.WRONG and identity(row) not in known]
    words, names = index.words_claimed(document), findings.names_in(new)
    new = [row | {"words": index.words_of_claims(row, words)} for row in new]
    return [" · ".join(filter(None, [findings.words_of(row), wording.finding_sentence(row, names)])) for row in new]


def found_in(data: dict) -> tuple[dict, list[dict]]:
    """A dictionary as readers would get it, and what the checks find in that."""
    document = documents.public_document(data, Event.KIND)
    return document, documents.findings_of(document)


def identity(finding: dict) -> tuple:
    """A finding by what it is about, in whichever event."""
    return finding["kind"], *finding.get("claims", ())
