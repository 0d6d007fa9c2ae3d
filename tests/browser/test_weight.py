"""What the first visit of a page costs: bytes over the wire, requests elsewhere, cookies, and words that jump."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.places import PLACES

KILOBYTE = 1024
SHIFTS = """window.shifted = [];
new PerformanceObserver(list => window.shifted.push(...list.getEntries().map(entry =>
  [entry.value, ...entry.sources.map(source => source.node?.outerHTML?.slice(0, 80))])))
  .observe({type: 'layout-shift', buffered: true});"""


def first_load(page: Page, address: str) -> list[dict]:
    """Every request of a first visit: its address, its kind, and the bytes of its answer, heads and all."""
    client, requests = page.context.new_cdp_session(page), {}
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.on("Network.requestWillBeSent", lambda event: requests.setdefault(
        event["requestId"], {"url": event["request"]["url"], "kind": event["type"], "bytes": 0}))  # fmt: skip
    client.on(
        "Network.loadingFinished",
        lambda event: requests[event["requestId"]].update(bytes=event["encodedDataLength"]),
    )
    page.goto(address, wait_until="networkidle")
    return list(requests.values())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_first_load_of_the_timeline_is_light(page: Page, site, language):
    requests = first_load(page, f"{site}/{language}/")
    sizes = {urlsplit(each["url"]).path: each["bytes"] for each in requests}
    scripts = sum(each["bytes"] for each in requests if each["kind"] == "Script")
    assert all(sizes.values()), sizes
    assert sum(sizes.values()) <= 54 * KILOBYTE, sizes
    assert scripts <= 25 * KILOBYTE, sizes


@pytest.mark.parametrize("kind", ["timeline", "event", "account", "contested", "about"])
def test_nothing_comes_from_elsewhere_and_no_cookie_is_set(page: Page, site, kind):
    hosts = {urlsplit(each["url"]).netloc for each in first_load(page, f"{site}/nl/{PLACES[kind]}")}
    assert hosts == {urlsplit(site).netloc}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_jumps_while_a_page_comes_in(page: Page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    for kind in ("timeline", "event", "account", "contested"):
        page.goto(f"{site}/nl/{PLACES[kind]}", wait_until="networkidle")
        assert page.evaluate("window.shifted") == [], kind
