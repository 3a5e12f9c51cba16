// The chat's way to its visitor's token: by the site's script where the page stands within a site, else by itself.
const patience = 15_000;
const renewBefore = 120_000;

export function attach(page, assistantId) {
  const site = window.parent === window ? null : window.parent;
  const secretName = `portal-visitor-${assistantId}`;
  let renewing = 0;
  let waiting = null;

  const heard = event => {
    if (event.source !== site || event.data?.type !== "portal:visitor") return;
    waiting?.(event.data);
  };
  if (site) addEventListener("message", heard);

  const askSite = () => new Promise(resolve => {
    const giveUp = setTimeout(() => answer({}), patience);
    const answer = given => {
      clearTimeout(giveUp);
      waiting = null;
      resolve(given);
    };
    waiting = answer;
    tell("portal:enter");
  });
  const askPortal = async () => {
    const read = () => { try { return localStorage.getItem(secretName) ?? undefined; } catch { return undefined; } };
    try {
      const response = await fetch(new URL(`v2/embed/${encodeURIComponent(assistantId)}/visitors`, document.baseURI), {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ secret: read() }), credentials: "omit",
      });
      const body = await response.json();
      if (!response.ok) return { status: response.status, message: body.error.message };
      if (body.secret) try { localStorage.setItem(secretName, body.secret); } catch { /* the next visit is another visitor's */ }
      return body;
    } catch {
      return {};
    }
  };
  // What goes to the site holds nothing of the conversation, so it may go to whichever site was allowed to show the page.
  const tell = type => site?.postMessage({ type }, "*");
  const enter = async () => {
    const given = await (site ? askSite() : askPortal());
    clearTimeout(renewing);
    if (given.token) renewing = setTimeout(renew, Math.max(10_000, (given.expires_at * 1000) - Date.now() - renewBefore));
    return { token: given.token ?? null, threadId: given.thread_id ?? null, status: given.status ?? 503, message: given.message ?? null };
  };
  const renew = async () => {
    const given = await enter();
    if (given.token) page.invokeMethodAsync("Renew", given.token);
    else renewing = setTimeout(renew, 10_000);
  };

  return {
    isFramed: () => site !== null,
    enter,
    answered: () => tell("portal:answered"),
    close: () => tell("portal:close"),
    stop: () => {
      clearTimeout(renewing);
      removeEventListener("message", heard);
    },
  };
}
