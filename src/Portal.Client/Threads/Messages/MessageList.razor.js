// Measures the messages that are drawn, holds the place of what one reads while messages come, go and grow, and tells the
// page where the view is once what is drawn no longer reaches around it. Keys move the focus from message to message.
import { keys } from "./MessageView.razor.js";

const Near = 8;

export function attach(scroller, page) {
  const log = scroller.firstElementChild;
  const [before, after] = log.querySelectorAll(":scope > .space");
  const sizes = new Map();
  let atTail = scroller.dataset.opens === "end" && scroller.dataset.tail === "true";
  let anchor = null;
  let lastTop = 0;
  let lastHeight = 0;
  let asking = false;
  let waiting = false;
  let stopped = false;
  let selected = { id: "", text: "" };

  const rows = () => log.querySelectorAll(":scope > .row");
  const find = id => log.querySelector(`:scope > .row[data-row="${CSS.escape(id)}"]`);
  const edge = () => scroller.getBoundingClientRect().top;
  const topOf = row => row.getBoundingClientRect().top - edge();

  // What one reads is the first message whose end is in view.
  const pick = () => {
    const top = edge();
    const row = [...rows()].find(one => one.getBoundingClientRect().bottom > top + 1);
    anchor = row ? { row, top: topOf(row) } : null;
  };
  const hold = () => {
    if (atTail) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (anchor?.row.isConnected) {
      const shift = topOf(anchor.row) - anchor.top;
      if (Math.abs(shift) >= 1) scroller.scrollTop += shift;
    } else {
      pick();
    }
    [lastTop, lastHeight] = [scroller.scrollTop, scroller.scrollHeight];
  };
  const setTail = value => {
    if (value === atTail) return;
    atTail = value;
    if (!stopped) page.invokeMethodAsync("AtTail", value);
  };

  const report = () => {
    const text = [...sizes].map(([id, height]) => `${id}:${Math.round(height * 10) / 10};`).join("");
    sizes.clear();
    return text;
  };
  const reaches = () => {
    const view = scroller.getBoundingClientRect();
    const margin = view.height * 0.75;
    const above = before.getBoundingClientRect().bottom <= view.top - margin || scroller.dataset.earlier !== "true";
    const below = after.getBoundingClientRect().top >= view.bottom + margin || scroller.dataset.later !== "true";
    return above && below;
  };
  const ask = async () => {
    if (asking || stopped || reaches()) return;
    asking = true;
    const top = edge() - before.getBoundingClientRect().bottom;
    const changed = await page.invokeMethodAsync("Look", top, scroller.clientHeight, report());
    asking = false;
    if (changed) soon();
  };
  // Once a frame: the page draws a few messages at a time, and none of that may be felt.
  const soon = () => {
    if (waiting || stopped) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      ask();
    });
  };

  const onScroll = () => {
    const rest = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    // Only going back leaves the tail: what grows there moves away from under a view that stays, and where less is drawn
    // than was expected the browser itself moves the view up.
    if (rest <= Near && scroller.dataset.tail === "true") setTail(true);
    else if (scroller.scrollTop < lastTop - 1 && scroller.scrollHeight >= lastHeight) setTail(false);
    [lastTop, lastHeight] = [scroller.scrollTop, scroller.scrollHeight];
    pick();
    soon();
  };
  const grown = new ResizeObserver(changes => {
    for (const change of changes) {
      const id = change.target.dataset.row;
      if (id && change.target.isConnected) sizes.set(id, change.borderBoxSize[0].blockSize);
    }
    hold();
    soon();
  });
  const drawn = new MutationObserver(changes => {
    for (const change of changes) {
      for (const row of change.addedNodes) if (row.dataset?.row) grown.observe(row);
      for (const row of change.removedNodes) if (row.dataset?.row) grown.unobserve(row);
    }
    keyboard.keep();
  });

  const reveal = (row, top) => {
    setTail(false);
    anchor = { row, top };
    hold();
    soon();
  };
  const keyboard = keys(scroller, {
    rows,
    first: () => page.invokeMethodAsync("ToFirst"),
    latest: () => page.invokeMethodAsync("ToLatest"),
    more: soon,
  });

  // What somebody opens stays where it is: its growth is no reason to move on.
  const onPress = press => {
    const pressed = press.target instanceof Element ? press.target : null;
    if (atTail && pressed?.closest("summary")) {
      setTail(false);
      pick();
      soon();
    }
  };
  const onPointer = press => {
    const row = press.target instanceof Element ? press.target.closest(".row") : null;
    const selection = getSelection();
    const inside = row && selection.rangeCount > 0 && row.contains(selection.getRangeAt(0).commonAncestorContainer);
    selected = inside ? { id: row.dataset.row, text: selection.toString() } : { id: "", text: "" };
  };
  const onVisibility = () => page.invokeMethodAsync("Away", document.hidden);

  const [opening] = rows();
  scroller.dataset.live = "";
  if (!atTail && opening) anchor = { row: opening, top: 24 };
  hold();
  scroller.addEventListener("scroll", onScroll, { passive: true });
  scroller.addEventListener("click", onPress, true);
  scroller.addEventListener("pointerdown", onPointer, true);
  document.addEventListener("visibilitychange", onVisibility);
  drawn.observe(log, { childList: true });
  for (const row of rows()) grown.observe(row);
  grown.observe(log);
  grown.observe(scroller);
  soon();

  return {
    reveal(id) {
      const row = find(id);
      if (row) reveal(row, Math.min(96, scroller.clientHeight / 6));
    },
    toEnd() {
      setTail(true);
      hold();
      soon();
    },
    selectedIn(id) {
      return selected.id === id ? selected.text : "";
    },
    stop() {
      stopped = true;
      drawn.disconnect();
      grown.disconnect();
      keyboard.stop();
      scroller.removeEventListener("scroll", onScroll);
      scroller.removeEventListener("click", onPress, true);
      scroller.removeEventListener("pointerdown", onPointer, true);
      document.removeEventListener("visibilitychange", onVisibility);
    },
  };
}
