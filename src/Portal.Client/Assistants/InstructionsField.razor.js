// Puts text around what is selected; execCommand is what the browser's own undo goes by.
export function wrap(box, before, after) {
  box.focus();
  const { selectionStart: start, selectionEnd: end, value } = box;
  const lead = before.startsWith("\n") && (start === 0 || value[start - 1] === "\n") ? before.slice(1) : before;
  const inside = value.slice(start, end);
  const text = lead + inside + after;
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const at = start + lead.length;
  box.setSelectionRange(at, at + inside.length);
}
