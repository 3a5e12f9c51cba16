// Enter sends except while an input method composes or on a touch keyboard; the box grows with its text; a draft survives
// a reload of the tab.
export function attach(box, draftName) {
  const name = `portal-draft-${draftName}`;
  const touch = matchMedia("(pointer: coarse)");
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  const keep = text => {
    try {
      if (text) sessionStorage.setItem(name, text);
      else sessionStorage.removeItem(name);
    } catch { /* without storage a draft lives as long as the page */ }
  };
  const kept = () => {
    try { return sessionStorage.getItem(name); } catch { return null; }
  };

  box.addEventListener("keydown", press => {
    if (press.key !== "Enter" || press.shiftKey || press.isComposing || press.keyCode === 229 || touch.matches) return;
    press.preventDefault();
    box.form.requestSubmit();
  });
  box.addEventListener("input", () => {
    keep(box.value);
    fit();
  });
  if (!box.value && kept()) {
    box.value = kept();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (document.activeElement === document.body && !touch.matches) box.focus({ preventScroll: true });
  return {
    clear() {
      box.value = "";
      keep("");
      fit();
      if (!touch.matches) box.focus();
    },
  };
}
