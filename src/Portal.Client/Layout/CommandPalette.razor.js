// Ctrl+K (or ⌘K) from anywhere, and every button with data-palette, open the palette; the same key closes it.
export function attach(dialog, page) {
  const input = dialog.querySelector("input");
  const open = async () => {
    await page.invokeMethodAsync("Begin");
    input.value = "";
    if (!dialog.open) dialog.showModal();
    input.focus();
  };
  const press = key => {
    if (!(key.ctrlKey || key.metaKey) || key.shiftKey || key.altKey || key.key.toLowerCase() !== "k") return;
    key.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  };
  const click = event => {
    if (event.target instanceof Element && event.target.closest("[data-palette]")) open();
    else if (event.target === dialog) dialog.close();
  };
  // The arrows choose; they do not move the caret.
  input.addEventListener("keydown", key => { if (key.key === "ArrowDown" || key.key === "ArrowUp") key.preventDefault(); });
  addEventListener("keydown", press);
  addEventListener("click", click);
  return {
    show: id => document.getElementById(id)?.scrollIntoView({ block: "nearest" }),
    close: () => dialog.close(),
    stop() {
      removeEventListener("keydown", press);
      removeEventListener("click", click);
    },
  };
}
