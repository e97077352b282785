// What a link in a note leads to, beside it, while it is pointed at or has the focus. All of it is in the page, in a
// <template>. Not for fingers, which cannot point without a tap, nor where motion is unwelcome.
(() => {
  const told = new Map();
  for (const one of document.querySelector("#previews")?.content.children ?? []) {
    told.set(new URL(one.dataset.url, location.href).pathname, one);
  }
  const wanted = matchMedia("(hover: hover) and (pointer: fine) and (prefers-reduced-motion: no-preference)");
  const box = Object.assign(document.createElement("div"), { className: "preview", id: "preview", role: "tooltip", hidden: true });
  document.body.append(box);
  let link, timer;

  const hide = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    link = undefined;
    box.hidden = true;
  };

  const show = (own, about) => {
    hide();
    link = own;
    box.replaceChildren(...about.cloneNode(true).children);
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    const at = [...link.getClientRects()].at(-1);
    const { width, height } = box.getBoundingClientRect();
    const above = at.bottom + height + 8 > innerHeight && at.top > height + 8;
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8)) + scrollX}px`;
    // It touches the link, so that a pointer gets from one to the other.
    box.style.top = `${(above ? at.top - height : at.bottom) + scrollY}px`;
  };

  // Soon, not at once: who only passes over a link wants nothing of it.
  const soon = (what, wait) => {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  };
  const previewed = (event) => {
    const own = wanted.matches ? event.target.closest?.("main a[href]") : null;
    return [own, own && told.get(own.pathname)];
  };

  addEventListener("pointerover", (event) => {
    const [own, about] = previewed(event);
    if (about && own !== link) soon(() => show(own, about), 350);
    else if (own === link || box.contains(event.target)) clearTimeout(timer);
    else soon(hide, 200);
  });
  addEventListener("focusin", (event) => {
    const [own, about] = previewed(event);
    if (about && own.matches(":focus-visible")) show(own, about);
    else hide();
  });
  addEventListener("focusout", hide);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
