"""The script that keeps lessons on a device, and what a lesson tells it. (tests/browser/test_offline.py runs it.)"""

import json
import re

import pytest

from tests.builders import make_lesson

pytestmark = pytest.mark.django_db


def test_the_worker_is_a_script_in_both_languages_that_browsers_do_not_keep(client):
    response = client.get("/lessons-offline.js")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert not response.cookies
    script = response.content.decode()
    words = json.loads(re.match(r"const WORDS = (\{.*\});\n", script)[1])
    assert set(words) == {"nl", "en"}
    assert words["en"]["kept"] == "You are offline. This is version {version} of this lesson, as you saw it on {date}."
    assert words["nl"].keys() == words["en"].keys()
    assert 'addEventListener("fetch"' in script
    assert client.post("/lessons-offline.js").status_code == 405


@pytest.mark.parametrize("below", ["", "present/"])
def test_a_lesson_says_which_version_is_to_be_kept(client, october, below):
    lesson = make_lesson(october)
    page = client.get(f"/en/lessons/{lesson.code}/{below}").content.decode()
    told = re.search(r"<p[^>]*data-offline[^>]*>", page)[0]
    assert 'data-offline="/lessons-offline.js"' in told
    assert f'data-lesson="/en/lessons/{lesson.code}/"' in told
    assert f'data-version="{lesson.version}"' in told
    assert re.search(r'<script src="/static/js/offline(\.\w+)?\.js" defer></script>', page)
