"""What the checks found, at the desk: what is to be answered, and what a note can answer."""

from collections import defaultdict
from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from sources.models import Source
from timeline import documents, index, publishing
from timeline.admin.record import ReadOnly
from timeline.models import Event, Note, PublicEvent, PublicFinding
from timeline.views import reading, wording
from timeline.views.localise import title_in

# What the arithmetic says of an event that an editor should hear of at once.
TOLD = ("impossible", "undecided")
MOST_TOLD = 5  # sets in messages after a save; the preview has more


def found_in(event: Event) -> list[dict]:
    """What the checks find in the newest revision of an event that no reader need have seen, each with the ``words``
    of its claims and its ``answer``. Where readers see that revision it was computed when it was published."""
    revision, last = publishing.revisions(event).last(), publishing.publications(event).last()
    if revision is None:
        return []
    if last and last.revision_id == revision.pk:
        document, findings = last.document, last.findings
    else:
        document = documents.document_of(revision)
        findings = documents.findings_of(document)
    words, notes = index.words_claimed(document), revision.snapshot.get("notes", [])
    return [
        row | {"words": index.words_of_claims(row, words), "answer": index.answer_to(row["code"], notes)}
        for row in findings
    ]


def choices_of(request, event: Event | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The findings of the newest revision of an event as groups of choices; computed once per request."""
    if not hasattr(request, "finding_choices"):
        request.finding_choices = grouped(found_in(event)) if event is not None and event.pk else []
    return request.finding_choices


def grouped(findings: list[dict]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Codes and labels by state, those first that cannot all be true."""
    names = names_in(findings)
    groups = defaultdict(list)
    for row in sorted(findings, key=lambda row: row["state"] not in PublicFinding.WRONG):
        label = [words_of(row), wording.finding_sentence(row, names), row["code"]]
        groups[row["state"]].append((row["code"], " · ".join(filter(None, label))))
    return [(state_in_words(state), rows) for state, rows in groups.items()]


def words_of(finding: dict) -> str:
    """The words that a finding is about, in one line: by them an editor knows it from its neighbours."""
    return Truncator(" | ".join(finding.get("words", {}).values())).chars(120)


def names_in(findings: list[dict]) -> dict[str, str]:
    """What the sources in these findings are called."""
    slugs = {slug for row in findings for slug in [*row.get("sources", []), row.get("witness", "")] if slug}
    return reading.names(slugs, get_language())


def state_in_words(state: str) -> str:
    return str(wording.STATES_OF_FINDINGS.get(state, state))


def kind_in_words(kind: str) -> str:
    return str(wording.COMPARED.get(kind) or wording.SUBJECTS.get(wording.subject_of(kind), kind))


def told_of_arithmetic(event: Event) -> Iterator[str]:
    """What the figures of an event cannot be together, a sentence each; nothing of what a note answers already."""
    if not event.relations.exists():
        return
    for row in found_in(event):
        if not row["kind"].startswith("arithmetic_") or row["answer"] or row["state"] not in TOLD:
            continue
        if row["state"] == "undecided":
            yield _("The checks could not tell in time whether these figures can all be true.")
        sets = row.get("sets", [])
        for claims in sets[:MOST_TOLD]:
            words = ", ".join(row["words"].get(code, code) for code in claims)
            yield _("Impossible together: %(words)s. At least one of them must be wrong.") % {"words": words}
        if more := len(sets[MOST_TOLD:]):
            yield ngettext(
                "And %(count)d more set of figures that cannot all be true.",
                "And %(count)d more sets of figures that cannot all be true.",
                more,
            ) % {"count": more}


def lost_answers():
    """Notes that answer a finding which readers do not have: it is no longer found, or not yet published."""
    there = PublicFinding.objects.filter(code=OuterRef("finding"), event=OuterRef("event__code"))
    shown = PublicEvent.objects.filter(code=OuterRef("event__code"))
    rows = Note.objects.filter(Exists(shown), ~Exists(there), ready=True).exclude(finding="")
    return rows.select_related("event").order_by("event__slug", "position")


class ByKind(admin.SimpleListFilter):
    """What was compared; its words are known, so that it asks the database nothing."""

    title, parameter_name = _("kind"), "kind"

    def lookups(self, request, model_admin):
        """Dates, figures, sums …"""
        return list(wording.SUBJECTS.items())

    def queryset(self, request, queryset):
        """The findings of that kind, whatever they were compared with."""
        return queryset.filter(kind__startswith=self.value()) if self.value() in wording.SUBJECTS else queryset


class ByState(admin.SimpleListFilter):
    """How it stands."""

    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        """Every state that there is a word for, the worst first."""
        return list(wording.STATES_OF_FINDINGS.items())

    def queryset(self, request, queryset):
        """The findings in that state."""
        return queryset.filter(state=self.value()) if self.value() else queryset


class ByAnswer(admin.SimpleListFilter):
    """Whether a note answers it; without a choice, what is to be done."""

    title, parameter_name = _("answer"), "answer"
    chosen = {
        "none": Q(answer=""),
        PublicFinding.ANSWERED: Q(answer=PublicFinding.ANSWERED),
        PublicFinding.DISMISSED: Q(answer=PublicFinding.DISMISSED),
        "all": Q(),
    }

    def lookups(self, request, model_admin):
        """Besides what is to be done: everything, by its answer."""
        words = [_("not answered"), *wording.ANSWERED.values(), _("all findings")]
        return list(zip(self.chosen, words, strict=True))

    def choices(self, changelist):
        """In place of “all”: what cannot all be true and is not answered."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("to be answered: cannot all be true")}
        yield from others

    def queryset(self, request, queryset):
        """The rows that were chosen."""
        if self.value() in self.chosen:
            return queryset.filter(self.chosen[self.value()])
        return queryset.to_answer()


@admin.register(PublicFinding)
class FindingAdmin(ReadOnly):
    """What the checks found in what readers see. It is computed: a note answers it, on the form of its event."""

    list_filter = (ByAnswer, ByState, ByKind)
    list_per_page = 50
    list_display_links = None
    ordering = ("event__earliest", "event", "position")
    search_fields = ("code", "event__slug")
    search_help_text = _("Search by the title of the event, its slug or the code of the finding.")

    def get_queryset(self, request):
        """With the form of the event, so that the list asks nothing per row."""
        form = Event.objects.filter(code=OuterRef("event_id"))
        return super().get_queryset(request).select_related("event").annotate(form=Subquery(form.values("pk")[:1]))

    def get_search_results(self, request, queryset, search_term):
        """By the titles too, which stand at the desk."""
        found, twice = super().get_search_results(request, queryset, search_term)
        if words := search_term.split():
            titled = Event.objects.all()
            for word in words:
                titled = titled.filter(Q(title_nl__icontains=word) | Q(title_en__icontains=word))
            found = found | queryset.filter(event__in=titled.values("code"))
        return found, twice

    def get_list_display(self, request):
        """The columns, with the names of the sources fetched once."""
        names = reading.names(Source.objects.values("slug"), get_language())

        @admin.display(description=_("finding"))
        def sentence(row):
            said = wording.finding_sentence(row.row, names)
            address = reverse("finding", args=[row.code])
            return format_html('<a href="{}">{}</a><br>{}', address, said, words_of(row.row))

        @admin.display(description=_("sources"))
        def sources(row):
            return ", ".join(names.get(slug, slug) for slug in row.sources.split())

        return (sentence, "compared", "stands", "on", sources, "answered")

    @admin.display(description=_("kind"), ordering="kind")
    def compared(self, row):
        """What was compared."""
        return kind_in_words(row.kind)

    @admin.display(description=_("state"), ordering="state")
    def stands(self, row):
        """How it stands."""
        return state_in_words(row.state)

    @admin.display(description=_("event"), ordering="event__slug")
    def on(self, row):
        """A link to the form on which a note can answer it."""
        title = title_in(row.event.row, get_language())
        return format_html('<a href="{}">{}</a>', reverse(admin_urlname(Event._meta, "change"), args=[row.form]), title)

    @admin.display(description=_("answer"), ordering="answer")
    def answered(self, row):
        """Whether a note answers it."""
        return wording.ANSWERED.get(row.answer, "–")

    def changelist_view(self, request, extra_context=None):
        """Above the list: which notes answer what readers do not have."""
        context = {"title": _("What the checks found"), "lost": lost_answers()}
        return super().changelist_view(request, context | (extra_context or {}))
