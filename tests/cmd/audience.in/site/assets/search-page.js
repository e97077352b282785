{
const $ = (selector) => document.querySelector(selector);
const make = (tag, values) => Object.assign(document.createElement(tag), values);
const form = $(".search"), box = $("#search-words"), list = $(".found"), more = $(".more");
const notes = new Notes(searchIndex), size = searchIndex.in_a_file;
let found = [], shown = 0;
function mark(into, text, match = {}, from = 0, to = text.length) {
for (const [word, start, end] of places(text)) {
if (!Object.hasOwn(match, word) || start < from || end > to) continue;
into.append(text.slice(from, start), make("mark", { textContent: text.slice(start, end) }));
from = end;
}
into.append(text.slice(from, to));
}
function excerpt(into, text, match = {}) {
const hits = places(text).filter(([word]) => Object.hasOwn(match, word));
let first = 0, most = 0;
for (const [, at] of hits) {
const near = new Set(hits.flatMap(([word, start]) => start >= at && start < at + 150 ? word : []));
if (near.size > most) [first, most] = [at, near.size];
}
const from = first < 60 ? 0 : text.lastIndexOf(" ", first - 30) + 1;
const to = text.length < from + 220 ? text.length : text.lastIndexOf(" ", from + 220);
if (from) into.append("… ");
mark(into, text, match, from, to);
if (to < text.length) into.append(" …");
}
function load({ number }, use) {
const file = Math.floor(number / size), src = `search/text-${file}.js`;
const done = () => use(...searchTexts[file][number % size]);
if (searchTexts[file]) return done();
const script = $(`script[src="${src}"]`) ?? document.head.appendChild(make("script", { src }));
script.addEventListener("load", done);
}
function item({ note, match }) {
const item = make("li"), link = make("a", { href: note.url });
const about = make("p", { className: "meta" }), text = make("p");
mark(link, note.title, match);
item.append(link, about, text);
const step = note.facets.find((facet) => facet.startsWith("step="))?.slice(5);
if (step) about.append(make("span", { className: `step ${step}`, textContent: step }), " · ");
load(note, (said, whole) => { mark(about, said, match); excerpt(text, whole, match); });
return item;
}
function show() {
list.append(...found.slice(shown, shown += 20).map(item));
more.hidden = shown >= found.length;
}
function run() {
const asked = [...new FormData(form)].filter(([, value]) => value.trim());
const { q = "", from = "", to = "9", ...facets } = Object.fromEntries(asked);
const wanted = Object.entries(facets).map((facet) => facet.join("="));
const passes = ({ date, facets }) => (date ? date >= from && date <= to : !from && to === "9")
&& wanted.every((facet) => facets.includes(facet));
const { found: all, near, common } = notes.find(q, passes);
history.replaceState(null, "", "#" + new URLSearchParams(asked));
found = asked.length ? all : [];
shown = 0;
list.replaceChildren();
show();
const said = !asked.length ? `${all.length} notes, tasks, goals, people and loops can be found`
: !found.length ? "Nothing found. Try fewer words, only their beginnings, or fewer filters"
: `${near ? "Nothing has all of these words. Close to them: " : ""}${found.length} found`;
$("[role=status]").textContent = said + (common.length ? `. Most notes say “${common.join("”, “")}”: looked for in titles only.` : ".");
}
function restore() {
const asked = new URLSearchParams(location.hash.slice(1));
for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
run();
}
form.addEventListener("input", run);
form.addEventListener("reset", () => setTimeout(run));
form.addEventListener("submit", (event) => { event.preventDefault(); $(".found a")?.click(); });
more.addEventListener("click", () => { const at = shown; show(); list.children[at].firstChild.focus(); });
addEventListener("hashchange", restore);
$("main").addEventListener("keydown", (event) => {
const stops = [box, ...list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
if (at >= 0 && step) stops[at + step]?.focus();
else if (at >= 0 && event.key === "Escape") { box.value = ""; box.focus(); run(); }
else return;
event.preventDefault();
});
form.hidden = $("#search-keys").hidden = false;
if (location.hash === "#search-words") box.focus();
restore();
}
