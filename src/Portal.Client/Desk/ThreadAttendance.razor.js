// Whether the page is in sight, and whether somebody writes in it; the latter at most once in three seconds.
const quiet = 3000;

export function watch(page) {
  let told = 0;
  const onVisibility = () => page.invokeMethodAsync("Hidden", document.hidden);
  const onInput = input => {
    const now = Date.now();
    if (now - told < quiet || !input.target.closest?.(".thread textarea")) return;
    told = now;
    page.invokeMethodAsync("Wrote");
  };
  document.addEventListener("visibilitychange", onVisibility);
  document.addEventListener("input", onInput);
  return {
    isHidden: () => document.hidden,
    stop() {
      document.removeEventListener("visibilitychange", onVisibility);
      document.removeEventListener("input", onInput);
    },
  };
}
