// How many characters a line of running text holds.

/** For each block of running text of three lines or more: how many characters its full lines have. Runs in the page. */
export function measures() {
  const found = [];
  for (const block of document.querySelectorAll('main :is(p, li, dd, blockquote, figcaption)')) {
    const own = [...block.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 20);
    if (!own || !block.checkVisibility() || block.closest('table, svg') || block.querySelector('p, li, div, table')) continue;
    const range = document.createRange();
    range.selectNodeContents(block);
    const lines = [];
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const middle = (top + bottom) / 2;
      const line = lines.find((line) => line.top < middle && middle < line.bottom);
      if (!line) lines.push({ left, right, top, bottom });
      else Object.assign(line, { left: Math.min(left, line.left), right: Math.max(right, line.right) });
    }
    if (lines.length < 3) continue;
    const widths = lines.map(({ left, right }) => right - left);
    const all = widths.reduce((sum, width) => sum + width, 0);
    const full = (all - widths.at(-1)) / (lines.length - 1);
    const text = block.textContent.replace(/\s+/g, ' ').trim();
    found.push({ characters: Math.round((text.length * full) / all), text: text.slice(0, 60) });
  }
  return found;
}
