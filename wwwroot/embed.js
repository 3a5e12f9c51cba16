// Puts a chat with one of the portal's assistants on a site:
//   <script src="https://portal.example.org/embed.js" data-assistant="asst_…" async></script>
// data-name: what the site calls the visitor; data-accent: #rrggbb of the button; data-side: "left"; data-label: the button's name.
// window.PortalChat has open(), close() and toggle().
(() => {
  const script = document.currentScript;
  const portal = new URL(".", script.src);
  const { assistant, name, accent = "#0b6b73", side, label = "Chat" } = script.dataset;
  if (!assistant) throw new Error("embed.js: data-assistant is missing.");
  const secretName = `portal-visitor-${assistant}`;
  const storage = {
    read: () => { try { return localStorage.getItem(secretName) ?? undefined; } catch { return undefined; } },
    write: secret => { try { localStorage.setItem(secretName, secret); } catch { /* the next visit is another visitor's */ } },
  };

  const enter = async () => {
    try {
      const response = await fetch(new URL(`v2/embed/${encodeURIComponent(assistant)}/visitors`, portal), {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ secret: storage.read(), name }), credentials: "omit",
      });
      const body = await response.json();
      if (!response.ok) return { status: response.status, message: body.error.message };
      if (body.secret) storage.write(body.secret);
      return { token: body.token, expires_at: body.expires_at, thread_id: body.thread_id };
    } catch {
      return { status: 503 };
    }
  };

  // In a shadow, so that neither the site's styles nor the chat's reach the other.
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const edge = side === "left" ? "left" : "right";
  root.innerHTML = `
    <style>
      :host { all: initial; }
      button { position: fixed; bottom: 20px; ${edge}: 20px; z-index: 2147483646; width: 56px; height: 56px; border: 0; border-radius: 50%; cursor: pointer; color: #fff; box-shadow: 0 2px 12px rgb(0 0 0 / .3); display: grid; place-items: center; }
      button:focus-visible { outline: 3px solid; outline-offset: 3px; }
      svg { width: 26px; height: 26px; fill: currentColor; }
      .badge { position: absolute; top: -2px; ${edge === "left" ? "left" : "right"}: -2px; min-width: 20px; height: 20px; padding: 0 5px; box-sizing: border-box; border-radius: 10px; background: #b0222a; color: #fff; font: 600 12px/20px system-ui, sans-serif; }
      .badge:empty { display: none; }
      iframe { position: fixed; bottom: 88px; ${edge}: 20px; z-index: 2147483647; width: 400px; height: min(640px, calc(100dvh - 108px)); border: 0; border-radius: 12px; box-shadow: 0 8px 40px rgb(0 0 0 / .3); color-scheme: light dark; background: transparent; }
      iframe[hidden] { display: none; }
      @media (max-width: 480px) { iframe { inset: 0; width: 100%; height: 100dvh; border-radius: 0; } }
    </style>
    <button type="button" aria-expanded="false"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h16v12H7l-3 3z"/></svg><span class="badge" role="status"></span></button>`;
  const button = root.querySelector("button");
  const badge = root.querySelector(".badge");
  button.style.background = accent;
  button.setAttribute("aria-label", label);
  let frame = null;
  let unread = 0;

  const count = number => {
    unread = number;
    badge.textContent = number || "";
  };
  const open = () => {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.src = new URL(`embed/${encodeURIComponent(assistant)}`, portal);
      frame.title = label;
      frame.allow = "clipboard-write";
      root.append(frame);
    }
    frame.hidden = false;
    button.setAttribute("aria-expanded", "true");
    count(0);
    frame.focus();
  };
  const close = () => {
    if (!frame) return;
    frame.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  };
  const toggle = () => (frame && !frame.hidden ? close() : open());
  button.addEventListener("click", toggle);
  root.addEventListener("keydown", press => { if (press.key === "Escape") close(); });

  addEventListener("message", async event => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== portal.origin) return;
    switch (event.data?.type) {
      case "portal:enter": frame.contentWindow.postMessage({ type: "portal:visitor", ...await enter() }, portal.origin); break;
      case "portal:answered": if (frame.hidden) count(unread + 1); break;
      case "portal:close": close(); break;
    }
  });

  window.PortalChat = { open, close, toggle };
  document.body.append(host);
})();
