// The box keeps its own text, so that a key is answered at once however busy the page is. The page hears only of what it
// shows: that the box is empty or not, a command being typed, a length near the limit, and what is sent.
const atOnce = 20_000;

// draftName: where the tab keeps what is not sent yet; keyName: where the browser keeps which key sends; near: from so many
// characters on the length is told.
export function attach(form, box, page, draftName, keyName, near) {
  const touch = matchMedia("(pointer: coarse)");
  const grows = CSS.supports("field-sizing", "content");
  let byCtrl = false;
  let isBlank = true;
  let isNear = false;
  let typed = null;
  let keeping = 0;
  let counting = 0;
  let told = 0;

  const read = (storage, name) => {
    try { return globalThis[storage].getItem(name); } catch { return null; }
  };
  const write = (storage, name, value) => {
    try {
      if (value) globalThis[storage].setItem(name, value);
      else globalThis[storage].removeItem(name);
    } catch { /* without storage it lives as long as the page */ }
  };
  const keep = () => {
    clearTimeout(keeping);
    keeping = 0;
    write("sessionStorage", draftName, box.value);
  };
  const measure = () => {
    clearTimeout(counting);
    const text = box.value;
    isBlank = !/\S/.test(text);
    isNear = text.length >= near;
    page.invokeMethodAsync("Measured", text.length, isNear ? text.length - text.replace(/[^\x00-\x7f]/g, "").length : 0, isBlank);
  };
  const slash = () => {
    const text = box.value;
    const now = text.startsWith("/") && text.length <= 80 && !text.includes("\n") ? text.slice(1) : null;
    if (now === typed) return;
    typed = now;
    page.invokeMethodAsync("Slash", now);
  };
  const changed = () => {
    const text = box.value;
    if (text.length < atOnce) keep();
    else keeping ||= setTimeout(keep, 300);
    if (!grows) {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
    }
    if (!/\S/.test(text) !== isBlank || (isNear && text.length < near)) measure();
    else if (text.length >= near) {
      clearTimeout(counting);
      counting = setTimeout(measure, 150);
    }
    slash();
  };
  // Told while one writes, so that the others see it; not for every key.
  const typing = () => {
    const now = performance.now();
    if (now - told < 4000 && told) return;
    told = now;
    page.invokeMethodAsync("Typing");
  };
  const put = (text, caret = text.length) => {
    box.value = text;
    box.setSelectionRange(caret, caret);
    changed();
  };
  const focus = () => {
    if (!touch.matches) box.focus({ preventScroll: true });
  };
  // What is typed while the page takes the text is the next message; the draft stays until the text is safe elsewhere.
  const send = async reply => {
    const text = box.value;
    if (!/\S/.test(text)) return;
    if (text.length >= near) measure();
    box.value = "";
    const taken = await page.invokeMethodAsync("Submit", text, reply);
    if (!taken) put(text + box.value);
    else changed();
    focus();
  };
  const press = key => {
    if (key.isComposing || key.keyCode === 229) return;
    const menu = form.querySelector("[role=listbox]");
    const handled = menu ? chooses(key) : false;
    if (!handled && !sends(key)) return;
    key.preventDefault();
    key.stopPropagation();
  };
  const chooses = key => {
    if (key.ctrlKey || key.metaKey || key.altKey || key.shiftKey) return false;
    switch (key.key) {
      case "ArrowDown": page.invokeMethodAsync("Move", 1); return true;
      case "ArrowUp": page.invokeMethodAsync("Move", -1); return true;
      case "Enter":
      case "Tab": page.invokeMethodAsync("Choose"); return true;
      case "Escape": page.invokeMethodAsync("CloseMenu"); return true;
      default: return false;
    }
  };
  const sends = key => {
    if (key.key !== "Enter") return false;
    const asked = key.altKey || key.ctrlKey || key.metaKey;
    if (!asked && (byCtrl || key.shiftKey || touch.matches)) return false;
    send(!key.altKey);
    return true;
  };
  const submit = event => {
    event.preventDefault();
    send(true);
  };
  // The list leaves the focus in the box, and a way that was taken closes its menu.
  const pressed = event => {
    if (event.target.closest("[role=listbox]")) event.preventDefault();
  };
  const clicked = event => {
    const menu = event.target.closest(".menu-item") && form.querySelector("details[open]");
    if (menu) menu.open = false;
  };
  const chosenElsewhere = change => {
    if (change.key !== keyName) return;
    byCtrl = change.newValue === "ctrl";
    page.invokeMethodAsync("KeyChosen", byCtrl);
  };
  const hidden = () => {
    if (keeping) keep();
  };

  box.addEventListener("keydown", press);
  box.addEventListener("input", changed);
  box.addEventListener("input", typing);
  form.addEventListener("submit", submit);
  form.addEventListener("mousedown", pressed);
  form.addEventListener("click", clicked);
  addEventListener("storage", chosenElsewhere);
  addEventListener("pagehide", hidden);
  document.addEventListener("visibilitychange", hidden);
  if (read("localStorage", keyName) === "ctrl") {
    byCtrl = true;
    page.invokeMethodAsync("KeyChosen", true);
  }
  const kept = read("sessionStorage", draftName);
  if (!box.value && kept) put(kept);
  else if (box.value) changed();
  if (document.activeElement === document.body) focus();
  return {
    send,
    setKey(ctrl) {
      byCtrl = ctrl;
      write("localStorage", keyName, ctrl ? "ctrl" : "");
    },
    // Typed as by hand, so that it can be undone.
    insert(text) {
      box.focus();
      if (!document.execCommand("insertText", false, text)) {
        box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
        changed();
      }
    },
    replace(text) {
      typed = null;
      put(text);
      box.focus();
    },
    // Below what is written already.
    append(text) {
      put(box.value && !box.value.endsWith("\n") ? `${box.value}\n\n${text}` : box.value + text);
      box.focus();
    },
    put(text) {
      put(box.value ? `${text}\n\n${box.value}` : text, text.length);
      box.focus();
    },
    stop() {
      hidden();
      clearTimeout(counting);
      removeEventListener("storage", chosenElsewhere);
      removeEventListener("pagehide", hidden);
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}
