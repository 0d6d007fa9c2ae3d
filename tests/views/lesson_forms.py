"""The form of a lesson, as a browser fills it in and sends it."""

import re
from html import unescape

from tests.views.conftest import text_of
from timeline.models import Lesson

NEW = "/en/lessons/new/"
HERE = {"Origin": "http://testserver"}


def filled(*subjects, button="make", **fields) -> dict:
    """What the form sends for these, with this button."""
    typed = {"title": "Who says what?", "item": [subject.code for subject in subjects], button: "1"}
    return typed | {name.replace("_", "-"): value for name, value in fields.items()}


def send(client, data, url=NEW, **headers):
    return client.post(url, data, headers=headers or HERE)


def made(client, *subjects, **fields) -> tuple[Lesson, str]:
    """A lesson that was made through the form, and its edit link."""
    response = send(client, filled(*subjects, **fields))
    assert response.status_code == 303, text_of(response)
    place = response.headers["Location"].partition("?")[0]
    return Lesson.objects.get(code=place.split("/")[3]), place


def fields_of(response) -> dict[str, list[str]]:
    """What stands in the form, by the names of its fields."""
    page = response.content.decode()
    found = re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', page)
    found += re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        found += [(name, value) for value in re.findall(r'value="([^"]*)" selected', options)]
    given: dict[str, list[str]] = {}
    for name, value in found:
        given.setdefault(name, []).append(unescape(value))
    return given


def focus_of(response) -> str:
    """The id of the element that has the focus, or is to be read first."""
    return "".join(re.findall(r'<[^>]* id="([^"]+)"[^>]* autofocus', response.content.decode()))
