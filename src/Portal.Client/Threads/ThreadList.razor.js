// Tells the page where the view is once it has moved by some rows, and leads the focus to a row. What the keys of the list
// would scroll stays where it is: the page moves the focus instead.
const Step = 4 * 76;
const Moves = ["ArrowDown", "ArrowUp", "Home", "End"];

export function attach(scroller, page) {
  let waiting = false;
  let stopped = false;
  let told = "";
  const look = () => {
    waiting = false;
    const place = `${Math.floor(scroller.scrollTop / Step)} ${scroller.clientHeight} ${scroller.scrollHeight}`;
    if (stopped || place === told || scroller.clientHeight === 0) return;
    told = place;
    page.invokeMethodAsync("Look", scroller.scrollTop, scroller.clientHeight);
  };
  const soon = () => {
    if (waiting || stopped) return;
    waiting = true;
    requestAnimationFrame(look);
  };
  const onPress = press => {
    if (Moves.includes(press.key) && !press.ctrlKey && !press.altKey && !press.metaKey) press.preventDefault();
  };
  const size = new ResizeObserver(soon);
  const list = scroller.querySelector("ul");
  scroller.addEventListener("scroll", soon, { passive: true });
  list.addEventListener("keydown", onPress);
  size.observe(scroller);
  size.observe(list);
  soon();
  return {
    focus(id) {
      list.querySelector(`[data-thread="${CSS.escape(id)}"]`)?.focus();
    },
    stop() {
      stopped = true;
      size.disconnect();
      scroller.removeEventListener("scroll", soon);
      list.removeEventListener("keydown", onPress);
    },
  };
}
