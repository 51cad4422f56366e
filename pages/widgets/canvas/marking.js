// Calling words of a bubble private: select them with the mouse, or press H and choose them with Shift and arrows.

const MARK = "mark_as_";

// A private value in a chosen text counts as a whole: what is on the page is its mask.
const SECRET = "•";

const wordsOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".words");
const lengthOf = (text) => Array.from(text).length;

// The browser's selection inside the canvas as {startContainer, startOffset, ...}, or null.
function chosenRange(app) {
  const scope = app.root.getRootNode();
  const selection = scope.getSelection?.() ?? document.getSelection();
  if (!selection) return null;
  const composed = selection.getComposedRanges?.({ shadowRoots: [scope] })[0];
  const range = composed ?? (selection.rangeCount ? selection.getRangeAt(0) : null);
  const empty = !range || (range.startContainer === range.endContainer && range.startOffset === range.endOffset);
  return empty ? null : range;
}

// How many code points of the bubble's text stand before a place on the page. last: the place ends a choice.
function offsetOf(words, findings, node, at, last) {
  let count = 0;
  const parts = node === words ? [...words.childNodes].slice(0, at) : [...words.childNodes];
  for (const part of parts) {
    const finding = findings.find((f) => String(f.id) === part.dataset?.finding);
    const shown = part.classList?.contains("surrogate");
    if (part.contains(node)) {
      if (finding) return last ? finding.end : finding.start;
      return count + (shown || node.nodeType !== Node.TEXT_NODE ? 0 : lengthOf(node.data.slice(0, at)));
    }
    if (!shown) count += finding ? finding.end - finding.start : lengthOf(part.textContent);
  }
  return count;
}

// Offers to mark what was just selected with the mouse; any other click takes the offer away.
function offerMark(app, e) {
  if (e.composedPath().some((el) => el.classList?.contains("marking"))) return;
  const range = chosenRange(app);
  const words = range && wordsOf(range.startContainer);
  const element = words?.closest("[data-bubble]");
  const card = element?.closest("[data-fragment]");
  const fragment = app.local.get(Number(card?.dataset.fragment));
  const bubble = fragment?.bubbles.find((b) => b.id === Number(element.dataset.bubble));
  if (!bubble || wordsOf(range.endContainer) !== words) return closeMark(app);
  const findings = bubble.findings || [];
  const start = offsetOf(words, findings, range.startContainer, range.startOffset, false);
  const end = offsetOf(words, findings, range.endContainer, range.endOffset, true);
  return openMark(app, fragment, bubble, { start, end });
}

// In place of the mouse: the chosen bubble's text in a field of its own.
const mark = (app) => withBubble(app, (bubble, fragment) =>
  (bubble.use === "speech" ? openMark(app, fragment, bubble, null) : hint(app, fragment.id, app.labels.not_editable)));

function openMark(app, fragment, bubble, range) {
  app.ui.popover = null;
  app.ui.mark = { fragment: fragment.id, bubble: bubble.id, range, place: placeOf(app, bubble.id) };
  app.redraw(() => {
    placeMark(app);
    app.root.querySelector(range ? ".marking" : ".marking input")?.focus({ preventScroll: true });
  });
}

function closeMark(app) {
  if (!app.ui.mark) return;
  app.ui.mark = null;
  document.getSelection()?.removeAllRanges();
  app.redraw();
}

// Below the bubble or above it, inside the canvas.
function placeOf(app, id, above = false) {
  const box = app.root.querySelector(`[data-bubble="${id}"]`).getBoundingClientRect();
  const root = app.root.getBoundingClientRect();
  const height = above ? `bottom:${root.bottom - box.top + 6}px` : `top:${box.bottom - root.top + 6}px`;
  return `${height};left:${Math.max(0, Math.min(box.left - root.left, root.width - 420))}px`;
}

// Above its bubble where the toolbar or the window's end is too near and the top line is not.
function placeMark(app) {
  const { fragment, bubble } = app.ui.mark;
  const box = app.root.querySelector(".marking");
  const { bottom, height } = box.getBoundingClientRect();
  if (bottom <= (topOf(cardOf(app, fragment).querySelector("footer")) ?? window.innerHeight)) return;
  const room = topOf(rowElement(app, { fragment, kind: "bubble", id: bubble })) -
    app.root.querySelector(".top").getBoundingClientRect().bottom;
  if (room < height + 6) return show(app, box);
  app.ui.mark = { ...app.ui.mark, place: placeOf(app, bubble, true) };
  app.redraw();
}

// The field's choice in code points.
function fieldRange(input) {
  const { value, selectionStart, selectionEnd } = input;
  return { start: lengthOf(value.slice(0, selectionStart)), end: lengthOf(value.slice(0, selectionEnd)) };
}

function markAs(app, entity) {
  const { fragment, bubble, range } = app.ui.mark;
  const { start, end } = range ?? fieldRange(app.root.querySelector(".marking input"));
  if (start === end) return; // a tired finger must not make a whole sentence a name
  app.ui.mark = null;
  document.getSelection()?.removeAllRanges();
  issue(app, { kind: "mark", fragment, bubble, start, end, entity });
  focusHere(app);
}

// Until the server answers, the words are hidden as a value that is going to be replaced.
EFFECTS.mark = (f, op) => eachBubble(f, [op.bubble], (b) => ({
  ...b,
  findings: [...(b.findings || []), {
    id: -op.start - 1, start: op.start, end: op.end, entity: op.entity, label: "", decision: "undecided",
    surrogate: "", masked: SECRET.repeat(op.end - op.start),
  }],
}));

const markKinds = (app) =>
  Object.keys(app.labels).filter((key) => key.startsWith(MARK)).map((key) => key.slice(MARK.length));

function markKey(app, e) {
  e.stopPropagation();
  const kind = markKinds(app)[Number(e.key) - 1];
  if (composing(e) || e.ctrlKey || e.metaKey) return;
  if (e.key === "Escape") { closeMark(app); focusHere(app); }
  else if (kind) markAs(app, kind);
  else if (e.key !== "Enter" || e.target.tagName !== "INPUT") return;
  e.preventDefault();
}

function markField(bubble, labels) {
  const chars = Array.from(bubble.text.replace(/\n/g, " "));
  for (const f of (bubble.findings || []).filter(hides)) chars.fill(SECRET, f.start, f.end);
  const init = (el) => {
    el.value = chars.join("");
    el.addEventListener("beforeinput", (e) => e.preventDefault()); // read-only fields have no caret to move
    el.setSelectionRange(0, 0);
  };
  return h("input", { type: "text", init, key: "choose", "aria-label": labels.mark_choose });
}

function markNode(app) {
  const open = app.ui.mark;
  const bubble = open && app.local.get(open.fragment)?.bubbles.find((b) => b.id === open.bubble);
  if (!bubble) return null;
  const { labels } = app;
  return h("div", {
    class: "marking", key: "marking", role: "dialog", tabindex: -1, "aria-label": labels.mark, style: open.place,
    on: { keydown: (e) => markKey(app, e), pointerdown: (e) => e.target.tagName !== "INPUT" && e.preventDefault() },
  },
    h("div", { class: "what" }, open.range ? labels.mark_what : labels.mark_choose),
    !open.range && markField(bubble, labels),
    h("div", { class: "group" }, markKinds(app).map((kind, i) =>
      h("button", { type: "button", class: "quiet", "data-entity": kind, on: { click: () => markAs(app, kind) } },
        labels[MARK + kind], h("kbd", { "aria-hidden": "true" }, String(i + 1))))));
}
