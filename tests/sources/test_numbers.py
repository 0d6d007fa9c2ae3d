import re
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sources.fields import ExactNumberField, exact_number, number_text
from sources.numbers import (
    EMPHASIS,
    HEDGES,
    LANGUAGES,
    LONGEST,
    MOST_DIGITS,
    PLURALS,
    SCALES,
    StatedNumber,
    Unread,
    read,
)
from timeline.models import evidence

unhurried = settings(deadline=None, max_examples=300)  # a loaded machine is no failure

# Words, value, low, high, hedge, unit; numbers as we write them, None for what is open.

# Every form of the first item of issue 3, and the same in English where it is said there.
FORMS = [
    ("nl", "89.844.000", "89844000", "89843500", "89844500", "", ""),
    ("en", "89,844,000", "89844000", "89843500", "89844500", "", ""),
    ("nl", "96,8 %", "96.8", "96.75", "96.85", "", "%"),
    ("en", "96.8 %", "96.8", "96.75", "96.85", "", "%"),
    ("nl", "bijna 2 miljoen", "2000000", "1800000", "2000000", "nearly", ""),
    ("en", "nearly 2 million", "2000000", "1800000", "2000000", "nearly", ""),
    ("nl", "zowat 50.000", "50000", "45000", "55000", "about", ""),
    ("en", "some 50,000", "50000", "45000", "55000", "about", ""),
    ("nl", "meer dan twee miljoen", "2000000", "2000000", None, "over", ""),
    ("en", "more than two million", "2000000", "2000000", None, "over", ""),
    ("nl", "8 tot 20 miljoen", None, "8000000", "20000000", "between", ""),
    ("en", "8 to 20 million", None, "8000000", "20000000", "between", ""),
    ("nl", "een derde", "1/3", "1/3", "1/3", "", ""),
    ("en", "a third", "1/3", "1/3", "1/3", "", ""),
    ("nl", "80%", "80", "79.5", "80.5", "", "%"),
    ("en", "80%", "80", "79.5", "80.5", "", "%"),
    ("nl", "1,5 miljoen", "1500000", "1450000", "1550000", "", ""),
    ("en", "1.5 million", "1500000", "1450000", "1550000", "", ""),
    ("nl", "tienduizenden", None, "10000", "100000", "between", ""),
    ("en", "tens of thousands", None, "10000", "100000", "between", ""),
    ("nl", "minder dan 1,5 miljoen", "1500000", None, "1500000", "under", ""),
    ("en", "less than 1.5 million", "1500000", None, "1500000", "under", ""),
    ("nl", "twee derden", "2/3", "2/3", "2/3", "", ""),
    ("en", "two thirds", "2/3", "2/3", "2/3", "", ""),
    ("nl", "11 (later 15)", "11", "11", "11", "", ""),
    ("en", "11 (later 15)", "11", "11", "11", "", ""),
]
# What the two texts of the first corpus count, and the literature beside them.
SLIDES = [
    ("nl", "twee kamers", "2", "2", "2", "", "kamers"),
    ("nl", "Eén staatsmachine", "1", "1", "1", "", "staatsmachine"),
    ("nl", "één plan", "1", "1", "1", "", "plan"),
    ("nl", "Een", "1", "1", "1", "", ""),
    ("nl", "vier jaar", "4", "4", "4", "", "jaar"),
    ("nl", "11 (later 15) \n\nrepublieken", "11", "11", "11", "", "republieken"),
    ("nl", "later 15", "15", "15", "15", "", ""),
    ("nl", "16 autonome republieken", "16", "16", "16", "", "autonome republieken"),
    ("nl", "5 autonome gebieden", "5", "5", "5", "", "autonome gebieden"),
    ("nl", "1 afgevaardigde van de Sovjet Unie", "1", "1", "1", "", "afgevaardigde van de Sovjet Unie"),
    ("nl", "zowat 300.000 personen", "300000", "270000", "330000", "about", "personen"),
    ("nl", "25 vertegenwoordigers per Republiek", "25", "25", "25", "", "vertegenwoordigers per Republiek"),
    ("nl", "5  vertegenwoordigers per autonome regio", "5", "5", "5", "", "vertegenwoordigers per autonome regio"),
    ("nl", "bijna zes maanden", "6", "5.4", "6", "nearly", "maanden"),
    ("nl", "meer dan 90 %", "90", "90", None, "over", "%"),
    ("nl", "91 miljoen mensen", "91000000", "90500000", "91500000", "", "mensen"),
    ("nl", "93 \n\nmiljoen kiesgerechtigden", "93000000", "92500000", "93500000", "", "kiesgerechtigden"),
    ("nl", "89.844.000  stemmen voor het Blok", "89844000", "89843500", "89844500", "", "stemmen voor het Blok"),
    ("nl", "632.000 tegen", "632000", "631500", "632500", "", "tegen"),
    ("nl", "98,6 %", "98.6", "98.55", "98.65", "", "%"),
    ("nl", "bijna 2 miljoen gevangenen", "2000000", "1800000", "2000000", "nearly", "gevangenen"),
    ("nl", "580.000 politieke gevangenen", "580000", "579500", "580500", "", "politieke gevangenen"),
    ("nl", "340.000", "340000", "339500", "340500", "", ""),
    ("nl", "zowat \n\n50.000 doden", "50000", "45000", "55000", "about", "doden"),
]
DOSSIER = [
    ("nl", "vier en een half jaar", "4.5", "4.5", "4.5", "", "jaar"),
    ("nl", "4.700 communisten", "4700", "4699.5", "4700.5", "", "communisten"),
    ("nl", "nog geen tien jaar", "10", None, "10", "under", "jaar"),
    ("nl", "meer dan twee miljoen Russen", "2000000", "2000000", None, "over", "Russen"),
    ("nl", "80% van de bevolking", "80", "79.5", "80.5", "", "% van de bevolking"),
    ("nl", "30.000 doden", "30000", "29500", "30500", "", "doden"),
    ("nl", "drie ministerfuncties", "3", "3", "3", "", "ministerfuncties"),
    ("nl", "21 legers", "21", "21", "21", "", "legers"),
    ("nl", "elf landen", "11", "11", "11", "", "landen"),
    ("nl", "25.000 vrijwilligers uit Petrograd", "25000", "24500", "25500", "", "vrijwilligers uit Petrograd"),
    ("nl", "15.000", "15000", "14500", "15500", "", ""),
    ("nl", "twee derden van de officiers", "2/3", "2/3", "2/3", "", "van de officiers"),
    ("nl", "Twintig jaar", "20", "20", "20", "", "jaar"),
    ("nl", "nog slechts een derde", "1/3", "1/3", "1/3", "", ""),
    ("nl", "een vijfde", "1/5", "1/5", "1/5", "", ""),
    ("nl", "een tiende", "1/10", "1/10", "1/10", "", ""),
    ("nl", "een vierde", "1/4", "1/4", "1/4", "", ""),
    ("nl", "tienduizenden werkenden", None, "10000", "100000", "between", "werkenden"),
    ("nl", "3 miljoen", "3000000", "2500000", "3500000", "", ""),
    ("nl", "acht verschillende platformen", "8", "8", "8", "", "verschillende platformen"),
    ("nl", "Honderdduizenden vroegere topmensen", None, "100000", "1000000", "between", "vroegere topmensen"),
    ("nl", "313.000", "313000", "312500", "313500", "", ""),
    ("nl", "650.000", "650000", "649500", "650500", "", ""),
    ("nl", "30 personeelsleden", "30", "30", "30", "", "personeelsleden"),
    ("nl", "al 602", "602", "601.5", "602.5", "", ""),
    ("nl", "42.000 partijleden", "42000", "41500", "42500", "", "partijleden"),
    ("nl", "Elf leidinggevende leden", "11", "11", "11", "", "leidinggevende leden"),
    ("nl", "bijna 70", "70", "63", "70", "nearly", ""),
]
LITERATURE = [
    ("en", "300,000", "300000", "299500", "300500", "", ""),
    ("en", "four years", "4", "4", "4", "", "years"),
    ("en", "two sessions a year", "2", "2", "2", "", "sessions a year"),
    ("en", "94,000,000", "94000000", "93500000", "94500000", "", ""),
    ("en", "94,138,000", "94138000", "94137500", "94138500", "", ""),
    ("en", "over 91,000,000", "91000000", "91000000", None, "over", ""),
    ("en", "96.8 per cent", "96.8", "96.75", "96.85", "", "%"),
    ("en", "4,700", "4700", "4699.5", "4700.5", "", ""),
    ("en", "six", "6", "6", "6", "", ""),
    ("en", "50502", "50502", "50501.5", "50502.5", "", ""),
    ("en", "681,692", "681692", "681691.5", "681692.5", "", ""),
    ("en", "950,000–1.2 million", None, "950000", "1200000", "between", ""),
    ("en", "approximately six million", "6000000", "5400000", "6600000", "about", ""),
    ("en", "nine million", "9000000", "8500000", "9500000", "", ""),
    ("en", "c. 30 per cent", "30", "27", "33", "about", "%"),
    ("en", "75-85 per cent", None, "75", "85", "between", "%"),
    ("en", "about three quarters", "0.75", "0.675", "0.825", "about", ""),
]
# The rest of the rules, each at its edges.
PRECISION = [
    ("nl", "0", "0", "0", "0", "", ""),
    ("nl", "nul doden", "0", "0", "0", "", "doden"),
    ("nl", "0 %", "0", "0", "0.5", "", "%"),  # nothing is less than nothing
    ("nl", "99", "99", "99", "99", "", ""),
    ("nl", "100", "100", "99.5", "100.5", "", ""),
    ("nl", "1917", "1917", "1916.5", "1917.5", "", ""),
    ("nl", "1.000", "1000", "500", "1500", "", ""),
    ("nl", "1000", "1000", "500", "1500", "", ""),
    ("nl", "1.000.000", "1000000", "500000", "1500000", "", ""),
    ("nl", "1.500.000", "1500000", "1499500", "1500500", "", ""),
    ("nl", "100 miljoen", "100000000", "99500000", "100500000", "", ""),
    ("nl", "1,50 miljoen", "1500000", "1495000", "1505000", "", ""),
    ("nl", "1,0 miljoen", "1000000", "950000", "1050000", "", ""),
    ("nl", "2 mld. roebel", "2000000000", "1500000000", "2500000000", "", "roebel"),
    ("nl", "9" * MOST_DIGITS, "9" * MOST_DIGITS, f"{'9' * (MOST_DIGITS - 1)}8.5", f"{'9' * MOST_DIGITS}.5", "", ""),
    ("nl", "5".rjust(LONGEST), "5", "5", "5", "", ""),
    ("en", "30 workers and peasants", "30", "30", "30", "", "workers and peasants"),
    ("en", "25,000 volunteers from Petrograd", "25000", "24500", "25500", "", "volunteers from Petrograd"),
    ("nl", "2,5 kinderen", "2.5", "2.45", "2.55", "", "kinderen"),
    ("nl", "een procent", "1", "0.5", "1.5", "", "%"),
    ("nl", "honderd procent", "100", "99.5", "100.5", "", "%"),
    ("nl", "anderhalf procent", "1.5", "1.25", "1.75", "", "%"),
    ("nl", "89 844 000", "89844000", "89843500", "89844500", "", ""),
    ("nl", "89\u00a0844\u00a0000", "89844000", "89843500", "89844500", "", ""),
    ("nl", "89\u202f844\u2009000,5", "89844000.5", "89844000.45", "89844000.55", "", ""),
    ("en", "0.125", "0.125", "0.1245", "0.1255", "", ""),
    ("en", "1234.567", "1234.567", "1234.5665", "1234.5675", "", ""),
    ("en", "1,234.567", "1234.567", "1234.5665", "1234.5675", "", ""),
    ("en", "1.5000", "1.5", "1.49995", "1.50005", "", ""),
    ("nl", "1.234,567", "1234.567", "1234.5665", "1234.5675", "", ""),
]
WORDS = [
    ("nl", "eenentwintig", "21", "21", "21", "", ""),
    ("nl", "tweeëntwintig", "22", "22", "22", "", ""),
    ("nl", "tweeentwintig", "22", "22", "22", "", ""),
    ("en", "twenty-one", "21", "21", "21", "", ""),
    ("en", "twenty one", "21", "21", "21", "", ""),
    ("nl", "honderd", "100", "99.5", "100.5", "", ""),
    ("en", "a hundred", "100", "99.5", "100.5", "", ""),
    ("nl", "duizend", "1000", "500", "1500", "", ""),
    ("nl", "duizend en een", "1001", "1000.5", "1001.5", "", ""),
    ("nl", "twaalfhonderd", "1200", "1199.5", "1200.5", "", ""),
    ("nl", "vierduizend zevenhonderd", "4700", "4699.5", "4700.5", "", ""),
    ("nl", "negentienhonderdzeventien", "1917", "1916.5", "1917.5", "", ""),
    ("nl", "drie honderd duizend", "300000", "299500", "300500", "", ""),
    ("nl", "duizend miljoen", "1000000000", "500000000", "1500000000", "", ""),
    ("nl", "twee miljoen driehonderdduizend", "2300000", "2299500", "2300500", "", ""),
    ("en", "two hundred and fifty thousand", "250000", "249500", "250500", "", ""),
    ("nl", "half", "0.5", "0.5", "0.5", "", ""),
    ("nl", "de helft van de leden", "0.5", "0.5", "0.5", "", "van de leden"),
    ("en", "half of the members", "0.5", "0.5", "0.5", "", "of the members"),
    ("nl", "een halve eeuw", "0.5", "0.5", "0.5", "", "eeuw"),
    ("nl", "een half miljoen", "500000", "250000", "750000", "", ""),
    ("nl", "twaalfhonderdduizend", "1200000", "1199500", "1200500", "", ""),
    ("en", "half a million", "500000", "250000", "750000", "", ""),
    ("en", "a quarter of a million", "250000", "125000", "375000", "", ""),
    ("nl", "driekwart miljoen", "750000", "625000", "875000", "", ""),
    ("nl", "anderhalf jaar", "1.5", "1.5", "1.5", "", "jaar"),
    ("nl", "anderhalf miljoen", "1500000", "1250000", "1750000", "", ""),
    ("nl", "tweeënhalf miljoen", "2500000", "2250000", "2750000", "", ""),
    ("en", "four and a half million", "4500000", "4250000", "4750000", "", ""),
    ("en", "two-thirds of the officers", "2/3", "2/3", "2/3", "", "of the officers"),
    ("nl", "een derde deel van de officieren", "1/3", "1/3", "1/3", "", "deel van de officieren"),
]
HEDGED = [
    # "About" never says more than the bare number, which is rounded to the million already.
    ("nl", "ongeveer 2 miljoen", "2000000", "1500000", "2500000", "about", ""),
    ("nl", "zo’n half miljoen", "500000", "250000", "750000", "about", ""),
    ("nl", "ongeveer 30", "30", "27", "33", "about", ""),
    ("nl", "rond de 300", "300", "270", "330", "about", ""),
    ("nl", "krap 2 miljoen", "2000000", "1800000", "2000000", "nearly", ""),
    ("nl", "bijna de helft", "0.5", "0.45", "0.5", "nearly", ""),
    ("nl", "ruim 80 %", "80", "80", None, "over", "%"),
    ("nl", "boven de 80", "80", "80", None, "over", ""),
    ("nl", "minstens 300", "300", "300", None, "at_least", ""),
    ("en", "no fewer than 300", "300", "300", None, "at_least", ""),
    ("nl", "ten hoogste drie jaar", "3", None, "3", "at_most", "jaar"),
    ("en", "up to 20 million", "20000000", None, "20000000", "at_most", ""),
    ("nl", "maar liefst 650.000", "650000", "649500", "650500", "", ""),
    ("nl", "al meer dan 90 %", "90", "90", None, "over", "%"),
    ("en", "only a third", "1/3", "1/3", "1/3", "", ""),
]
RANGES = [
    ("nl", "tussen de 8 en 20 miljoen", None, "8000000", "20000000", "between", ""),
    ("nl", "van 8 tot 20 miljoen doden", None, "8000000", "20000000", "between", "doden"),
    ("en", "from 8 to 20 million", None, "8000000", "20000000", "between", ""),
    ("en", "between 8 and 20 million", None, "8000000", "20000000", "between", ""),
    ("nl", "8-20 miljoen", None, "8000000", "20000000", "between", ""),
    ("en", "8–20 million", None, "8000000", "20000000", "between", ""),
    ("nl", "0,5-0,8 miljoen", None, "500000", "800000", "between", ""),
    ("nl", "10-20", None, "10", "20", "between", ""),
    ("nl", "8 - 20 miljoen", None, "8000000", "20000000", "between", ""),
    ("nl", "8 à 10", None, "8", "10", "between", ""),
    ("nl", "8 miljoen tot 20 miljoen", None, "8000000", "20000000", "between", ""),
    ("nl", "80 tot 90 %", None, "80", "90", "between", "%"),
    ("en", "8%-10%", None, "8", "10", "between", "%"),
    ("nl", "een half tot anderhalf miljoen", None, "500000", "1500000", "between", ""),
    ("nl", "tussen een derde en de helft", None, "1/3", "1/2", "between", ""),
    ("en", "two to three hundred", None, "200", "300", "between", ""),
    ("nl", "tussen een en honderd", None, "1", "100", "between", ""),
    ("en", "between fifty and a thousand", None, "50", "1000", "between", ""),
    ("nl", "tussen honderd en een en honderd en vijf", None, "101", "105", "between", ""),
    ("en", "between two and a half and three million", None, "2500000", "3000000", "between", ""),
    ("nl", "tientallen miljoenen", None, "10000000", "100000000", "between", ""),
    ("en", "hundreds of workers", None, "100", "1000", "between", "workers"),
]
TABLE = FORMS + SLIDES + DOSSIER + LITERATURE + PRECISION + WORDS + HEDGED + RANGES

# Words, and what of them the refusal names.
REFUSED = [
    # not understood
    ("nl", "een meerderheid", "“een meerderheid” can be one or any"),
    ("nl", "Een vertegenwoordiger per nationaliteit", "can be one or any"),
    ("nl", "een van de verliezers", "can be one or any"),
    ("nl", "jaarlijks", "“jaarlijks” states no number"),
    ("nl", "om de vier jaar", "“om de” is not understood"),
    ("nl", "bijna altijd meer dan 90 %", "“altijd meer dan” is not understood"),
    ("nl", "het 11de congres", "“het” is not understood"),
    ("nl", "11de congres", "“11de” is not a number in Dutch"),
    ("en", "the 1930s", "“the” is not understood"),
    ("nl", "1917e", "“1917e” is not a number in Dutch"),
    ("nl", "4 april", "“april” is not understood"),
    ("nl", "25 oktober 1917", "“oktober”, “1917” is not understood"),
    ("nl", "drie jaar later", "“later” is not understood"),
    ("nl", "van 313.000 begin 1919 tot 650.000", "“1919” is not understood"),
    ("nl", "van 3 miljoen in 1917 tot minder dan 1,5 miljoen", "“1917” is not understood"),
    ("nl", "tot een vijfde", "“tot” is not understood"),
    ("nl", "een paar honderd", "“paar”, “honderd” is not understood"),
    ("en", "a few million", "“a few” is not understood"),
    ("nl", "vele duizenden", "“vele” is not understood"),
    ("nl", "een tiental", "“tiental” is not understood"),
    ("nl", "2 dozijn", "“dozijn” is not understood"),
    ("nl", "3 ton", "“ton” is not understood"),
    ("en", "5 m", "“m” is not understood"),
    ("nl", "3 miljoen of meer", "“meer” is not understood"),
    ("nl", "drie OF boeren", "“OF” is not understood"),
    ("nl", "drie van DE", "“DE” is not understood"),
    ("en", "3 workers or peasants", "“or” is not understood"),
    ("nl", "8 tot", "“tot” is not understood"),
    ("nl", "een derden", "“derden” is not understood"),
    ("en", "one thirds", "“thirds” is not understood"),
    ("nl", "eenenhalf", "“eenenhalf” states no number"),
    ("nl", "honderd nul", "“nul” is not understood"),
    ("nl", "honderd honderd", "“honderd” is not understood"),
    ("en", "3 a million", "“million” is not understood"),
    ("en", "1.5 of a million", "“million” is not understood"),
    ("nl", "3-miljoen", "“3-miljoen” is not a number in Dutch"),
    ("nl", "3 half-miljoenen", "“half-miljoenen” is not understood"),
    ("nl", "8 of 9", "“9” is not understood"),
    ("nl", "drie of boeren", "“of” is not understood"),
    ("nl", "drie van de", "“de” is not understood"),
    ("nl", "drie honderden vijf", "“honderden”, “vijf” is not understood"),
    ("nl", "meer dan honderden een", "“honderden” is not understood"),
    ("nl", "9 van de 10", "“10” is not understood"),
    ("en", "one in three", "“three” is not understood"),
    ("nl", "80 % meer", "“meer” is not understood"),
    ("nl", "bijna ruim 300", "“ruim” is not understood"),
    ("nl", "ongeveer 8 tot 20 miljoen", "“tot”, “20”, “miljoen” is not understood"),
    ("nl", "miljoen", "“miljoen” is not understood"),
    ("en", "thousand people", "“thousand” is not understood"),
    ("nl", "3 million", "“million” is not understood"),
    ("en", "3 miljoen", "“miljoen” is not understood"),
    ("en", "ten minste 3", "“minste”, “3” is not understood"),
    ("nl", "3 miljoen.", "“miljoen.” is not understood"),
    ("nl", "drie en twintig", "“twintig” is not understood"),
    ("nl", "zes tien", "“tien” is not understood"),
    ("nl", "twintighonderd", "“twintighonderd” states no number"),
    ("en", "two three", "“three” is not understood"),
    ("en", "two hundred-three", "“hundred-three” is not understood"),
    ("nl", "91 miljoen (96,8 %)", "“(96,8 %)” is not understood"),
    ("nl", "(later 15)", "“(later 15)” is not understood"),
    ("nl", "11 (later 15", "“(later 15” is not understood"),
    ("nl", "8 personen tot 20 doden", "“8 personen tot 20 doden” is not understood"),
    ("nl", "stemplicht", "“stemplicht” states no number"),
    ("nl", "bijna", "“bijna” states no number"),
    # two readings, both named
    ("en", "1.500", "as 1500 or as 1.5;"),
    ("nl", "1,500", "as 1500 or as 1,5;"),
    ("nl", "96,000 %", "as 96000 or as 96;"),
    ("en", "1 500.250", "as 1500250 or as 1500.25"),
    ("nl", "3 MILJOEN (LATER 5)", "as LATER 5 or as LATER 5 miljoen"),
    ("en", "between a thousand and a hundred and two thousand", "as 1000 – 102000 or as 1100 – 2000"),
    (
        "en",
        "between two hundred and one thousand and one and three hundred and one thousand and one",
        "and three hundred and one thousand and one” is not understood",
    ),
    ("nl", "3 miljoen (later 5)", "as later 5 or as later 5 miljoen"),
    ("nl", "80 % (later 90)", "as later 90 or as later 90 %"),
    ("en", "two to three hundred million", "as 2000000 – 300000000 or as 200000000 – 300000000"),
    ("nl", "met een vijfde voorwaarde", "“met” is not understood"),
    ("nl", "een vijfde voorwaarde", "can be a share or a place in a row"),
    ("en", "a third less", "can be a share or a place in a row"),
    # malformed in its language
    ("nl", "96.8", "“96.8” is not a number in Dutch, as “89.844.000” and “96,8” are"),
    ("en", "1,5", "“1,5” is not a number in English, as “89,844,000” and “96.8” are"),
    ("nl", "89.844,000.1", "“89.844,000.1”"),
    ("nl", "89.844 000", "“89.844 000”"),
    ("nl", "1234.567", "“1234.567”"),
    ("en", "12,3456", "“12,3456”"),
    ("nl", "0.500", "“0.500”"),
    ("nl", "007", "“007”"),
    ("nl", "89 84", "“89 84”"),
    ("nl", "1,", "“1,”"),
    ("nl", "1/3", "“1/3”"),
    ("nl", "1e5", "“1e5”"),
    # ranges that do not run upward
    ("nl", "1918-19", "“1918 – 19” does not run"),
    ("nl", "van 3 miljoen tot 1,5 miljoen", "does not run"),
    ("nl", "8 miljoen tot 20", "does not run"),
    ("nl", "5 tot 5", "does not run"),
    # signs, and what is no text
    ("nl", "-5", "“-5” is not understood"),
    ("nl", "+5", "“+” (U+002B)"),
    ("nl", "−5", "“−” (U+2212)"),
    ("nl", "∞", "“∞” (U+221E)"),
    ("nl", "5 km²", "“²” (U+00B2)"),
    ("nl", "2½ miljoen", "“½” (U+00BD)"),
    ("nl", "٣", "(U+0663)"),
    ("nl", "３ miljoen", "(U+FF13)"),
    ("nl", "3 mil\u00adjoen", "(U+00AD)"),
    ("nl", "3 mіljoen", "(U+0456)"),  # a Cyrillic і
    ("nl", "3\x00", "“\ufffd” (U+0000)"),
    ("nl", "3 \ud800", "“\ufffd” (U+D800)"),
    ("nl", "", "There are no words"),
    ("nl", " \u00a0\n", "There are no words"),
    ("nl", "nan", "“nan” states no number"),
    ("nl", "9" * (MOST_DIGITS + 1), f"more than {MOST_DIGITS} digits"),
    ("nl", "9" * (LONGEST + 1), f"The words have {LONGEST + 1} characters, at most {LONGEST}"),
    ("ru", "1,803,392", "not in “ru”"),
]


def number(text):
    return None if text is None else exact_number(text)


def outcome(words, language):
    """The reading, or None where there is none."""
    try:
        return read(words, language)
    except Unread:
        return None


def refusal(words, language):
    with pytest.raises(Unread) as caught:
        read(words, language)
    return str(caught.value)


# By the table


@pytest.mark.parametrize(("language", "words", "value", "low", "high", "hedge", "unit"), TABLE)
def test_a_number_is_read_as_the_rules_say(language, words, value, low, high, hedge, unit):
    assert stated(read(words, language)) == (number(value), number(low), number(high), hedge, unit)


def stated(reading):
    return reading.value, reading.low, reading.high, reading.hedge, reading.unit


@pytest.mark.parametrize(("language", "words", "said"), REFUSED)
def test_what_is_not_understood_is_refused_by_name(language, words, said):
    assert said in refusal(words, language)


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("11 (later 15)", "11", "15"),
        ("11 (later 15) republieken", "11 republieken", "15 republieken"),
        ("11 republieken (later 15)", "11 republieken", "15 republieken"),
        ("11 republieken (later 15 staten)", "11 republieken", "15 staten"),
        ("93 (later 94) miljoen", "93 miljoen", "94 miljoen"),
        ("3 miljoen (Later 5 MILJOEN)", "3 miljoen", "5 miljoen"),
        ("800 duizend (later 1 miljoen)", "800 duizend", "1 miljoen"),
        ("80 (later meer dan 90) %", "80 %", "meer dan 90 %"),
    ],
)
def test_of_two_numbers_the_later_one_follows_the_first(words, first, second):
    reading = read(words, "nl")
    assert reading.then == read(second, "nl")
    assert stated(reading) == stated(read(first, "nl"))


def test_the_language_may_have_a_region():
    assert read("1,5", "nl-BE") == read("1,5", "nl")
    assert read("1.5", "en-GB") == read("1.5", "en")


# The public tables


def phrases(language):
    """Every phrase that hedges, and its hedge; ranges apart."""
    rows = [row for row in HEDGES if row.name not in ("", "between")]
    return [(phrase, row.name) for row in rows for phrase in getattr(row, language).split(", ")]


def test_the_hedges_are_those_of_the_desk_and_each_has_its_rule():
    assert [row.name for row in HEDGES] == [name for name, _label in evidence.HEDGES]
    assert all(row.rule for row in HEDGES)
    assert HEDGES[0].name == ""
    assert HEDGES[-1].name == "between"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_hedge_of_the_table_is_read_as_itself(language):
    for phrase, hedge in phrases(language):
        assert read(f"{phrase} 300 kg", language).hedge == hedge
        assert read(f"{phrase.capitalize()} 300 kg", language).hedge == hedge


@pytest.mark.parametrize("language", LANGUAGES)
def test_emphasis_changes_nothing(language):
    for word in EMPHASIS[language].split(", "):
        for plain in ("300 kg", f"{phrases(language)[0][0]} 300 kg", next(iter(PLURALS[language]))):
            assert read(f"{word} {plain}", language) == read(plain, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_is_from_one_to_ten_of_it(language):
    for phrase, size in PLURALS[language].items():
        assert stated(read(f"{phrase} kg", language)) == (None, size, 10 * size, "between", "kg")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scale_word_multiplies_and_rounds(language):
    for word, size in SCALES[language].items():
        assert stated(read(f"7 {word}", language)) == (7 * size, 6.5 * size, 7.5 * size, "", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_of_a_range_is_read(language):
    for pattern in getattr(HEDGES[-1], language).split(", "):
        words = pattern.replace("…", "8", 1).replace("…", "20 million" if language == "en" else "20 miljoen")
        assert stated(read(words, language)) == (None, 8_000_000, 20_000_000, "between", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_plays_two_parts(language):
    parts = [phrase for phrase, _hedge in phrases(language)]
    parts += [*EMPHASIS[language].split(", "), *SCALES[language], *PLURALS[language]]
    assert len(parts) == len(set(parts))


# Numbers in words, written out by a second hand

SMALL = {
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split(),  # noqa: SIM905
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),  # noqa: SIM905
}
TENS = {
    "nl": "- - twintig dertig veertig vijftig zestig zeventig tachtig negentig".split(),  # noqa: SIM905
    "en": "- - twenty thirty forty fifty sixty seventy eighty ninety".split(),  # noqa: SIM905
}


def dutch(n):
    if n < 20:
        return SMALL["nl"][n]
    if n < 100:
        one, ten = SMALL["nl"][n % 10], TENS["nl"][n // 10]
        return f"{one}{'ën' if one.endswith('e') else 'en'}{ten}" if n % 10 else ten
    if n < 1000:
        return (dutch(n // 100) if n >= 200 else "") + "honderd" + (dutch(n % 100) if n % 100 else "")
    if n < 10**6:
        return ((dutch(n // 1000) if n >= 2000 else "") + f"duizend {dutch(n % 1000) if n % 1000 else ''}").strip()
    size, word = (10**9, "miljard") if n >= 10**9 else (10**6, "miljoen")
    return f"{dutch(n // size)} {word} {dutch(n % size) if n % size else ''}".strip()


def english(n):
    if n < 20:
        return SMALL["en"][n]
    if n < 100:
        return TENS["en"][n // 10] + (f"-{SMALL['en'][n % 10]}" if n % 10 else "")
    size, word = next(
        (size, word)
        for size, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
        if n >= size
    )
    joint = " and " if n % size < 100 else " "
    return f"{english(n // size)} {word}" + (f"{joint}{english(n % size)}" if n % size else "")


SPELL = {"nl": dutch, "en": english}
GROUP, MARK = {"nl": ".", "en": ","}, {"nl": ",", "en": "."}


def grouped(n, sign):
    return f"{n:,}".replace(",", sign)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_below_ten_thousand_has_words_of_its_own(language):
    said = {SPELL[language](n): n for n in range(10_000)}
    assert len(said) == 10_000
    for words, n in said.items():
        assert read(words, language) == read(str(n), language)


@unhurried
@given(st.sampled_from(LANGUAGES), st.integers(0, 10**12 - 1))
def test_a_number_says_the_same_in_words_and_in_digits(language, n):
    spoken = read(SPELL[language](n), language)
    for digits in (str(n), grouped(n, GROUP[language]), grouped(n, " "), grouped(n, "\u00a0"), grouped(n, "\u202f")):
        assert read(digits, language) == spoken
    assert spoken.value == n


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_one_language_are_not_read_in_the_other(language):
    other = "en" if language == "nl" else "nl"
    for n in range(1000):
        assert outcome(SPELL[language](n), other) is None


# Digits

UNITS = ["", "kg", "man", "communisten", "autonome republieken", "members of the party", "doden per jaar", "%"]
units = st.sampled_from(UNITS)
SCALE_WORDS = {"nl": ("", "duizend", "miljoen", "mln", "miljard"), "en": ("", "thousand", "million", "billion")}
SIZES = {"": 1, "duizend": 1000, "thousand": 1000, "miljoen": 10**6, "mln": 10**6, "million": 10**6}
SIZES |= {"miljard": 10**9, "billion": 10**9}


def own_reading(text, group, mark):
    """What digits say by one convention of signs, worked out without expressions: value and decimals, or None."""
    whole, point, decimals = text.partition(mark)
    groups = whole.split(group if group in whole else " ")
    if point and not decimals.isdigit():
        return None
    if not all(part.isdigit() for part in groups) or (len(groups[0]) > 1 and groups[0][0] == "0"):
        return None
    if len(groups) > 1 and (len(groups[0]) > 3 or groups[0] == "0" or any(len(part) != 3 for part in groups[1:])):
        return None
    return Fraction(int("".join(groups) + decimals), 10 ** len(decimals)), len(decimals)


digit_strings = st.one_of(
    st.text("0123456789., ", min_size=1, max_size=14),
    st.lists(st.sampled_from(["0", "1", "12", "500", "000", "844", "1234", ".", ",", " "]), max_size=8).map("".join),
)


@settings(unhurried, max_examples=1000)
@given(digit_strings, units)
def test_digits_are_read_by_their_own_convention_and_never_in_two_ways(text, unit):
    text = " ".join(text.split())
    assume(text[:1].isdigit() and sum(map(str.isdigit, text)) <= MOST_DIGITS)
    for language in LANGUAGES:
        group, mark = GROUP[language], MARK[language]
        own, others = own_reading(text, group, mark), own_reading(text.replace(" ", mark), mark, group)
        reading = outcome(f"{text} {unit}", language)
        doubtful = own and own[1] == 3 and group not in text and others and not others[1]
        assert (reading is not None) == (own is not None and not doubtful)
        assert reading is None or (reading.value, reading.unit) == (own[0], unit)
    both = [reading for language in LANGUAGES if (reading := outcome(f"{text} {unit}", language))]
    assert all(reading == both[0] for reading in both)


@unhurried
@given(st.sampled_from(LANGUAGES), st.integers(0, 10**12), st.sampled_from(["miljoen", "duizend", "mln", "miljard"]))
def test_what_is_rounded_lies_within_what_it_is_rounded_to(language, n, dutch_scale):
    word = {"miljoen": "million", "mln": "million", "duizend": "thousand", "miljard": "billion"}[dutch_scale]
    word = dutch_scale if language == "nl" else word
    for places in (0, 1, 2, 4):
        step = Fraction(SIZES[word], 10**places)
        units_of_it = (n / step).__round__()
        whole, decimals = divmod(units_of_it, 10**places)
        said = grouped(whole, GROUP[language]) + (f"{MARK[language]}{decimals:0{places}}" if places else "")
        reading = read(f"{said} {word}", language)
        assert reading.low <= n <= reading.high
        assert reading.value == units_of_it * step
        if places:
            assert reading.high - reading.value == step / 2


@unhurried
@given(st.integers(1, 999), st.integers(0, 99), st.sampled_from(["", "miljoen"]))
def test_a_decimal_more_makes_the_interval_ten_times_narrower(whole, decimals, scale):
    one, two = (read(f"{whole},{said} {scale}", "nl") for said in (f"{decimals // 10}", f"{decimals:02}"))
    assert two.high - two.value == (one.high - one.value) / 10


@unhurried
@given(st.integers(1, 998), st.integers(1, 998), st.sampled_from(SCALE_WORDS["nl"]))
def test_a_larger_number_of_one_form_has_larger_bounds(one, other, scale):
    assume(one < other)
    for before in ("", "ongeveer ", "bijna "):
        small, large = (read(f"{before}{n} {scale}", "nl") for n in (one, other))
        assert small.value < large.value
        assert small.low < large.low
        assert small.high < large.high


# What is meant is what is read


def rounding(digits):
    """The last unit of whole digits: what their groups of three noughts at the end leave."""
    noughts = 0
    while digits.endswith("000") and digits.strip("0"):
        digits, noughts = digits[:-3], noughts + 3
    return 10**noughts


def clip(number):
    return max(number, Fraction(0))


@st.composite
def amounts(draw, language):
    """A number with its scale word, and what it says: words, value, low and high, and whether it is of whole units."""
    scale = draw(st.sampled_from(SCALE_WORDS[language]))
    size = SIZES[scale]
    kind = draw(st.sampled_from(["digits", "decimal", "words"]))
    n = draw(st.one_of(st.integers(0, 120), st.integers(0, 10**7), st.integers(1, 999).map(lambda n: n * 1000)))
    if kind == "decimal":
        places = draw(st.sampled_from([1, 2, 4]))
        decimals = draw(st.integers(0, 10**places - 1))
        words = f"{grouped(n, GROUP[language])}{MARK[language]}{decimals:0{places}}"
        value, half = n + Fraction(decimals, 10**places), Fraction(1, 2 * 10**places)
    elif kind == "digits" or (scale and n >= 1000):
        words = grouped(n, draw(st.sampled_from(["", GROUP[language], " ", "\u00a0"])))
        value, half = Fraction(n), Fraction(rounding(str(n)), 2)
    else:
        words, value, half = SPELL[language](n), Fraction(n), Fraction(rounding(str(n)), 2)
    counted = kind != "decimal" and not scale and n < 100
    return f"{words} {scale}".strip(), value * size, half * size, counted


@st.composite
def stated_numbers(draw, language):
    """Words that state a number, and what they say, by the rules of the page About."""
    words, value, half, counted = draw(amounts(language))
    unit = draw(units)
    phrase, hedge = draw(st.sampled_from([("", ""), ("", ""), *phrases(language)]))
    emphasis = draw(st.sampled_from(["", *EMPHASIS[language].split(", ")]))
    if counted and unit != "%":
        half = Fraction(0)
    low, high = clip(value - half), value + half
    low, high = {
        "": (low, high),
        "about": (min(low, Fraction(9, 10) * value), max(high, Fraction(11, 10) * value)),
        "nearly": (Fraction(9, 10) * value, value),
        **dict.fromkeys(("over", "at_least"), (value, None)),
        **dict.fromkeys(("under", "at_most"), (None, value)),
    }[hedge]
    assume(not (words == "een" and unit not in ("", "%")))  # an article
    return " ".join(filter(None, [emphasis, phrase, words, unit])), StatedNumber(value, low, high, hedge, unit)


in_language = st.sampled_from(LANGUAGES).flatmap(
    lambda language: st.tuples(st.just(language), stated_numbers(language))
)


@settings(unhurried, max_examples=1000)
@given(in_language)
def test_what_is_meant_is_what_is_read_and_the_other_language_agrees_or_refuses(drawn):
    language, (words, meant) = drawn
    assert read(words, language) == meant
    assert outcome(words, "en" if language == "nl" else "nl") in (None, meant)


@unhurried
@given(in_language, st.sampled_from([" ", "  ", "\u00a0", "\u202f", "\n", "\t\u2009"]), st.sampled_from(["NFC", "NFD"]))
def test_spaces_capitals_and_the_form_of_accents_change_nothing(drawn, space, form):
    language, (words, _meant) = drawn
    reading = read(words, language)
    assert read(unicodedata.normalize(form, f"{space}{words.replace(' ', space)}{space}"), language) == reading
    loud = read(words.upper(), language)
    assert stated(loud)[:4] == stated(reading)[:4]
    assert loud.unit == reading.unit.upper()


@st.composite
def scaled(draw, language):
    """Digits with or without a scale word: words, number, scale."""
    n, scale = draw(st.integers(1, 3000)), draw(st.sampled_from(SCALE_WORDS[language]))
    return f"{grouped(n, GROUP[language])} {scale}".strip(), n, SIZES[scale]


@settings(unhurried, max_examples=600)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_a_range_runs_upward_and_its_first_number_shares_the_scale_of_the_second(data, language):
    (first, low, low_scale), (second, high, high_scale) = data.draw(scaled(language)), data.draw(scaled(language))
    pattern = data.draw(st.sampled_from(getattr(HEDGES[-1], language).split(", ")))
    unit = data.draw(units)
    words = f"{pattern.replace('…', first, 1).replace('…', second, 1)} {unit}"
    shared = high_scale if low_scale == 1 and low < high else low_scale
    low, high = low * shared, high * high_scale
    meant = StatedNumber(None, Fraction(low), Fraction(high), "between", unit) if low < high else None
    assert outcome(words, language) == meant
    assert outcome(words, "en" if language == "nl" else "nl") in (None, meant)


@unhurried
@given(st.data(), st.sampled_from(LANGUAGES))
def test_a_number_and_a_later_one_are_read_as_each_alone(data, language):
    (first, _n, size), (second, _m, later_size) = data.draw(scaled(language)), data.draw(scaled(language))
    unit = data.draw(units)
    reading = outcome(f"{first} (later {second}) {unit}", language)
    if size > 1 and later_size == 1:
        assert reading is None
    else:
        assert reading.then == read(f"{second} {unit}", language)
        assert stated(reading) == stated(read(f"{first} {unit}", language))


# Whatever is given

COUNTING = {*SMALL["nl"], *SMALL["en"], *TENS["nl"], *TENS["en"]} - {"-"}
COUNTING |= {word for language in LANGUAGES for table in (SCALES, PLURALS) for word in table[language]}
COUNTING |= set(
    """
    honderd hundred half halve helft anderhalf kwart quarter derde derden vierde third thirds later
    paar few several dozijn dozen tiental honderdtal meer minder more less zo so ongeveer about bijna nearly
    minstens least most tussen between tot to
    """.split()  # noqa: SIM905
)
LOOSE = set(
    """
    a an and at de een en of or the van per cent procent percent één deel kg man ( ) % - – à , . '
    0 1 8 20 100 500 000 1.500 1,500 96,8 96.8 89.844.000 1917 11de -5
    """.split()  # noqa: SIM905
)
PHRASES = {phrase for language in LANGUAGES for phrase, _hedge in phrases(language)}
PHRASES |= {phrase for language in LANGUAGES for phrase in EMPHASIS[language].split(", ")}
VOCABULARY = sorted(COUNTING | LOOSE | PHRASES | {"en een half", "and a half", "of a million"})
soups = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=7).map(" ".join)
COLUMN = ExactNumberField()


def is_sound(reading):
    """What holds of every reading: order, a hedge of the table, a unit without numbers, numbers that can be kept."""
    numbers = [n for n in (reading.low, reading.value, reading.high) if n is not None]
    return (
        numbers == sorted(numbers)
        and numbers[0] >= 0
        and (reading.low, reading.high) != (None, None)
        and (reading.value is None) == (reading.hedge == "between")
        and reading.hedge in {row.name for row in HEDGES}
        and not COUNTING.intersection(reading.unit.lower().split())
        and not re.search("[0-9]", reading.unit)
        and all(exact_number(number_text(n)) == n and len(number_text(n)) <= COLUMN.max_length for n in numbers)
        and (reading.then is None or is_sound(reading.then))
    )


def check_any(words):
    readings = [reading for language in LANGUAGES if (reading := outcome(words, language))]
    assert all(is_sound(reading) for reading in readings)
    assert all(reading == readings[0] for reading in readings)
    for language in LANGUAGES:
        assert outcome(f"\u00a0{words.replace(' ', chr(0x202F))} ", language) == outcome(words, language)


@settings(unhurried, max_examples=1500)
@given(soups)
def test_no_heap_of_number_words_is_read_in_two_ways(words):
    check_any(words)


@unhurried
@given(st.one_of(st.text(max_size=40), st.text("0123456789.,%- –()'eéënortwd", max_size=30), st.text(max_size=600)))
def test_any_text_is_read_or_refused_in_words(text):
    check_any(text)
    for language in LANGUAGES:
        if outcome(text, language) is None:
            assert refusal(text, language).encode()  # no half of a character, which no page can hold


@settings(unhurried, max_examples=600)
@given(in_language, st.sampled_from(sorted(COUNTING)), st.booleans())
def test_no_word_that_counts_is_passed_over(drawn, word, before):
    """Another number word beside a number is refused or changes the reading; it is never taken for a unit."""
    language, (words, meant) = drawn
    assume(word != "later")  # it stands in the table of emphasis
    more = outcome(f"{word} {words}" if before else f"{words} {word}", language)
    assert more is None or stated(more)[:4] != stated(meant)[:4]


def test_digits_alone_say_the_same_in_every_language():
    for language in ("nl", "en", "ru", "zh"):
        read_as = read("50502", language)
        assert (read_as.value, read_as.low, read_as.high) == (50502, Fraction("50501.5"), Fraction("50502.5"))
