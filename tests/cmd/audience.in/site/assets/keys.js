addEventListener("keydown", (event) => {
if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
event.preventDefault();
const words = document.querySelector("#search-words");
words ? words.select() : document.querySelector("[aria-keyshortcuts='/']")?.click();
});
