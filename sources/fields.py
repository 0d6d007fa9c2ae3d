"""Two columns that come back exactly as they went in, on every database."""

import json
import re
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# A decimal or a fraction, in the ten digits that we write and no others.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?|[+-]?\d+/\d+", re.ASCII | re.IGNORECASE)
LONGEST = 200  # characters; far above what a column holds


def canonical(value) -> str:
    """The one JSON text of a value: sorted by nothing (order carries meaning), no spaces, no escaped letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def exact_number(text: str) -> Fraction:
    """A number as we write it: ``96.75``, ``-3`` or ``1/3``. Raises ValueError for anything else."""
    if len(text) > LONGEST or not NUMBER.fullmatch(text):
        raise ValueError(text[:LONGEST])
    if "/" in text:
        over, under = map(int, text.split("/"))
        if under == 0:
            raise ValueError(text)
        return Fraction(over, under)
    number = Decimal(text)
    if abs(number.adjusted()) > 60:
        raise ValueError(text)
    return Fraction(number)


def exact_or_none(text: str | None) -> Fraction | None:
    """A number as we write it, or None where nothing stands."""
    return exact_number(text) if text else None


def number_text(number: Fraction) -> str:
    """The canonical text of a number: decimal where that is exact, else a fraction."""
    under, twos, fives = number.denominator, 0, 0
    while under % 2 == 0:
        under, twos = under // 2, twos + 1
    while under % 5 == 0:
        under, fives = under // 5, fives + 1
    if under != 1:
        return f"{number.numerator}/{number.denominator}"
    places = max(twos, fives)
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    sign = "-" if number < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


# 15.000 is fifteen thousand in Dutch; 0.125 and 1234.567 can only be decimals.
GROUPED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+\Z")


class ExactNumberInput(forms.CharField):
    """The form's side of an exact number: shown in its canonical text, read back by the column itself."""

    def prepare_value(self, value):
        return number_text(value) if isinstance(value, Fraction) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        """Refuses what a Dutch hand means as thousands and a machine would read as decimals."""
        value = super().clean(value)
        if GROUPED.match(str(value)):
            digits = str(value).replace(".", "")
            message = _("“%(value)s” can be read in two ways. Write %(digits)s, or one more nought for decimals.")
            raise ValidationError(message, params={"value": value, "digits": digits})
        return value


class ExactNumberField(models.CharField):
    """A rational number kept as text, since SQLite would make a decimal a float. ``None`` where there is none."""

    description = _("An exact number: 96.75 or 1/3")

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 80)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return None if value is None else exact_number(value)

    def to_python(self, value):
        if value is None or value == "":
            return None
        if isinstance(value, Fraction):
            return value
        try:
            return exact_number(str(value).strip())
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not an exact number. Write digits with a point, or a fraction: 96.75, 1/3."),
                params={"value": str(value)[:40]},
            ) from error

    def get_prep_value(self, value):
        value = self.to_python(value)
        return None if value is None else number_text(value)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def run_validators(self, value):
        super().run_validators(None if value is None else number_text(value))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": ExactNumberInput, **kwargs})


class JSONInput(forms.JSONField):
    """JSON as it was typed; half of a character (an escaped surrogate) is shown escaped, as no page can hold it."""

    def prepare_value(self, value):
        text = super().prepare_value(value)
        return json.dumps(value) if isinstance(text, str) and not encodable(text) else text


def encodable(text: str) -> bool:
    """Whether the text can be written in UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class CanonicalJSONField(models.TextField):
    """Plain data kept as canonical JSON text, since PostgreSQL's jsonb would reorder its keys."""

    description = _("Plain data, byte for byte")

    def from_db_value(self, value, expression, connection):
        return None if value is None else json.loads(value)

    def to_python(self, value):
        try:
            return json.loads(value if isinstance(value, str) else canonical(value))
        except (TypeError, ValueError) as error:
            raise ValidationError(
                _("This is not JSON. Write objects, lists, text and numbers as in the example.")
            ) from error

    def get_prep_value(self, value):
        return None if value is None else canonical(value)

    def value_to_string(self, obj):
        return canonical(self.value_from_object(obj))

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": JSONInput, "widget": forms.Textarea, **kwargs})
