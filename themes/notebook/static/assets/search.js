// Reads search/index.js into MiniSearch, which ranks. What a word is, and how it is spelt, is as in
// src/site/search/words.rs; the cases of words.json there hold both.
const searchTexts = [];
const DENSE = String.raw`[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}]`;
const LETTER = String.raw`[\p{Alphabetic}\p{N}\p{M}]`;
const RUNS = new RegExp(`(?:(?=${DENSE})${LETTER})+|(?:(?!${DENSE})${LETTER})+`, "gu");
const IS_DENSE = new RegExp("^" + DENSE, "u");
const SPELT = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ" };

const fold = (word) => word.normalize("NFKD").replace(/[ \u0300-\u036f]/g, "").toLowerCase()
  .normalize("NFC").replace(/[ßæœþøłđðıς]/g, (letter) => SPELT[letter]);

// The words of a text: each as the index has it, with its start and end.
function places(text) {
  const found = [];
  for (const { 0: run, index } of text.matchAll(RUNS)) {
    const end = index + run.length, letters = [...run];
    if (IS_DENSE.test(run)) {
      let at = index;
      letters.forEach((letter, i) => {
        const pair = letter + (letters[i + 1] ?? "");
        found.push([fold(pair), at, at + pair.length]);
        at += letter.length;
      });
    } else if (letters.length > 1 || !/['’]/.test(text.slice(index && index - 1, end + 1))) {
      const word = fold(run);
      if ([...word].length <= 40) found.push([word, index, end]);
    }
  }
  return found.filter(([word]) => word);
}
const words = (text) => places(text).map(([word]) => word);

const digit = (code) => code - (code < 92 ? 35 : 36);

// Reads the numbers that `digits` in encode.rs wrote, one after the other.
function numbers(text) {
  let at = 0;
  return () => {
    for (let number = 0, scale = 1; ; scale *= 34) {
      const code = text.charCodeAt(at++);
      number += digit(code) * scale;
      if (code < 92) return number;
    }
  };
}

// Reads the lists that `Bits` there wrote, one after the other.
function lists(text) {
  let at = 0, bits = 0, left = 0;
  const read = (width) => {
    if (width > 13) return read(width - 13) * 8192 + read(13);
    if (left < width) {
      bits = bits << 13 | digit(text.charCodeAt(at++)) * 91 + digit(text.charCodeAt(at++));
      left += 13;
    }
    return bits >> (left -= width) & (1 << width) - 1;
  };
  return (total) => {
    let width = 0, number = 0;
    while (!read(1)) width++;
    const count = 2 ** width + read(width) - 1, low = 31 - Math.clz32(total / count | 1);
    const list = new Array(count);
    for (let i = 0; i < count; i++) {
      while (read(1)) number += 1 << low;
      list[i] = number += read(low);
    }
    return list;
  };
}

// The texts that `shortened` in mod.rs wrote.
function texts(written) {
  let text = "";
  return written.split(" ").map((part) => text = text.slice(0, digit(part.charCodeAt())) + part.slice(1));
}

// The notes of a word in one field, and how often they have it, as MiniSearch asks.
class Field {
  constructor(notes, times) { this.notes = notes; this.times = times; this.size = notes.length; }
  keys() { return this.notes; }
  get(note) { return this.times.get(note) ?? 1; }
}

// The notes of a word, read when MiniSearch first asks for them.
class Postings {
  constructor(text, total) { this.text = text; this.total = total; }
  get(field) { return (this.fields ??= this.read())[field]; }
  read() {
    const list = lists(this.text);
    return [0, 1, 2].map(() => {
      const notes = list(this.total), times = new Map();
      if (!notes.length) return;
      for (const at of list(notes.length)) times.set(notes[at], (times.get(notes[at]) ?? 1) + 1);
      return new Field(notes, times);
    });
  }
}

// MiniSearch over an index made elsewhere: its own `loadJS` would unpack every posting first.
class Notes extends MiniSearch {
  constructor({ titles, facets, ...index }) {
    super({ fields: ["text", "about", "title"], tokenize: words, processTerm: (word) => word });
    const total = titles.length, urls = texts(index.urls), postings = index.postings.split(" ");
    const facet = numbers(index.facets_of), length = numbers(index.lengths);
    const step = numbers(index.dates), sums = [0, 0, 0];
    let day = 0, last = "1970-01-01";
    this.notes = titles.map((title, number) => {
      const lengths = sums.map(() => length()), days = step();
      lengths.forEach((length, field) => { sums[field] += length; });
      this._documentIds.set(number, number);
      this._fieldLength.set(number, lengths);
      if (days > 1) last = new Date((day += days & 1 ? days >> 1 : -days / 2) * 864e5).toISOString().slice(0, 10);
      const own = Array.from({ length: facet() }, () => facets[facet()]);
      return { number, url: urls[number], title, date: days ? last : "", facets: own };
    });
    this._documentCount = total;
    this._avgFieldLength = sums.map((sum) => sum / total);
    this.common = new Set(index.common);
    texts(index.words).forEach((word, at) => this._index.set(word, new Postings(postings[at], total)));
  }

  // The notes that have all words, or what begins so, the best first; where there are none, those
  // with nearly such words. Without words, all that pass, the newest first.
  find(text, passes) {
    const asked = [...new Set(words(text))];
    const common = asked.filter((word) => this.common.has(word));
    const rare = asked.filter((word) => !this.common.has(word));
    if (!asked.length) {
      const found = this.notes.filter(passes).map((note) => ({ note }));
      return { common, found: found.sort(({ note: a }, { note: b }) => (a.date < b.date) - (a.date > b.date)) };
    }
    const search = (options) => this.search(
      { queries: rare.length ? rare : common, combineWith: "AND", ...options },
      { boost: { title: 5, about: 2 }, boostDocument: (number) => passes(this.notes[number]) },
    );
    // One or two letters begin a good part of all words.
    const shortest = this.notes.length > 2000 ? 2 : 1;
    const prefix = (word) => word.length > shortest || IS_DENSE.test(word);
    let hits = search({ prefix });
    const near = !hits.length;
    if (near) hits = search({ prefix, fuzzy: (word) => word.length > 5 ? 2 : word.length > 3 });
    return { common, near, found: hits.map(({ id, match }) => ({ note: this.notes[id], match })) };
  }
}
