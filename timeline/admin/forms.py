"""What an editor types at the desk, where that differs from the columns."""

import difflib
import re
from fractions import Fraction

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from sources import numbers
from sources.fields import exact_number, number_text
from sources.models import Source, in_words
from sources.refusal import Refusal, gettext_noop
from timeline import chains, dictionary
from timeline.checks import formulas
from timeline.models import Citation, Event, Figure, Measure, Note, Question, Reference, Relation

REFERENCES_HELP = _("One a line: the slug of a source, a comma, and where in it. Example: kotkin-2014, ch. 10")


LONGEST = Reference._meta.get_field("locator").max_length


class ReferencesField(forms.CharField):
    """References as lines of text: flat, since the admin cannot nest one inline in another."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 60})

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "label": _("References"), "help_text": REFERENCES_HELP, **kwargs})

    def clean(self, value):
        """Pairs of source and locator. Raises ValidationError that names the line and the nearest slug."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        named = [tuple(part.strip() for part in (*line.split(",", 1), "")[:2]) for line in lines]
        if long := [slug for slug, locator in named if len(locator) > LONGEST]:
            message = _("The place in “%(slug)s” is longer than %(most)d characters; shorten it.")
            raise forms.ValidationError(message, params={"slug": long[0][:60], "most": LONGEST})
        known = Source.objects.in_bulk([slug for slug, _locator in named], field_name="slug")
        if wrong := [slug for slug, _locator in named if slug not in known]:
            raise forms.ValidationError([self.unknown(slug) for slug in wrong])
        return [(known[slug], locator) for slug, locator in named]

    def unknown(self, slug):
        """There is no such source; the one that was perhaps meant."""
        near = difflib.get_close_matches(slug, Source.objects.values_list("slug", flat=True), n=1, cutoff=0.5)
        if near:
            message = _("There is no source “%(slug)s”. Did you mean “%(near)s”?")
            return forms.ValidationError(message, params={"slug": slug, "near": near[0]})
        return forms.ValidationError(_("There is no source “%(slug)s”. Add it first."), params={"slug": slug})


def lines_of(owner) -> str:
    """The references of a date, question or note as lines of text."""
    if owner.pk is None:
        return ""
    models.prefetch_related_objects([owner], "references__source")
    rows = owner.references.all()
    return "\n".join(f"{row.source.slug}, {row.locator}" if row.locator else row.source.slug for row in rows)


def take_references(owner, references: list[tuple[Source, str]]):
    """Make the references of a date, question or note those that were typed, in that order."""
    owner.references.all().delete()
    Reference.objects.bulk_create(
        Reference(**{owner._meta.model_name: owner}, source=source, locator=locator, position=position)
        for position, (source, locator) in enumerate(references)
    )


NUMBERS_HELP = _(
    "Only for numbers that stand in no quote or figure here. One a line. How it is computed: 97.8 = 91 / 93 * 100."
    " Or which reference of this note has it: 94138000 : time-1937."
)


class NumbersField(forms.CharField):
    """Where the numbers of a note come from, as lines of text: ``value = formula`` or ``value : source``."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 60})

    def __init__(self, **kwargs):
        plain = {"required": False, "label": _("Where its numbers come from"), "help_text": NUMBERS_HELP}
        super().__init__(**(plain | kwargs))

    def prepare_value(self, value):
        """The rows as lines; what was typed stays as it was typed."""
        return "\n".join(map(line_of_number, value)) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n").strip())

    def clean(self, value):
        """The rows of the dictionary (``NumberShape``). Raises ValidationError for every line that is none."""
        rows, errors = [], []
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            try:
                rows += [read_number(line)] if line.strip() else []
            except Refusal as refusal:
                said = {"number": number, "line": line.strip()[:60], "what": in_words(refusal).messages[0]}
                errors.append(forms.ValidationError(_("Line %(number)d, “%(line)s”: %(what)s"), params=said))
        if errors:
            raise forms.ValidationError(errors)
        return rows


def line_of_number(row: dict) -> str:
    """Where a number comes from, as it is typed."""
    return f"{row['value']} = {row['formula']}" if row.get("formula") else f"{row['value']} : {row.get('source', '')}"


def read_number(line: str) -> dict:
    """``97.8 = 91 / 93 * 100`` or ``94138000 : time-1937``. Raises Refusal with the remedy."""
    sign = re.search("[=:]", line)
    value, origin = (line[: sign.start()].strip(), line[sign.end() :].strip()) if sign else ("", "")
    if not (value and origin):
        raise Refusal(
            gettext_noop(
                "write a number, then = and how it is computed, or : and the slug of a reference of this note."
            )
        )
    try:
        exact_number(value)
    except ValueError:
        raise Refusal(
            gettext_noop("“%(value)s” is not a number as we write it: digits, with a point for decimals (97.8)."),
            value=value[:40],
        ) from None
    if sign[0] == ":":
        return {"value": value, "source": origin}
    formulas.parse_term(origin)
    return {"value": value, "formula": origin}


class WithReferences(forms.ModelForm):
    """A form whose row has references (a date, question, note or term)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reference_lines"].initial = self.initial["reference_lines"] = lines_of(self.instance)

    def _save_m2m(self):
        super()._save_m2m()
        take_references(self.instance, self.cleaned_data["reference_lines"])


class SubjectForm(WithReferences):
    """An event or question, with the reason for the change."""

    reason = forms.CharField(
        label=_("What changed, and why"),
        required=False,
        max_length=300,
        help_text=_("Kept with the revision; readers see it in the history when you publish."),
    )


class EventForm(SubjectForm):
    """An event."""

    reference_lines = ReferencesField(label=_("What its date and summary lean on"))

    class Meta:
        model = Event
        fields = "__all__"


class QuestionForm(SubjectForm):
    """A question."""

    reference_lines = ReferencesField()

    class Meta:
        model = Question
        fields = "__all__"


class CitationForm(forms.ModelForm):
    """A citation; a reading that is counted from another one need not be typed."""

    class Meta:
        model = Citation
        fields = "__all__"

    def clean(self):
        """The reading that follows from a basis and an offset, where both are given.

        The basis may be typed or mended in the row above, and is not stored yet: then a reading that stands here will
        do, since saving counts it anew, or refuses.
        """
        data = super().clean()
        if data.get("basis") and data.get("offset") and "offset" not in self.errors:
            try:
                counted = chains.count(data["basis"], data["offset"], self.instance.event_id)
            except Refusal as refusal:
                if not data.get("edtf"):
                    self.add_error("offset", in_words(refusal))
            else:
                data["edtf"], data["calendar"] = counted
        return data


OTHERWISE = _(
    "By the public table these words stand for %(low)s to %(high)s. Leave the numbers and the hedge empty to take that,"
    " or choose other words."
)


def bound(number: Fraction | str | None) -> str:
    """A number as it is kept; a hedge, and what is no number, as they are."""
    if isinstance(number, str):
        try:
            number = exact_number(number)
        except ValueError:
            return number
    return "" if number is None else number_text(number)


class FigureForm(forms.ModelForm):
    """A figure, which names its measure by key: the measure may have been typed a moment ago, above it."""

    measure_key = forms.CharField(label=_("Measure"), max_length=40, help_text=_("The key of a measure of this event."))

    class Meta:
        model = Figure
        fields = ("measure_key", "words", "value", "low", "high", "hedge", "quote", "source", "locator", "position")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.measure_id:
            self.initial["measure_key"] = self.instance.measure.key

    def clean(self):
        """The numbers follow from the words; only where these are not understood are they typed."""
        data = super().clean()
        source = data["quote"].text.source if data.get("quote") else data.get("source")
        if not (data.get("words") and source) or self.errors:
            return data
        try:
            stated = numbers.read(data["words"], source.language)
        except Refusal as refusal:
            if not (data.get("low") or data.get("high")):
                self.add_error("words", in_words(refusal))
            return data
        read = {name: bound(getattr(stated, name)) for name in ("value", "low", "high")} | {"hedge": stated.hedge}
        if any(data.get(name) and bound(data[name]) != read[name] for name in read):
            said = {"low": read["low"] or "…", "high": read["high"] or "…"}
            self.add_error("words", forms.ValidationError(OTHERWISE, params=said))
        return data | read

    def save(self, commit=True):
        """With the measure that the key names. Raises ShapeError if the event has no such measure."""
        event, key = self.instance.event, self.cleaned_data["measure_key"]
        measures = {measure.key: measure for measure in Measure.objects.filter(event=event)}
        if key not in measures:
            raise dictionary.ShapeError([(str(self.instance.words), dictionary.unknown_measure(key, set(measures)))])
        self.instance.measure = measures[key]
        return super().save(commit)


class RelationForm(forms.ModelForm):
    """A relation; which measures and units there are is known only when all rows are saved."""

    class Meta:
        model = Relation
        fields = ("formula", "reading_nl", "reading_en", "position")

    def clean_formula(self):
        """What cannot be read at all is refused here, beside the formula."""
        try:
            formulas.parse(self.cleaned_data["formula"])
        except Refusal as refusal:
            raise in_words(refusal) from None
        return self.cleaned_data["formula"]


class NoteForm(WithReferences):
    """A note; unsigned, it is signed by who saves it. ``findings`` are the choices of what it can answer."""

    reference_lines = ReferencesField()
    numbers = NumbersField()
    editor, findings = "", ()

    class Meta:
        model = Note
        fields = (
            "quote", "words", "figure", "finding", "dismisses", "verdict", "reason_nl", "reason_en", "numbers",
            "reference_lines", "author", "reviewer", "ready", "position",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["author"].required = False
        self.fields["author"].help_text = _("Empty: you.")
        if "finding" in self.fields:
            self.fields["finding"] = finding_field(self.findings, self.instance.finding)

    def clean(self):
        data = super().clean()
        data["author"] = data.get("author") or self.editor
        if data.get("ready") and not data.get("reference_lines"):
            self.add_error("reference_lines", _("A ready note needs a reference. Add one, or leave “ready” unticked."))
        return data


FINDING_HELP = _(
    "Choose what the checks found and this note answers; readers see the two side by side. The list is of the last"
    " save: after a new figure or relation, save first."
)


def finding_field(findings, stored: str) -> forms.ChoiceField:
    """A choice among the findings of an event (groups of codes and labels); a code that is stored is never lost."""
    known = {code for _group, rows in findings for code, _label in rows}
    lost = [(stored, _("%(code)s: no longer found; choose another, or none") % {"code": stored})]
    choices = [("", _("none")), *findings, *(lost if stored and stored not in known else [])]
    return forms.ChoiceField(choices=choices, required=False, label=_("Answers this finding"), help_text=FINDING_HELP)


class WithdrawForm(forms.Form):
    """Why something is taken off the site."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_("Readers who follow a link to it see this, for ever."),
    )
