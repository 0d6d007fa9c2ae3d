"""A number comes out of the database as it went in, and is written in one way only."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sources.fields import ExactNumberField, canonical, exact_number, number_text
from tests.builders import figured, make_event, make_source, measured
from timeline.models import Figure

FIELD = ExactNumberField(null=True, blank=True)
# As large as the column holds: eighty characters, slash and sign included.
NUMBERS = st.fractions().filter(lambda number: len(number_text(number)) <= FIELD.max_length)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=12)


@pytest.fixture
def figure(db) -> Figure:
    """A figure whose numbers a test may change."""
    book = make_source(kind="literature")
    numbers = [figured("voters", "velen", "1", "2", reference={"source": book.slug})]
    return make_event(measures=[measured("voters")], figures=numbers).figures.get()


def kept(figure: Figure) -> str:
    """The text in the column itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM timeline_figure WHERE id = %s", [figure.pk])
        return cursor.fetchone()[0]


@given(NUMBERS)
def test_the_text_of_a_number_is_that_number_and_no_other_text_is_written_for_it(number):
    text = number_text(number)
    assert exact_number(text) == number
    assert number_text(exact_number(text)) == text


@given(NUMBERS, st.integers(1, 99))
def test_however_a_fraction_is_written_it_is_kept_in_lowest_terms(number, times):
    written = f"{number.numerator * times}/{number.denominator * times}"
    assert number_text(exact_number(written)) == number_text(number)


@given(DECIMALS)
def test_a_decimal_keeps_every_digit_and_no_zero_that_says_nothing(number):
    text = number_text(exact_number(str(number)))
    assert Decimal(text) == number
    assert "E" not in text
    assert not (text.endswith("0") and "." in text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("96.75", "96.75"),
        ("0.50", "0.5"),
        ("-3", "-3"),
        ("+3", "3"),
        ("-0", "0"),
        ("1e6", "1000000"),
        ("1/3", "1/3"),
        ("2/6", "1/3"),
        ("1/8", "0.125"),
        ("-1/40", "-0.025"),
        (" 7 ", "7"),
        (".5", "0.5"),
        (Fraction(1, 3), "1/3"),
        (Decimal("0.1"), "0.1"),
        (12, "12"),
        ("89844000", "89844000"),
        ("0." + "3" * 78, "0." + "3" * 78),
    ],
)
def test_a_number_is_kept_in_its_canonical_text_and_comes_back_exact(figure, given, text):
    figure.value = given
    figure.save()
    figure.refresh_from_db()
    assert kept(figure) == text
    assert figure.value == exact_number(text)
    assert isinstance(figure.value, Fraction)


@pytest.mark.django_db
def test_any_fraction_comes_out_of_the_database_as_it_went_in(figure):
    @given(NUMBERS)
    def comes_back(number):
        figure.value = number
        figure.save()
        figure.refresh_from_db()
        assert figure.value == number
        assert kept(figure) == number_text(number)
        assert Figure.objects.filter(value=number).count() == 1

    comes_back()


@pytest.mark.django_db
@pytest.mark.parametrize("empty", [None, ""])
def test_no_number_is_no_number(figure, empty):
    figure.value = empty
    figure.full_clean()
    figure.save()
    figure.refresh_from_db()
    assert figure.value is None
    assert kept(figure) is None


@pytest.mark.parametrize(
    "text",
    [
        "bijna 2 miljoen", "1,5", "1.5.2", "1/0", "1/2/3", "/2", "1/", "1.5/2", "nan", "sNaN", "inf", "-Infinity",
        "1e61", "1e-61", "1e999999999999", "0x10", "1 000", "1_000", "1_0/3", "١٢", "٣/٤", "½", "--1", "1\0", "True",
        "1/ 3", "1 /3", "9" * 5000, "1/" + "9" * 5000,
    ],
)  # fmt: skip
def test_what_is_not_an_exact_number_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r".*"):
        exact_number(text)
    with pytest.raises(ValidationError) as refused:
        FIELD.clean(text, None)
    assert "1/3" in refused.value.messages[0]
    assert len(refused.value.messages[0]) < 300


@pytest.mark.parametrize("number", ["0." + "3" * 79, f"{10**40}/{10**40 + 1}", "1e-60"])
def test_a_number_that_the_column_cannot_hold_is_refused_before_it_is_stored(number):
    text = number_text(exact_number(number))
    if len(text) > FIELD.max_length:
        with pytest.raises(ValidationError):
            FIELD.clean(number, None)
    else:
        assert FIELD.clean(number, None) == exact_number(number)


def test_what_a_form_shows_is_what_it_reads_back():
    shown = FIELD.formfield()
    assert shown.prepare_value(Fraction(1, 3)) == "1/3"
    assert shown.prepare_value("bijna") == "bijna"
    assert not shown.has_changed(Fraction(1, 2), "0.5")
    assert shown.has_changed(Fraction(1, 2), "0.6")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    )
)
def test_plain_data_has_one_text(value):
    import json

    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_the_text_of_plain_data_keeps_the_order_of_its_keys_and_its_letters():
    assert canonical({"b": "é", "a": [1, None]}) == '{"b":"é","a":[1,null]}'
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
