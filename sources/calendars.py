"""Days of the Gregorian and the Julian calendar ⇄ Julian Day Numbers.

A Julian Day Number counts days from 1 January 4713 BC (Julian); here it is a whole civil day, without hours. Both
calendars are proleptic, and years are astronomical: 0 is 1 BC, -43 is 44 BC.
"""

GREGORIAN = "gregorian"
JULIAN = "julian"
CALENDARS = (GREGORIAN, JULIAN)


def gregorian_to_jdn(year: int, month: int, day: int) -> int:
    """The Julian Day Number of a day in the proleptic Gregorian calendar; the year is astronomical.

    Richards, "Calendars" (Explanatory Supplement to the Astronomical Almanac, 3rd ed., 15.11): years start in March, so
    that the leap day comes last. Python's ``//`` rounds down, so it holds for any sign. The day is not checked, and a
    month past 12 runs on into the next years, which is how the end of a month is found.
    """
    year, days = _march_year(year, month, day)
    return days + 365 * year + year // 4 - year // 100 + year // 400 - 32045


def julian_to_jdn(year: int, month: int, day: int) -> int:
    """As gregorian_to_jdn, for a day in the proleptic Julian calendar: every fourth year is a leap year."""
    year, days = _march_year(year, month, day)
    return days + 365 * year + year // 4 - 32083


def jdn_to_gregorian(jdn: int) -> tuple[int, int, int]:
    """Astronomical year, month and day in the proleptic Gregorian calendar: the inverse of gregorian_to_jdn."""
    days = jdn + 32044
    centuries = (4 * days + 3) // 146097  # 146,097 days in 400 years
    year, month, day = _from_march_days(days - 146097 * centuries // 4)
    return 100 * centuries + year, month, day


def jdn_to_julian(jdn: int) -> tuple[int, int, int]:
    """Astronomical year, month and day in the proleptic Julian calendar: the inverse of julian_to_jdn."""
    return _from_march_days(jdn + 32082)


def year_of(jdn: int) -> int:
    """The astronomical Gregorian year of a day."""
    return jdn_to_gregorian(jdn)[0]


def days_in_month(year: int, month: int, calendar: str) -> int:
    """How many days a month of a calendar has; the year is astronomical."""
    to_jdn = TO_JDN[calendar]
    return to_jdn(year, month + 1, 1) - to_jdn(year, month, 1)


def _march_year(year: int, month: int, day: int) -> tuple[int, int]:
    """Years since March 4801 BC, and the day counted within the year that begins in March (1 March is 1)."""
    before_march = (14 - month) // 12
    month_from_march = month + 12 * before_march - 3
    return year + 4800 - before_march, day + (153 * month_from_march + 2) // 5


def _from_march_days(days: int) -> tuple[int, int, int]:
    year = (4 * days + 3) // 1461  # 1,461 days in four years
    days -= 1461 * year // 4
    month = (5 * days + 2) // 153  # 153 days in the five months from March, and again from August
    after_december = month // 10
    return year - 4800 + after_december, month + 3 - 12 * after_december, days - (153 * month + 2) // 5 + 1


TO_JDN = {GREGORIAN: gregorian_to_jdn, JULIAN: julian_to_jdn}
