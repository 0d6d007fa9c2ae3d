"""The first sentences of a reason."""

import pytest

from timeline.views.excerpt import cut, first_sentences


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("One. Two.", "One."),
        ("Only one", "Only one"),
        ("", ""),
        ("Volgens V. I. Lenin was het zo. Meer.", "Volgens V. I. Lenin was het zo."),
        ("Dat zegt dr. Smit op p. 12. Meer.", "Dat zegt dr. Smit op p. 12."),
        ("Zo'n 1.5 miljoen, o.a. Russen. Meer.", "Zo'n 1.5 miljoen, o.a. Russen."),
        ("In 44 v.Chr. Augustus kwam. Meer.", "In 44 v.Chr. Augustus kwam."),
        ("Hij zei “nee.” Toen ging hij.", "Hij zei “nee.”"),
        ("Waarom? Daarom.", "Waarom?"),
        ("Er waren er 5. Meer niet.", "Er waren er 5."),
        ("It is *not* a [link](https://example.org/a.b) here. More.", "It is not a link here."),
        ("One\nline. Two.", "One line."),
        ("First\n\nSecond.", "First"),
        ("- An item. More.", "An item."),
        ("<b>x</b> & y. More.", "<b>x</b> & y."),
        ("Zij zweeg… “Ja.” Zei hij.", "Zij zweeg…"),
    ],
)
def test_the_first_sentence_of_a_text(markdown, sentence):
    assert first_sentences(markdown, least=1) == sentence


def test_a_long_sentence_is_cut_at_a_word():
    text = first_sentences("woord, " * 100, most=40)
    assert len(text) <= 41
    assert text.endswith("woord…")


def test_what_is_short_enough_stays_whole():
    assert cut("abc", 3) == "abc"


def test_a_short_first_sentence_brings_the_next_along_as_far_as_there_is_room():
    text = "The month is right. The year is not: it was 1923. Much more could be said of this."
    assert first_sentences(text, least=20, most=60) == "The month is right. The year is not: it was 1923."
    assert first_sentences(text, least=1) == "The month is right."
    assert first_sentences(text, least=200, most=300) == text
    assert first_sentences(text, least=60, most=60) == "The month is right. The year is not: it was 1923."
