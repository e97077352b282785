// A journal whose names hold what means something in a URL, in HTML or in YAML.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="5" cy="5" r="4"/></svg>\n';

const FILES = {
  'loopbook.yaml': 'title: "100 % & <mine> #1"\nauthor: "Zoë \\"Z\\" O\'Neill"\nmanager: frau-müller\n',
  'people/frau-müller.md': '---\ntitle: "Frau Müller & Söhne?"\nrelation: manager\ntags: ["größe"]\n---\nA person.\n',
  'goals/größer & besser.md':
    '---\ntitle: "Größer & besser? <100 %> #1"\nneeds: [scope, "q-and-a"]\nby: 2027-06-30\nshared_on: 2026-02-01\n---\n\nThe case.\n',
  'tasks/50 % less?.md': '---\ntitle: "50 % less? #yes & <no>"\n---\nA task.\n',
  'entries/2026-01-05 eins & zwei #1 100% wahr?.md':
    '---\nstep: ask\nwith: frau-müller\ntask: "50 % less?"\ntrying: "5 > 4 & \\"so\\" <b>on</b>"\nupdate_by: 2026-12-01\ntags: ["größe", "a&b", "🎢", "日本語", "c++"]\n---\n\n' +
    '# Die „Größe“ & <b>kein</b> HTML? #1 🎢 100 %\n\n## Über 100 % & mehr?\n\nText #größe #日本語 and [[#Über 100 % & mehr?]].\n\n' +
    '![A dot](bilder/ein%20bild%20&%20%231%20100%25%3F.svg)\n\n![[größe 🎢.svg|120]]\n\n[A file](bilder/liste%20%232%3F%20&%2050%25.txt) and ' +
    '[[2026-02-05 zwei|the next]].\n\n- [ ] Send "it" & <that> (by 2026-12-03)\n\n' +
    `${'Donaudampfschifffahrtsgesellschaftskapitänswitwe'.repeat(3)}\n\n\`${'a_very_long_name_without_a_break.'.repeat(5)}\`\n\n` +
    '```text\n' + `${'a line of code that is wider than a telephone '.repeat(4)}\n` + '```\n\n' +
    '| A | table | that | is | wider | than | any | telephone | could | show |\n|---|---|---|---|---|---|---|---|---|---|\n' +
    `${'| a cell of words '.repeat(10)}|\n\n<https://wiki.example/${'a-long-path/'.repeat(12)}>\n\n> [!warning]- Fold & \`code\` #1?\n> Inside.\n\nA note.[^größe]\n\n[^größe]: Below.\n`,
  'entries/2026-02-05 zwei.md':
    '---\nstep: deliver\nwith: frau-müller\ntask: "50 % less?"\nimpact: "50 % < 100 % & more"\nmetric: "Größe & \\"so\\": 100 -> 50 %"\nshows: [scope, "q-and-a"]\n' +
    'evidence: ["bilder/liste #2? & 50%.txt", "https://wiki.example/a?b=c&d=\'e\'#f"]\nquote: "A \\"good\\" <thing> & more"\nquote_from: frau-müller\n---\n\n![[2026-01-05-eins-zwei-1-100-wahr]] [[no date?]]\n',
  'entries/2026-03-05-🎢.md': '---\nkind: setback\ntitle: "🎢"\n---\nOnly a picture for a title.\n',
  'entries/2026-04-05-slip.md': `---\nstpe: "${'a slip that is wider than a telephone & <so> '.repeat(4)}"\n---\nText.\n`,
  'entries/no date?.md': '---\ntitle: "A page & no <date>"\n---\nA page, which [leads](<2026-02-05 zwei.md>) on.\n',
  'entries/bilder/ein bild & #1 100%?.svg': DOT,
  'entries/bilder/größe 🎢.svg': DOT,
  'entries/bilder/liste #2? & 50%.txt': 'a list\n',
  'static/ganz & gar #1? 100%.txt': 'copied as it is\n',
  'static/ordner mit ümläut/🎢.txt': 'copied as it is\n',
};

/** Writes it to a folder. */
export function writeAwkward(folder) {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
