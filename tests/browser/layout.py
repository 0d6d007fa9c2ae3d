"""What can go wrong with words on a page, measured in the browser: hidden beyond an edge, or over one another."""

from playwright.sync_api import Page

# The boxes of every piece of text that a reader sees, a line each, and what may cut them off.
TEXTS = """
const pieces = () => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node; (node = walker.nextNode());) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest('svg, script, style, noscript, option')) continue;
    if (!holder.checkVisibility({visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true})) continue;
    if (onlyHeard(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1) found.push({node, holder, words: node.data.trim().slice(0, 60), box});
  }
  return found;
};
// Out of sight on purpose: kept for screen readers in a box of a pixel, or lifted out of the page until it is focused.
const onlyHeard = element => {
  for (let each = element; each && each !== document.body; each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.clipPath !== 'none' || style.clip !== 'auto' || each.matches('.skip')) return true;
  }
  return false;
};
"""
CUT = (
    """() => {"""
    + TEXTS
    + """
  const cut = [];
  for (const {holder, words, box} of pieces()) {
    const right = document.documentElement.clientWidth;
    let scrolls = false;
    for (let each = holder; each && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each), edge = each.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) { scrolls = true; continue; }
      if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
      if (box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 3) cut.push(words);
    }
    if (!scrolls && (box.right > right + 1 || box.left < -1)) cut.push(words);
  }
  return [...new Set(cut)];
}"""
)
# Lines of one paragraph come close, so only the inner part of each box counts; a sweep from above keeps it quick.
OVER = (
    """() => {"""
    + TEXTS
    + """
  // What sticks to an edge lies over the words only until one scrolls on: it is measured where it belongs.
  for (const each of document.querySelectorAll('body *'))
    if (getComputedStyle(each).position === 'sticky') each.style.position = 'static';
  const boxes = pieces().map(({node, words, box}) => ({node, words, left: box.left + 1, right: box.right - 1,
    top: box.top + box.height * .3, bottom: box.bottom - box.height * .3})).sort((one, other) => one.top - other.top);
  const over = [];
  let open = [];
  for (const box of boxes) {
    open = open.filter(other => other.bottom > box.top);
    for (const other of open)
      if (other.node !== box.node && other.left < box.right && box.left < other.right)
        over.push(`${other.words} / ${box.words}`);
    open.push(box);
  }
  return [...new Set(over)];
}"""
)


def text_cut_off(page: Page) -> list[str]:
    """Words that stick out of the page, or of a box that hides what sticks out."""
    return page.evaluate(CUT)


def text_overlapping(page: Page) -> list[str]:
    """Pairs of words that are printed over one another."""
    return page.evaluate(OVER)


def sideways(page: Page) -> int:
    """How many pixels the page has to be scrolled sideways to be read."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
