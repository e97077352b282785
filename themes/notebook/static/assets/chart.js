// What a mark on a chart says, beside it, while it is pointed at or has the focus; and a button
// that copies what to say. Without this script, marks have a title, and words can be selected.
(() => {
  const make = (name, like) => Object.assign(document.createElement(name), like);
  // The mark is labelled already: this is for those who see it.
  const tip = make("p", { className: "tip", hidden: true, ariaHidden: "true" });
  document.body.append(tip);

  // Its title becomes its label, else the browser shows its own tip over this one.
  const words = (mark) => {
    const title = mark.querySelector("title");
    const said = title?.textContent || mark.title || mark.getAttribute("aria-label");
    title?.remove();
    mark.removeAttribute("title");
    if (said) mark.setAttribute("aria-label", said);
    return said;
  };

  const over = (event) => {
    const mark = event.target.closest?.("svg a, .cell, .month a");
    const said = mark && words(mark);
    tip.hidden = !said;
    if (!said) return;
    tip.textContent = said;
    const at = mark.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const most = innerWidth - own.width - 8;
    const above = at.top - own.height - 8;
    tip.style.left = `${Math.min(Math.max(8, at.left + (at.width - own.width) / 2), most) + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : at.bottom + 8) + scrollY}px`;
  };
  addEventListener("pointerover", over);
  addEventListener("focusin", over);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });

  // What is of today is so on the day on which one reads, not on that of the build.
  const today = new Date().toLocaleDateString("sv");
  for (const time of document.querySelectorAll(`.entries time[datetime="${today}"]`)) {
    time.textContent = "Today";
    time.closest("li").classList.add("is-today");
  }

  const spoken = navigator.clipboard ? ".say:not([aria-hidden] *)" : "none";
  for (const say of document.querySelectorAll(spoken)) {
    const button = make("button", { className: "copy", textContent: "Copy" });
    const text = [...say.children].map((p) => p.innerText).join("\n\n");
    let back;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      clearTimeout(back);
      back = setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    say.append(button);
  }
})();
