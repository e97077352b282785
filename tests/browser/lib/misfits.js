// A page does not scroll sideways, and cuts no text off.

/** What is wider than the page, or cut. What lies in a region that scrolls on its own is reached there. Runs in the page. */
export function misfits(width) {
  const found = [];
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  const wide = document.scrollingElement.scrollWidth;
  if (wide > width) found.push(`the page is ${wide} px wide`);

  const ancestors = (node) => (node.parentElement ? [node.parentElement, ...ancestors(node.parentElement)] : []);
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth;
  const hides = (element) => /hidden|clip/.test(getComputedStyle(element).overflowX);
  const within = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const around = ancestors(text);
    if (text.data.trim() === '' || !around[0].checkVisibility() || around[0].closest('.skip')) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const inner = range.getBoundingClientRect();
    const scroller = around.findIndex((element) => element !== document.documentElement && scrolls(element));
    const boxes = around.slice(0, scroller < 0 ? undefined : scroller).filter(hides).map((element) => element.getBoundingClientRect());
    if (scroller < 0) boxes.push({ left: 0, right: width });
    if (!boxes.every((box) => within(inner, box))) found.push(`cut off: “${text.data.trim().slice(0, 60)}” in <${around[0].localName} class="${around[0].getAttribute('class') ?? ''}">`);
  }
  return found;
}
