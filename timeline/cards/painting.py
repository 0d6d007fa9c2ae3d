"""A card as a PNG."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from timeline.cards.layout import HEIGHT, PALETTE, WIDTH, Card, Shape, Words, lay_out
from timeline.cards.lettering import font

FINE = 4  # shapes are drawn so many times larger, and made smaller: their edges are then smooth
KEPT = 200  # pictures of some 20 kB each


@lru_cache(maxsize=KEPT)
def draw(card: Card) -> bytes:
    """The picture of a card: a PNG of WIDTH by HEIGHT. The same card is drawn once."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PALETTE["paper"])
    for piece in lay_out(card):
        (write if isinstance(piece, Words) else paint)(image, piece)
    file = BytesIO()
    image.quantize(palette=palette(), dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def write(image: Image.Image, words: Words):
    face = font(words.face, words.size)
    ImageDraw.Draw(image).text((words.x, words.y), words.text, PALETTE[words.colour], face, anchor="ls")


def paint(image: Image.Image, shape: Shape):
    """The shape, drawn large and made smaller; of its stroke, half lies within the outline."""
    left, top, right, bottom = (round(side) + grow for side, grow in zip(shape.box, (-1, -1, 1, 1), strict=True))
    size = right - left, bottom - top
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE))
    pen = ImageDraw.Draw(mask)
    points = [((x - left) * FINE, (y - top) * FINE) for x, y in shape.points]
    if shape.stroke:
        image.paste(PALETTE[shape.inside], (left, top), filled(points, size))
        pen.line([*points, *points[:2]], 255, round(shape.stroke * FINE), joint="curve")
    else:
        pen.polygon(points, 255)
    image.paste(PALETTE[shape.colour], (left, top), mask.resize(size, Image.Resampling.BOX))


def filled(points: list[tuple[float, float]], size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE))
    ImageDraw.Draw(mask).polygon(points, 255)
    return mask.resize(size, Image.Resampling.BOX)


@lru_cache(maxsize=1)
def palette() -> Image.Image:
    """Every colour of a card, and the steps between it and paper, which the edges of letters are made of."""
    paper = ImageColor.getrgb(PALETTE["paper"])
    colours = [paper]
    for name in PALETTE:
        colour = ImageColor.getrgb(PALETTE[name])
        steps = 16 if name != "paper" else 0
        colours += [mixed(paper, colour, step / steps) for step in range(1, steps + 1)]
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in colours for part in colour])
    return image


def mixed(one: tuple, other: tuple, share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
