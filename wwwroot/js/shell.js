// Runs in the head, before the first paint: the chosen theme, then what the shell does without waiting for WebAssembly.
(() => {
  // Within another site's page a browser may keep its storage away; what is kept then lives as long as the page.
  for (const name of ["localStorage", "sessionStorage"]) {
    try { globalThis[name].length; } catch {
      const kept = new Map();
      const storage = { getItem: item => kept.get(item) ?? null, setItem: (item, value) => kept.set(item, String(value)), removeItem: item => kept.delete(item) };
      Object.defineProperty(globalThis, name, { value: storage });
    }
  }

  const key = "portal-theme";
  const root = document.documentElement;
  const read = () => {
    try { return localStorage.getItem(key) ?? "system"; } catch { return "system"; }
  };
  const apply = choice => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };
  apply(read());
  addEventListener("storage", change => { if (change.key === key) apply(read()); });

  globalThis.portalTheme = {
    get: read,
    set: choice => {
      try { localStorage.setItem(key, choice); } catch { /* a private window keeps it for this page only */ }
      apply(choice);
    },
  };

  globalThis.portalLanguage = () => root.lang;
  globalThis.portalToken = () => document.querySelector("meta[name=portal-token]")?.content;

  // Without the clipboard's permission (a page on plain http) the text stays selectable where it is.
  globalThis.portalCopy = text => navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;

  // The program draws the page anew when it starts; a menu that somebody has just opened is opened again.
  let openMenu = "";
  addEventListener("toggle", toggle => {
    if (toggle.target.matches("details.menu")) openMenu = toggle.target.open ? toggle.target.id : "";
  }, true);
  globalThis.portalKeepMenu = id => {
    if (id === openMenu) document.getElementById(id).open = true;
  };

  // The first field of a sent form that turns out wrong takes the focus, unless the person has gone on meanwhile.
  let watch = new AbortController();
  addEventListener("submit", ({ target: form }) => {
    watch.abort();
    const stop = watch = new AbortController();
    const signal = stop.signal;
    const find = () => {
      const wrong = signal.aborted ? null : form.querySelector("[aria-invalid=true]");
      if (!wrong) return;
      stop.abort();
      wrong.focus();
    };
    const observer = new MutationObserver(find);
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
    ["keydown", "pointerdown", "input"].forEach(act => addEventListener(act, () => stop.abort(), { capture: true, once: true, signal }));
    observer.observe(form, { subtree: true, childList: true, attributeFilter: ["aria-invalid"] });
    // A field that was wrong before and still is changes nothing that could be observed.
    requestAnimationFrame(() => requestAnimationFrame(find));
  }, true);

  const closeMenus = except => document.querySelectorAll("details.menu[open]").forEach(menu => {
    if (menu !== except) menu.open = false;
  });
  addEventListener("click", click => {
    const target = click.target instanceof Element ? click.target : null;
    const link = target?.closest("a");
    // What is chosen closes its menu; what is switched on and off in one leaves it open.
    const chosen = target?.closest("button.menu-item:not([aria-pressed])");
    closeMenus(link || chosen ? null : target?.closest("details.menu"));
    if (link) link.closest("[popover]")?.hidePopover();
  });
  // Up and down lead from row to row of a table.
  addEventListener("keydown", press => {
    const side = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[press.key];
    const row = side && press.target.closest?.(".table-frame tbody > tr");
    const next = row?.[side]?.querySelector("a, button:not(:disabled)");
    if (!next) return;
    press.preventDefault();
    next.focus();
  });
  addEventListener("keydown", press => {
    if (press.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
