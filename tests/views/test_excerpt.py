"""The first sentence of a reason."""

import pytest

from timeline.views.excerpt import cut, first_sentence


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
    assert first_sentence(markdown) == sentence


def test_a_long_sentence_is_cut_at_a_word():
    text = first_sentence("woord, " * 100, most=40)
    assert len(text) <= 41
    assert text.endswith("woord…")


def test_what_is_short_enough_stays_whole():
    assert cut("abc", 3) == "abc"
