// A hundred ways to run a script by what should be text, and a journal with each of them in every place that shows
// text. Each calls `hit()`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const EVENTS = ['onerror src=x', 'onload src=data:image/gif;base64,R0lGODlhAQABAAAAACw=', 'onmouseover', 'onfocus tabindex=0 autofocus', 'onanimationstart style=animation:a', 'onpointerenter', 'oncontextmenu', 'onwheel', 'ontoggle', 'oncut'];
const SCHEMES = ['javascript:hit()', 'JaVaScRiPt:hit()', 'java\tscript:hit()', 'java\nscript:hit()', ' javascript:hit()', '\u0001javascript:hit()', 'javascript&colon;hit()', '&#106;avascript:hit()', '&#x6A;avascript:hit()', 'javascript:hit()//https://a.example', 'vbscript:hit()', 'data:text/html,<script>hit()</script>', 'data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="hit()"/>', 'feed:javascript:hit()', 'view-source:javascript:hit()', 'jar:javascript:hit()', 'livescript:hit()', 'javascript:/*-->*/hit()', 'blob:javascript:hit()'];

/** The tricks. */
export const TRICKS = [
  // Elements that run.
  '<script>hit()</script>',
  '<SCRIPT>hit()</SCRIPT>',
  '<script src=data:text/javascript,hit()></script>',
  '<script type=module>hit()</script>',
  '<scr<script>ipt>hit()</scr</script>ipt>',
  '<script&#0;>hit()</script>',
  '<script/x>hit()</script/x>',
  '<script >hit()</script >',
  '<svg><script>hit()</script></svg>',
  '<svg><script href=data:text/javascript,hit() /></svg>',
  '<math><mtext><script>hit()</script></mtext></math>',
  '<template><script>hit()</script></template>',
  '<noscript><p title="</noscript><script>hit()</script>">',
  '<!--><script>hit()</script>-->',
  '<!-- --!><script>hit()</script>',
  '<![CDATA[<script>hit()</script>]]>',
  '<?xml <script>hit()</script>?>',
  '</title><script>hit()</script>',
  '</textarea><script>hit()</script>',
  '</style><script>hit()</script>',
  '</script><script>hit()</script>',
  '--><script>hit()</script><!--',
  ']]><script>hit()</script>',
  '"><script>hit()</script>',
  "'><script>hit()</script>",
  '`><script>hit()</script>',
  '\\"><script>hit()</script>',
  '&lt;script&gt;hit()&lt;/script&gt;',
  '&#60;script&#62;hit()&#60;/script&#62;',
  '\uFF1Cscript\uFF1Ehit()\uFF1C/script\uFF1E',
  '+ADw-script+AD4-hit()+ADw-/script+AD4-',
  '{{ "<script>hit()</script>" | safe }}',
  '{% raw %}<script>hit()</script>{% endraw %}',
  // Attributes that run.
  ...EVENTS.map((event) => `<img ${event.replace(/^(\S+)/, '$1=hit()')}>`),
  '<svg onload=hit()>',
  '<svg/onload=hit()>',
  '<body onload=hit()>',
  '<details open ontoggle=hit()>',
  '<video><source onerror=hit()></video>',
  '<audio src=x onerror=hit()>',
  '<input autofocus onfocus=hit()>',
  '<select autofocus onfocus=hit()>',
  '<marquee onstart=hit()>',
  '<style>@keyframes a{}</style><p style=animation-name:a onanimationend=hit()>',
  '" onmouseover="hit()',
  "' onfocus='hit()' autofocus tabindex='0",
  '" autofocus onfocus=hit() x="',
  '<img src="x` `<script>hit()</script>"` `>',
  '<img/src=x\tonerror\n=hit()>',
  '<img src=x onerror="&#104;it()">',
  // Frames and what loads.
  '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
  '<iframe src="javascript:parent.hit()"></iframe>',
  '<object data="javascript:hit()"></object>',
  '<embed src="javascript:hit()">',
  '<object data="data:text/html,<script>parent.hit()</script>"></object>',
  '<base href="javascript:hit()//">',
  '<meta http-equiv="refresh" content="0;url=javascript:hit()">',
  '<meta http-equiv="refresh" content="0;url=data:text/html,gone">',
  '<link rel=stylesheet href="javascript:hit()">',
  '<form action="javascript:hit()"><button>go</button></form>',
  '<button formaction="javascript:hit()">go</button>',
  '<isindex type=image src=x onerror=hit()>',
  // Links that run.
  ...SCHEMES.map((url) => `<a href="${url}">go</a>`),
  '<svg><a xlink:href="javascript:hit()"><text>go</text></a></svg>',
  '<svg><a><animate attributeName=href values=javascript:hit() /><text>go</text></a></svg>',
  '<svg><set attributeName=onload to=hit() /></svg>',
  '<math href="javascript:hit()">go</math>',
  '[go](javascript:hit())',
  '[go](<javascript:hit()>)',
  '[go](&#106;avascript:hit())',
  '![x](javascript:hit())',
  '![x](x "a\\" onerror=\\"hit()")',
  '<javascript:hit()>',
  '[[javascript:hit()|go]]',
  '![[x" onerror="hit()]]',
  '[go]: javascript:hit()\n\n[go]',
  '# A {#a onclick=hit()}',
  '<p id="hit" style="width:expression(hit())">x</p>',
];

/** Some of each kind, for a short form. */
export const SOME = TRICKS.filter((_, number) => number % 8 === 0);

const inline = (text) => text.replace(/\s+/g, ' ');
const yaml = (text) => JSON.stringify(text);
const fileName = (text) => text.replace(/[/\0\n\t\u0001\\]/g, '-').slice(0, 80);

/** The places of a note that show text, with a trick in each. */
function note(trick, raw) {
  const line = inline(trick);
  const cell = line.replaceAll('|', '\\|');
  return `---
title: ${yaml(`T ${trick}`)}
step: deliver
task: ${yaml(`task ${trick}`)}
with: [manager, ${yaml(`person ${trick}`)}]
project: ${yaml(`project ${trick}`)}
tags: [${yaml(`tag ${trick}`)}]
aliases: [${yaml(`alias ${trick}`)}]
goal: grow
quote: ${yaml(trick)}
quote_from: ${yaml(`person ${trick}`)}
impact: ${yaml(trick)}
metric: ${yaml(`time ${line.replaceAll(':', '')}: 40 -> 12 min`)}
evidence: [${yaml(`[${line}](https://wiki.example/a)`)}, ${yaml(trick)}]
shows: [craft]
raw_html: ${raw}
---

${trick}

Within words ${line} and on.

## ${line}

- [ ] ${line} (by 2026-04-01)
- ${line}

> ${line}

> [!note] ${line}
> ${line}

| ${cell} | b |
|---|---|
| ${cell} | ${cell} |

[${line.replace(/[[\]]/g, '')}](https://wiki.example/) [a](<${line.replace(/[<>]/g, '')}>) ![${line.replace(/[[\]]/g, '')}](dot.png)
[[nowhere|${line.replace(/[[\]|]/g, '')}]] ==${line}== *${line}* [^1] \`${line.replaceAll('`', '')}\`

[^1]: ${line}

\`\`\`${line.replaceAll('`', '')}
${trick.replaceAll('`', '')}
\`\`\`

<div>

${line}

</div>
`;
}

/** Writes the journal. */
export function writeTricks(folder, tricks) {
  const save = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const all = tricks.map(inline).join(' ');
  save('loopbook.yaml', `title: ${yaml(all)}\nauthor: ${yaml(all)}\n`);
  const competencies = tricks.map((trick, number) => `  - id: c${number}\n    title: ${yaml(trick)}\n    expects:\n      senior: ${yaml(trick)}\n`);
  save('ladders/tricks.yaml', `title: ${yaml(all)}\nlevels: [senior]\ncompetencies:\n  - id: craft\n    title: Craft\n${competencies.join('')}`);
  save('goals/grow.md', `---\ntitle: ${yaml(all)}\nladder: tricks\nto: senior\n---\n${all}\n`);
  save('people/manager.md', `---\ntitle: ${yaml(all)}\nrelation: manager\n---\n${all}\n`);
  tricks.forEach((trick, number) => {
    const day = (month) => `2026-0${month}-${String((number % 28) + 1).padStart(2, '0')}`;
    save(`entries/${day(1)}-n${number}.md`, note(trick, 'no'));
    save(`entries/${day(2)}-r${number}.md`, note(trick, 'yes'));
    save(`entries/${day(3)}-${number} ${fileName(trick)}.md`, 'Text.\n');
    save(`tasks/t${number}.md`, `---\ntitle: ${yaml(`task ${trick}`)}\nstatus: started\n---\n${trick}\n`);
  });
}
