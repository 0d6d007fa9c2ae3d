"""The ready tasks in words."""

import pytest

from timeline.models import LessonItem
from timeline.models.lessons import READY_TASKS
from timeline.templatetags.wederhoor import typed
from timeline.views.tasks import task_in_words


@pytest.mark.parametrize("ready", [ready for ready, _ in READY_TASKS])
def test_every_ready_task_has_a_title_and_two_to_four_numbered_questions(ready):
    told = task_in_words(ready)
    assert told["title"]
    lines = told["task"].splitlines()
    assert 2 <= len(lines) <= 4
    assert [line.split(". ")[0] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert "?" in told["task"]
    assert len(told["task"]) <= LessonItem.TASK


def test_no_two_ready_tasks_are_the_same():
    told = [task_in_words(ready) for ready, _ in READY_TASKS]
    assert len({task["title"] for task in told}) == len({task["task"] for task in told}) == len(READY_TASKS)


@pytest.mark.parametrize("unknown", ["", "shouting"])
def test_an_unknown_task_has_no_words(unknown):
    assert task_in_words(unknown) is None


# --- what somebody typed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One line.", "<p>One line.</p>"),
        ("One\r\ntwo\r\n\r\nthree", "<p>One<br>two</p><p>three</p>"),
        ("Look:\n1. this\n2. that\nDone.", '<p>Look:</p><ol start="1"><li>this</li><li>that</li></ol><p>Done.</p>'),
        ("1. this\n\n2. that", '<ol start="1"><li>this</li></ol><ol start="2"><li>that</li></ol>'),
        ("1917. A year\n3. a number", "<p>1917. A year<br>3. a number</p>"),
        ("1. <script>x</script>\n<b>", '<ol start="1"><li>&lt;script&gt;x&lt;/script&gt;</li></ol><p>&lt;b&gt;</p>'),
        ("", ""),
    ],
)
def test_typed_text_keeps_its_lines_and_counts_but_never_its_markup(text, html):
    assert typed(text) == html
