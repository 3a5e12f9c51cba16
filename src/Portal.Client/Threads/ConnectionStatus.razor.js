// Sleep stops the clocks: a tick that comes much too late tells of it. A network that comes or goes, and a page that comes
// back to sight, are reasons to try the connection as well.
const period = 5000;

export function watch(page) {
  let last = Date.now();
  const doubt = () => page.invokeMethodAsync("Doubt");
  const seen = () => {
    if (!document.hidden) doubt();
  };
  const tick = setInterval(() => {
    const now = Date.now();
    if (now - last > 2 * period) doubt();
    last = now;
  }, period);
  addEventListener("online", doubt);
  addEventListener("offline", doubt);
  addEventListener("pageshow", seen);
  document.addEventListener("visibilitychange", seen);
  document.addEventListener("resume", doubt);
  return {
    stop() {
      clearInterval(tick);
      removeEventListener("online", doubt);
      removeEventListener("offline", doubt);
      removeEventListener("pageshow", seen);
      document.removeEventListener("visibilitychange", seen);
      document.removeEventListener("resume", doubt);
    },
  };
}
