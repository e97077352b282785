// What a mark on a chart says, beside it, while it is pointed at or has the focus; and a button
// that copies what to say. Without this script, marks have a title, and words can be selected.
"use strict";
(() => {
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.hidden = true;
  // The mark is labelled already: this is for those who see it.
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);

  const marks = "svg a, .cell[title], .month a";
  const words = (mark) =>
    mark.querySelector("title")?.textContent || mark.title || mark.getAttribute("aria-label");
  let titled = null;

  const show = (mark) => {
    hide();
    const said = words(mark);
    if (!said) return;
    // Else the browser shows its own tip over this one.
    titled = { mark, title: mark.querySelector("title"), text: mark.title };
    titled.title?.remove();
    mark.removeAttribute("title");
    tip.textContent = said;
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - own.width / 2), document.documentElement.clientWidth - own.width - 8);
    const above = at.top - own.height - 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : at.bottom + 8) + scrollY}px`;
  };

  const hide = () => {
    tip.hidden = true;
    if (!titled) return;
    if (titled.title) (titled.mark.querySelector("path, circle, rect, text") || titled.mark).append(titled.title);
    if (titled.text) titled.mark.title = titled.text;
    titled = null;
  };

  const over = (event) => {
    const mark = event.target.closest?.(marks);
    if (mark && mark !== titled?.mark) show(mark);
    else if (!mark) hide();
  };
  document.addEventListener("pointerover", over);
  document.addEventListener("focusin", over);
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  for (const say of document.querySelectorAll(".say")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    const text = [...say.querySelectorAll("p")].map((p) => p.innerText).join("\n\n");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    say.append(button);
  }
})();
