// Keeps a page fresh while its journal is being written. Only pages that `loopbook serve` sends
// have this; those on disk don't.
"use strict";
(() => {
  const own = document.currentScript;
  const version = own.dataset.version;
  const page = own.dataset.page;
  const styles = new Map();
  let overlay = null;

  const events = new EventSource(`${own.src.replace("client.js", "events")}?page=${encodeURIComponent(page)}`);

  // The versions of pages that somebody looks at: another one than this page's is a newer page.
  events.addEventListener("pages", (event) => {
    const now = JSON.parse(event.data)[page];
    // The browser keeps the place that was scrolled to.
    if (now && now !== version) location.reload();
  });

  // The versions of what pages load: a style is swapped in place, anything else needs a new page.
  events.addEventListener("assets", (event) => {
    for (const [url, now] of Object.entries(JSON.parse(event.data))) {
      const before = styles.get(url);
      styles.set(url, now);
      if (before === undefined || before === now) continue;
      const links = [...document.querySelectorAll('link[rel="stylesheet"]')];
      const link = links.find((link) => new URL(link.href).pathname === `/${url}`);
      if (!link) {
        if (!url.endsWith(".css")) location.reload();
        continue;
      }
      const fresh = link.cloneNode();
      fresh.href = `/${url}?${now}`;
      // The old one stays until the new one is there, so that nothing flashes.
      fresh.addEventListener("load", () => link.remove());
      link.after(fresh);
    }
  });

  events.addEventListener("problems", (event) => {
    const problems = JSON.parse(event.data);
    overlay?.remove();
    overlay = problems.length > 0 ? draw(problems) : null;
    if (overlay) document.documentElement.append(overlay);
  });

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const draw = (problems) => {
    const host = element("loopbook-problems");
    const root = host.attachShadow({ mode: "open" });
    const style = element("link");
    style.rel = "stylesheet";
    style.href = own.src.replace("client.js", "client.css");
    const box = element("section", "box");
    box.setAttribute("role", "alert");
    const close = element("button", "", "Hide");
    close.type = "button";
    close.addEventListener("click", () => host.remove());
    box.append(close);
    for (const problem of problems) {
      const one = element("article");
      one.append(element("h2", "", problem.message));
      const place = element(problem.href ? "a" : "p", "place", problem.place);
      if (problem.href) place.href = problem.href;
      one.append(place);
      if (problem.source !== null) {
        const code = element("pre");
        code.append(problem.source, "\n", element("b", "", problem.caret));
        one.append(code);
      }
      if (problem.hint) one.append(element("p", "", problem.hint));
      box.append(one);
    }
    box.append(element("p", "quiet", "The page is as it was before. This goes by itself when the error is mended."));
    root.append(style, box);
    return host;
  };

  addEventListener("keydown", (event) => event.key === "Escape" && overlay?.remove());
})();
