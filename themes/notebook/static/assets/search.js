// Reads search/index.js into MiniSearch, which ranks. What a word is, and how it is spelt, is as in
// src/site/search/words.rs; the cases of words.json there hold both.
const searchTexts = [];
const DENSE = String.raw`[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}]`;
const LETTER = String.raw`[\p{Alphabetic}\p{N}\p{M}]`;
const RUNS = new RegExp(`(?:(?=${DENSE})${LETTER})+|(?:(?!${DENSE})${LETTER})+`, "gu");
const IS_DENSE = new RegExp("^" + DENSE, "u");
const SPELT = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ" };

const fold = (word) => word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
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
  return found;
}
const words = (text) => places(text).map(([word]) => word);

// Reads the numbers that `digits` in postings.rs wrote, one after the other.
function numbers(text) {
  let at = 0;
  const next = () => {
    for (let number = 0, scale = 1; ; scale *= 34) {
      const code = text.charCodeAt(at++);
      if (code < 92) return number + (code - 35) * scale;
      number += (code - 36) * scale;
    }
  };
  return { next, rest: () => text.slice(at) };
}

// The notes of a word, by field, as MiniSearch asks for them; read when it first does.
class Postings {
  constructor(text) { this.text = text; }
  get(field) { return (this.fields ??= this.read())[field]; }
  read() {
    const { next, rest } = numbers(this.text), fields = [];
    while (rest()) {
      const notes = new Map();
      for (let left = next(), note = 0; left > 0; left--) {
        const step = next();
        notes.set(note += step >> 1, step & 1 ? next() + 2 : 1);
      }
      fields.push(notes.size ? notes : undefined);
    }
    return fields;
  }
}

// MiniSearch over an index made elsewhere: its own `loadJS` would unpack every posting first.
class Notes extends MiniSearch {
  constructor({ urls, titles, dates, facets, ...index }) {
    super({ fields: ["text", "about", "title"], tokenize: words, processTerm: (word) => word });
    const facet = numbers(index.facets_of).next, length = numbers(index.lengths).next;
    const sums = [0, 0, 0];
    this.notes = urls.map((url, number) => {
      const lengths = sums.map(() => length());
      lengths.forEach((length, field) => { sums[field] += length; });
      this._documentIds.set(number, number);
      this._fieldLength.set(number, lengths);
      const own = Array.from({ length: facet() }, () => facets[facet()]);
      return { number, url, title: titles[number], date: dates[number], facets: own };
    });
    this._documentCount = urls.length;
    this._avgFieldLength = sums.map((sum) => sum / urls.length);
    this.common = new Set(index.common);
    let word = "";
    index.words.split(" ").forEach((written, at) => {
      const { next, rest } = numbers(written);
      this._index.set(word = word.slice(0, next()) + rest(), new Postings(index.postings[at]));
    });
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
