// The number on the tab and on the app's icon, and the notification or sound for what needs the person while they look at
// something else. Several tabs tell of a thing once.
import { play, settings } from "./AttentionSettings.razor.js";

const told = "portal.alerts.told";
const number = /^\(\d+\+?\) /;

export function attach(page) {
  let count = 0;
  // Changes the text that is there: a new one in its place would be none of the page's own.
  const mark = () => {
    // Before a text that never changes stands a comment of the renderer's.
    const text = [...document.head.querySelector("title")?.childNodes ?? []].find(node => node.nodeType === Node.TEXT_NODE);
    if (!text) return;
    const wanted = (count > 0 ? `(${count > 99 ? "99+" : count}) ` : "") + text.data.replace(number, "");
    if (text.data !== wanted) text.data = wanted;
  };
  const title = new MutationObserver(mark);
  title.observe(document.head, { subtree: true, childList: true, characterData: true });

  return {
    badge(value) {
      count = value;
      mark();
      if (!("setAppBadge" in navigator)) return;
      // Only an installed app has a badge; elsewhere the browser refuses.
      (value > 0 ? navigator.setAppBadge(value) : navigator.clearAppBadge()).catch(() => {});
    },
    tell(id, thread, reason, name, isOpen) {
      if ((isOpen && !document.hidden) || localStorage.getItem(told) === id) return;
      localStorage.setItem(told, id);
      const wanted = settings();
      if (wanted.sound) play();
      if (!wanted.notify || wanted.permission !== "granted") return;
      const note = new Notification(reason, { body: name, tag: id });
      note.onclick = () => {
        focus();
        note.close();
        page.invokeMethodAsync("Open", thread);
      };
    },
    stop() {
      title.disconnect();
      count = 0;
      mark();
    },
  };
}
