"""The openings of the first screen: in the corpus file, at the desk, and where they lead."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError

from tests.builders import make_editor, make_published_event, make_theme
from timeline import corpus, publishing
from timeline.corpus import CorpusError
from timeline.models import Opening

pytestmark = pytest.mark.django_db


def make_opening(leads_to: str = "told=none", **fields) -> Opening:
    plain = {
        "slug": "silence",
        "title_nl": "Stilte",
        "title_en": "Silence",
        "text_nl": "Niemand.",
        "text_en": "Nobody.",
    }
    return Opening.objects.create(leads_to=leads_to, **(plain | fields))


def test_openings_survive_export_and_load_in_their_order(tmp_path):
    make_opening(position=7)
    make_opening(position=2, slug="first", leads_to="told=every")
    corpus.export(tmp_path)
    before = (tmp_path / "corpus.toml").read_bytes()
    Opening.objects.all().delete()

    corpus.load(tmp_path)

    assert list(Opening.objects.values_list("slug", "position")) == [("first", 2), ("silence", 7)]
    corpus.export(tmp_path)
    assert (tmp_path / "corpus.toml").read_bytes() == before


def test_an_opening_that_was_changed_at_the_desk_is_kept_unless_replaced(tmp_path):
    opening = make_opening()
    corpus.export(tmp_path)
    opening.text_nl = "Anders."
    opening.save()

    assert corpus.load(tmp_path).kept == ["openings/silence"]
    assert Opening.objects.get().text_nl == "Anders."
    assert corpus.load(tmp_path, replace=True).replaced == ["openings/silence"]
    assert Opening.objects.get().text_nl == "Niemand."


@pytest.mark.parametrize("leads_to", ["zzzzzz", "nowhere at all", "/nl/", "?"])
def test_an_opening_that_leads_nowhere_is_refused_with_its_place(tmp_path, leads_to):
    make_opening()
    corpus.export(tmp_path)
    Opening.objects.all().delete()
    path = tmp_path / "corpus.toml"
    path.write_text(path.read_text().replace("told=none", leads_to))

    with pytest.raises(CorpusError) as refused:
        corpus.load(tmp_path)

    assert refused.value.problems[0][:2] == ("corpus.toml", "openings[0].leads_to")
    assert not Opening.objects.exists()


def test_an_opening_leads_to_a_code_or_to_a_choice_of_events(db):
    event = make_published_event("kirov")
    make_opening(event.code).clean()
    make_opening("told=none&theme=war", slug="other").clean()
    with pytest.raises(ValidationError):
        make_opening("told", slug="third").clean()


def test_an_editor_makes_an_opening_at_the_desk_and_readers_see_it_at_once(client, admin_client):
    make_published_event("kirov")
    before = client.get("/en/")
    form = {"slug": "o", "position": 1, "title_nl": "T", "title_en": "A way in", "text_nl": "t", "text_en": "t"}
    assert admin_client.post("/admin/timeline/opening/add/", form | {"leads_to": "told=none"}).status_code == 302

    after = client.get("/en/", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "A way in" in after.content.decode()
    assert 'href="/en/?told=none#events"' in after.content.decode()


def test_an_opening_whose_way_is_gone_is_not_offered_until_it_is_back(client):
    event = make_published_event("kirov", themes=[make_theme("war").slug])
    make_opening("theme=war", slug="theme")
    make_opening(event.code, slug="page")
    make_opening("told=none", slug="choice")
    make_opening("told=nonsense", slug="wrong-choice")
    make_opening("nowhere=1", slug="wrong-name")
    make_opening("from=nooit", slug="wrong-date")

    def offered() -> list[str]:
        nav = re.search(r'<nav class="openings".*?</nav>', client.get("/en/").content.decode(), flags=re.S)[0]
        addresses = [unescape(address) for address in re.findall(r'href="([^"]*)"', nav)]
        assert all(client.get(address, follow=True).status_code == 200 for address in addresses)
        return [address.partition("#")[0] for address in addresses]

    whole = sorted(["/en/?told=none", "/en/?theme=war", f"/en/e/{event.code}/"])
    assert sorted(offered()) == whole
    publishing.withdraw(event, reason="Wrong.")
    assert offered() == ["/en/?told=none"]
    publishing.publish(event)
    assert sorted(offered()) == whole


def test_the_desk_says_what_is_wrong_with_an_opening(admin_client):
    form = {"slug": "o", "position": 1, "title_nl": "T", "title_en": "T", "text_nl": "t", "text_en": "t"}
    response = admin_client.post(
        "/admin/timeline/opening/add/", form | {"leads_to": "zzzzzz"}, headers={"accept-language": "en"}
    )
    assert "Nothing that was published has the code" in response.content.decode()
    assert make_editor().has_perm("timeline.add_opening")
