// Whether the page is in sight.
export function watch(page) {
  const onVisibility = () => page.invokeMethodAsync("Hidden", document.hidden);
  document.addEventListener("visibilitychange", onVisibility);
  return {
    isHidden: () => document.hidden,
    stop: () => document.removeEventListener("visibilitychange", onVisibility),
  };
}
