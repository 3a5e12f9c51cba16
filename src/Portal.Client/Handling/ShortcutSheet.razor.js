// A question mark opens the sheet where nothing is being typed; so does every button with data-shortcuts. The dialog
// itself closes by Escape and gives the focus back.
export function attach(dialog) {
  const isTyping = target => target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]");
  const press = key => {
    if (key.key !== "?" || key.ctrlKey || key.metaKey || key.altKey || key.isComposing || isTyping(key.target)) return;
    if (document.querySelector("dialog[open], .mud-dialog-container")) return;
    key.preventDefault();
    dialog.showModal();
  };
  const click = event => {
    const button = event.target instanceof Element && event.target.closest("[data-shortcuts]");
    if (button) {
      const menu = button.closest("details[open]");
      if (menu) menu.open = false;
      dialog.showModal();
    } else if (event.target === dialog) {
      dialog.close();
    }
  };
  addEventListener("keydown", press);
  addEventListener("click", click);
  return {
    stop() {
      removeEventListener("keydown", press);
      removeEventListener("click", click);
    },
  };
}
