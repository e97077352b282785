// axe-core, and which of its rules are asked in which look.

import { createRequire } from 'node:module';

/** axe-core as a page takes it fastest: as small as it gets, and given to each new page by the browser. */
export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The rules that hold. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The tag of the rules about colours. */
export const OF_COLOUR = 'cat.color';

/** The rules whose findings depend on the width of the page. */
export const OF_WIDTH = ['scrollable-region-focusable', 'target-size'];

/**
 * What axe finds on the page, with all that is folded open: by the rules with these tags, but for those with the tag
 * `without`, or only by those of them whose name or another tag is in `only`. Runs in the page.
 */
async function examine([tags, { only, without }]) {
  // An open menu lies over the page: what is below it has its size and its place without it.
  for (const fold of document.querySelectorAll('details')) fold.open = !(only?.includes('target-size') && fold.matches('.menu'));
  const chosen = globalThis.axe.getRules(tags).filter((rule) => [rule.ruleId, ...rule.tags].some((name) => only?.includes(name)));
  const runOnly = only ? { type: 'rule', values: chosen.map(({ ruleId }) => ruleId) } : tags;
  const leftOut = without ? globalThis.axe.getRules([without]) : [];
  const rules = Object.fromEntries(leftOut.map(({ ruleId }) => [ruleId, { enabled: false }]));
  const { violations } = await globalThis.axe.run(document, { runOnly, rules, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => {
    const [{ target, any, all, none }] = nodes;
    return `${id}, ${nodes.length} times, first at ${target.join(' ')}: ${[...any, ...all, ...none].map((check) => check.message).join('; ')}`;
  });
}

/** What axe finds on a page that has it: by all rules, or as `examine` says. */
export const violations = (page, rules = {}) => page.evaluate(examine, [TAGS, rules]);
