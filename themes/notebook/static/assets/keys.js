// `/` leads to search, from any page. The menu closes where one points or goes elsewhere.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  const words = document.querySelector("#search-words");
  words ? words.select() : document.querySelector("[aria-keyshortcuts='/']")?.click();
});
const menu = document.querySelector(".menu");
const leave = (event) => {
  if (!menu?.open || (menu.contains(event.target) && event.key !== "Escape")) return;
  if (event.key && event.key !== "Escape") return;
  menu.open = false;
};
for (const kind of ["pointerdown", "focusin", "keydown"]) addEventListener(kind, leave);
