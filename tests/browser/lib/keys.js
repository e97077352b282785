// The keyboard alone: Tab reaches each control of a page in order, visibly, and the skip link comes first and works.

const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/**
 * Keeps the page's controls, in the order of the text; tells how many there are, how many of them are dates, and which links lead where no control
 * leads: a mark of a chart may stay out of the way of Tab where the same link is in the text, in what unfolds, or
 * `elsewhere`. Runs in the page.
 */
function list([controls, elsewhere]) {
  const seen = [...document.querySelectorAll(controls)].filter((element) => element.checkVisibility() && !element.disabled);
  // Of radio buttons, Tab stops at the chosen one alone; the arrow keys lead to the others.
  const isStop = (element) => element.tabIndex === 0 && (element.type !== 'radio' || element.checked);
  globalThis.controls = seen.filter(isStop);
  const target = (element) => new URL(element.getAttribute('href'), document.baseURI).href;
  const reached = new Set([...document.querySelectorAll('[href]:not([tabindex="-1"])')].map(target).concat(elsewhere));
  const missed = seen.filter((element) => element.hasAttribute('href') && !reached.has(target(element)));
  const dates = globalThis.controls.filter((element) => element.type === 'date').length;
  return { count: globalThis.controls.length, dates, missed: missed.map((element) => element.getAttribute('href')) };
}

/** Where the focus is: the control's number, its name, and what is wrong with how it shows. Runs in the page. */
function focus() {
  const element = document.activeElement;
  const drawn = () => [element, ...element.children].map((part) => {
    const { outlineStyle, outlineWidth, stroke, strokeWidth, fill } = getComputedStyle(part);
    return [outlineStyle === 'none' ? '' : outlineWidth, stroke, strokeWidth, fill].join(' ');
  }).join();
  const focused = drawn();
  element.blur();
  const plain = drawn();
  element.focus({ focusVisible: true, preventScroll: true });
  const { left, top, right, bottom } = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const seen = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const name = `<${element.localName}> “${(element.textContent.trim() || element.getAttribute('aria-label') || '').slice(0, 40)}”`;
  return { number: globalThis.controls.indexOf(element), name, wrong: [focused === plain && 'the focus does not show', !seen && 'out of sight'].filter(Boolean) };
}

/** Looks at each new place of the focus when the key is let go of: `globalThis.stops`. Runs in the page. */
function watchFocus() {
  globalThis.stops = [];
  let last;
  addEventListener('keyup', () => {
    if (document.activeElement !== last) globalThis.stops.push(globalThis.focused());
    last = document.activeElement;
  });
}

/** A date's day, month and year, and the button that opens a calendar, are stops of their own. */
const STOPS_OF_A_DATE = 4;

/** Tabs through a page from its beginning; tells what is not as it should be. */
async function walk(page, elsewhere) {
  await page.evaluate(watchFocus);
  const { count, dates, missed } = await page.evaluate(list, [CONTROLS, elsewhere]);
  for (let key = 0; key < count + (STOPS_OF_A_DATE - 1) * dates; key++) await page.keyboard.press('Tab');
  const stops = await page.evaluate(() => globalThis.stops);
  const found = missed.map((href) => `no key leads to ${href}`);
  for (let expected = 0; expected < count; expected++) {
    const { number, name, wrong } = stops[expected] ?? { name: 'nothing', wrong: [] };
    found.push(...wrong.map((what) => `${name}: ${what}`));
    if (number !== expected) return [...found, `the focus came to ${name}, number ${number} of the page, in place of ${expected}`];
  }
  return found;
}

/** Takes the skip link; tells what is not as it should be. */
async function skip(page) {
  await page.evaluate(list, [CONTROLS, []]);
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.matches('a.skip[href="#main"]'));
  if (!first) return ['the first control is not the skip link'];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const { number, name } = await page.evaluate(() => globalThis.focused());
  // Behind the last control comes the first one again.
  const expected = await page.evaluate(() => Math.max(0, globalThis.controls.findIndex((element) =>
    document.getElementById('main').compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)));
  return number === expected ? [] : [`the skip link leads to ${name}, number ${number} in place of ${expected}`];
}

/** Goes back to where a page begins. Runs in the page. */
function begin() {
  document.body.tabIndex = -1;
  document.body.focus();
}

/**
 * What is not as it should be for whoever has only a keyboard, of the skip link and of Tab. Links to `elsewhere` are
 * reached from other pages.
 */
export async function keys(page, elsewhere) {
  await page.evaluate(`globalThis.focused = ${focus}`);
  const found = await skip(page);
  await page.evaluate(begin);
  return { skip: found, tab: await walk(page, elsewhere) };
}
