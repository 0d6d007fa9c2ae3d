"""``make screenshots``: every kind of page, wide and narrow, light and dark, in both languages, into ``docs/screens/``.

Serves a site with the first corpus of its own, so what is shown is what ``make run`` gives. Small files: the first screen
of a page, as WebP, compressed harder until it fits in the bytes allowed.
"""

import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timeline.settings")

from tests.browser import served  # noqa: E402
from tests.browser.places import PLACES  # noqa: E402

DOCS = ROOT / "docs"
SCREENS = DOCS / "screens"
LANGUAGES, COLOURS = ("nl", "en"), ("light", "dark")
SIZES = {1280: 800, 375: 667}
SHOWN = 800  # pixels across, at most
MOST = 16 * 1024
QUALITIES = (50, 40, 30, 20, 10)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb"]


def main():
    SCREENS.mkdir(parents=True, exist_ok=True)
    for old in SCREENS.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="wederhoor-screens-") as folder:
        served.prepare(Path(folder))
        with served.serving(Path(folder)) as site:
            take_all(site)
    (SCREENS / "README.md").write_text(contact_sheet())
    print(f"{len(list(SCREENS.glob('*.webp')))} pictures, {total() // 1024} kB, in {SCREENS.relative_to(ROOT)}/")


def take_all(site: str):
    """Every kind of page in every way, and the picture of the README."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for width, height in SIZES.items():
            for colour in COLOURS:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=colour, reduced_motion="reduce"
                )
                page = context.new_page()
                for language in LANGUAGES:
                    for kind, path in PLACES.items():
                        page.goto(f"{site}/{language}/{path}")
                        (SCREENS / name(kind, width, colour, language)).write_bytes(small(page))
                context.close()
        take_first(browser.new_page(viewport={"width": 1280, "height": 1000}), site)
        browser.close()


def take_first(page: Page, site: str):
    """The picture of the README: the first screen, sharp."""
    page.goto(f"{site}/en/", wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(DOCS / "timeline.png", optimize=True)


def small(page: Page) -> bytes:
    """The page as it stands, in few bytes."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.thumbnail((SHOWN, SHOWN), Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        target = io.BytesIO()
        picture.save(target, "WEBP", quality=quality, method=6)
        if target.tell() <= MOST:
            break
    return target.getvalue()


def name(kind: str, width: int, colour: str, language: str) -> str:
    return f"{kind}-{width}-{colour}-{language}.webp"


def contact_sheet() -> str:
    """A table of all the pictures, a row for each kind of page."""
    ways = [(width, colour, language) for language in LANGUAGES for width in SIZES for colour in COLOURS]
    lines = ["# Every kind of page", "", "Made by `make screenshots`; do not edit.", ""]
    lines += ["| page | " + " | ".join(f"{width} px, {colour}, {language}" for width, colour, language in ways) + " |"]
    lines += ["|---" * (len(ways) + 1) + "|"]
    for kind, path in PLACES.items():
        cells = [f'<img src="{name(kind, *way)}" width="{160 if way[0] > 1000 else 80}" alt="{kind}">' for way in ways]
        lines.append(f"| {kind}<br>`/{path}` | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def total() -> int:
    return sum(path.stat().st_size for path in SCREENS.glob("*.webp"))


if __name__ == "__main__":
    main()
