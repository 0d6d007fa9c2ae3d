"""What an editor types to add a source, a text or a quote."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sources import anchoring, importers, revising
from sources.models import Quote, Source, checksum, in_words
from sources.refusal import Refusal


class LockedForm(forms.ModelForm):
    """A form for a row that counts its saves: nobody saves on top of a version that they have not seen."""

    opened_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened_on"] = self.instance.version

    def clean(self):
        data = super().clean()
        if self.instance.pk and data.get("opened_on") != self.instance.version:
            # The next save is on top of what stands now, knowingly.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_on")] = self.instance.version
            raise forms.ValidationError(
                _(
                    "Someone saved this while you were working. Nothing of yours is lost: look at theirs in another"
                    " window, take over what you want to keep, and save again."
                )
            )
        return data


class SourceForm(LockedForm):
    """A work, and with it a file or pasted words that become its next text."""

    file = forms.FileField(
        label=_("Text from a file"), required=False, help_text=_("Plain text, at most 5 MB. It becomes the next text.")
    )
    pasted = forms.CharField(
        label=_("Or pasted here"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    importer = forms.ChoiceField(
        label=_("Importer"),
        required=False,
        choices=[("auto", _("choose by what is in it")), *((name, name) for name in importers.IMPORTERS)],
    )

    class Meta:
        model = Source
        fields = "__all__"

    def clean(self):
        data = super().clean()
        if data.get("file") and data.get("pasted"):
            raise forms.ValidationError({"pasted": _("Give a file or pasted words, not both.")})
        self.text = self.read_text(data)
        return data

    def read_text(self, data):
        """The next text, not yet stored, or None. A refusal is shown at its field."""
        field = "file" if data.get("file") else "pasted"
        if not data.get(field):
            return None
        if field == "file" and data["file"].size > importers.MAX_BYTES:
            most = importers.MAX_BYTES // 1_000_000
            self.add_error(field, _("This file is larger than %(most)d MB; split it.") % {"most": most})
            return None
        raw = data["file"].read() if field == "file" else data["pasted"].replace("\r\n", "\n").encode()
        name = data["file"].name[-200:] if field == "file" else "pasted.txt"
        try:
            text = revising.read_text(self.instance, raw, name, data.get("importer") or "auto")
        except Refusal as refusal:
            self.add_error(field, in_words(refusal))
            return None
        if self.instance.pk:
            self.refuse_same_text(field, text)
        return text

    def refuse_same_text(self, field, text):
        """The same words twice are no new text."""
        if self.instance.texts.filter(sha256=checksum(text.body)).exists():
            self.add_error(field, _("This source has a text with exactly these words already."))


class QuoteForm(forms.ModelForm):
    """A quote by its exact words, copied from the text; the place is found, and shown if there are several."""

    exact = forms.CharField(
        label=_("Exact words"),
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy them from the text, every comma and spelling as it stands there."),
    )
    occurrence = forms.IntegerField(
        label=_("Occurrence"),
        required=False,
        min_value=1,
        help_text=_("Only if the words stand in the text more than once: 1 for the first, 2 for the second …"),
    )

    class Meta:
        model = Quote
        fields = ("text", "exact", "occurrence", "speaker", "translation_nl", "translation_en")

    def clean(self):
        data = super().clean()
        if self.instance.pk is None and data.get("text") and data.get("exact"):
            try:
                self.instance.text = data["text"]
                self.instance.place(anchoring.locate(data["text"].body, data["exact"], data.get("occurrence")))
                data["exact"] = self.instance.exact
                self.refuse_twin()
            except Refusal as refusal:
                self.add_error("exact", in_words(refusal))
        return data

    def refuse_twin(self):
        """The same words at the same place are one quote, with one code."""
        same = {name: getattr(self.instance, name) for name in ("text", "start", "end")}
        if twin := Quote.objects.filter(**same).first():
            message = _("These very words are a quote already: use %(code)s.")
            self.add_error("exact", forms.ValidationError(message, params={"code": twin.code}))
