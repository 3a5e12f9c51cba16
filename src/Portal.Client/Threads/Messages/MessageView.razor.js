// Keys among messages: arrows, J and K go from one to the next, Home and End to the ends of the thread, left and right to
// another version of a message. Only the message that has, or last had, the focus is a stop of the Tab key.
export function keys(scroller, list) {
  let current = null;
  let inside = false;
  let waiting = null;

  const stop = article => {
    if (current) current.tabIndex = -1;
    current = article;
    article.tabIndex = 0;
  };
  const show = article => {
    const view = scroller.getBoundingClientRect();
    const place = article.getBoundingClientRect();
    if (place.top < view.top || place.height > view.height) scroller.scrollTop += place.top - view.top - 8;
    else if (place.bottom > view.bottom) scroller.scrollTop += place.bottom - view.bottom + 8;
  };
  const go = article => {
    stop(article);
    article.focus({ preventScroll: true });
    show(article);
  };
  const inView = () => {
    const view = scroller.getBoundingClientRect();
    return [...list.rows()].map(row => row.querySelector("article")).filter(article => {
      const place = article.getBoundingClientRect();
      return place.bottom > view.top + 8 && place.top < view.bottom - 8;
    });
  };
  // A message higher than the view is read on before the focus leaves it.
  const goesOn = (article, step) => {
    const view = scroller.getBoundingClientRect();
    const place = article.getBoundingClientRect();
    return step > 0 ? place.bottom > view.bottom + 1 : place.top < view.top - 1;
  };
  const move = (from, step) => {
    if (!from) {
      const seen = inView();
      const entered = seen[step > 0 ? 0 : seen.length - 1];
      if (entered) go(entered);
      return;
    }
    const row = from.closest(".row");
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    waiting = null;
    if (next?.matches(".row")) {
      go(next.querySelector("article"));
    } else if (scroller.dataset[step > 0 ? "later" : "earlier"] === "true") {
      // It is not drawn yet: the focus follows as soon as it is.
      show(from);
      waiting = { from, step };
    }
    list.more();
  };
  const version = (article, step) => {
    const back = getComputedStyle(scroller).direction === "rtl" ? step > 0 : step < 0;
    article.querySelector(`.siblings [data-step="${back ? -1 : 1}"]:not(:disabled)`)?.click();
  };

  const onKey = press => {
    if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return;
    const target = press.target;
    if (target.closest("input, textarea, select")) return;
    const article = target.closest("article");
    const own = target === scroller || target === article;
    const steps = { ArrowDown: 1, j: 1, J: 1, ArrowUp: -1, k: -1, K: -1 };
    if (press.key === "Home" || press.key === "End") {
      if (press.key === "Home") list.first();
      else list.latest();
    } else if (own && steps[press.key]) {
      if (press.key.startsWith("Arrow") && article && goesOn(article, steps[press.key])) return;
      move(article, steps[press.key]);
    } else if (target === article && (press.key === "ArrowLeft" || press.key === "ArrowRight")) {
      version(article, press.key === "ArrowRight" ? 1 : -1);
    } else if (press.key === "Escape" && article && !own && !document.querySelector("details.menu[open], :popover-open")) {
      article.focus({ preventScroll: true });
    } else {
      return;
    }
    press.preventDefault();
  };
  const onFocus = focus => {
    inside = true;
    const article = focus.target.closest("article");
    if (article && article !== current) stop(article);
  };
  const onBlur = () => { inside = false; };

  scroller.addEventListener("keydown", onKey);
  scroller.addEventListener("focusin", onFocus);
  scroller.addEventListener("focusout", onBlur);
  return {
    // The message that had the focus is no longer drawn: the list keeps it, so that keys go on working.
    keep() {
      if (current && !current.isConnected) {
        current = null;
        if (inside && !scroller.contains(document.activeElement)) scroller.focus({ preventScroll: true });
      }
      if (waiting?.from === document.activeElement) move(waiting.from, waiting.step);
      const last = [...list.rows()].at(-1)?.querySelector("article");
      if (!current && last) stop(last);
    },
    stop() {
      scroller.removeEventListener("keydown", onKey);
      scroller.removeEventListener("focusin", onFocus);
      scroller.removeEventListener("focusout", onBlur);
    },
  };
}
