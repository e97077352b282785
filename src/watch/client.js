// Keeps a page fresh while its journal is being written. Only pages that `loopbook serve` sends
// have this; those on disk don't.
"use strict";
(() => {
  const own = document.currentScript;
  const version = own.dataset.version;
  const page = own.dataset.page;
  let known = null;
  let overlay = null;
  let events = null;
  // A browser has few connections to a server, and each open page would hold one: so only those
  // that somebody can see do.
  const listen = () => {
    if (document.visibilityState === "hidden") {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource(`${own.src.replace("client.js", "events")}?page=${encodeURIComponent(page)}`);
      events.addEventListener("pages", onPages);
      events.addEventListener("assets", onAssets);
      events.addEventListener("problems", onProblems);
    }
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => {
    events?.close();
    events = null;
  });

  // The versions of pages that somebody looks at: another one than this page's is a newer page, and
  // an empty one says that there is none any more.
  const onPages = (event) => {
    const now = JSON.parse(event.data)[page];
    if (now !== undefined && now !== version) reload();
  };

  // The browser would go back to a place of a page that has neither its style nor its fonts yet, and stay with the
  // text that stood there.
  const reload = () => {
    history.replaceState({ place: scrollY }, "");
    history.scrollRestoration = "manual";
    location.reload();
  };
  const goBack = async (place) => {
    await document.fonts.ready;
    scrollTo({ top: place, behavior: "instant" });
    history.scrollRestoration = "auto";
  };

  // The versions of what pages load. The first ones are those that this page has.
  const onAssets = (event) => {
    const now = JSON.parse(event.data);
    const before = known;
    known = now;
    if (!before) return;
    for (const [url, version] of Object.entries(now)) if (before[url] !== version) renew(url, version);
  };

  // A style or a picture is swapped in place; a script needs a new page.
  const renew = (url, version) => {
    const same = (address) => address && decodeURIComponent(new URL(address, location).pathname) === `/${url}`;
    const fresh = `/${url.split("/").map(encodeURIComponent).join("/")}?${version}`;
    const links = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => same(link.href));
    if (links.length > 0) {
      const link = links.at(-1).cloneNode();
      link.href = fresh;
      // The old one stays until the new one is there, so that nothing flashes.
      link.addEventListener("load", () => links.forEach((old) => old.remove()));
      links.at(-1).after(link);
    }
    for (const picture of document.images) if (same(picture.src)) picture.src = fresh;
    if ([...document.scripts].some((script) => same(script.src))) reload();
  };

  const onProblems = (event) => {
    const problems = JSON.parse(event.data);
    overlay?.remove();
    overlay = problems.length > 0 ? draw(problems) : null;
    if (overlay) document.documentElement.append(overlay);
  };

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
      one.append(element("p", "quiet", problem.effect));
      box.append(one);
    }
    box.append(element("p", "quiet", "This goes away by itself when the error is fixed."));
    root.append(style, box);
    return host;
  };

  addEventListener("keydown", (event) => event.key === "Escape" && overlay?.remove());
  listen();

  // Kept with the entry of the history, for a browser may refuse to store anything.
  const place = history.state?.place;
  history.replaceState(null, "");
  if (place !== undefined) addEventListener("load", () => goBack(place));
})();
