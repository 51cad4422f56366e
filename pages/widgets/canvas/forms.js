// Small forms in place: edit a bubble, add a turn, background, a note for later.

// Fills a field when it is made. The draft is kept outside of it, in case its place on the page is drawn anew.
function startField(app, el, text) {
  const { editor } = app.ui;
  el.value = editor.draft ?? text;
  editor.from ??= text;
  const keep = () => {
    Object.assign(app.ui.editor || {}, { draft: el.value, caret: el.selectionStart });
    if (el.tagName === "TEXTAREA") {
      el.style.height = "auto";
      el.style.height = el.scrollHeight + 2 + "px";
    }
  };
  const caret = editor.caret ?? el.value.length;
  el.oninput = keep;
  keep();
  el.focus({ preventScroll: true });
  el.setSelectionRange(caret, caret);
  show(app, el);
}

function draftField(app, label, text, key) {
  const init = (el) => startField(app, el, text);
  return h("textarea", { class: "draft", rows: 1, "aria-label": label, key, init, spellcheck: "false" });
}

function formButtons(app, saveKey) {
  return h("div", { class: "form-buttons" },
    h("button", { type: "button", class: "main", "data-command": "save", on: { click: () => saveEditor(app) } },
      app.labels.save, h("kbd", {}, saveKey)),
    h("button", { type: "button", class: "quiet", "data-command": "cancel", on: { click: () => closeEditor(app) } },
      app.labels.cancel, h("kbd", {}, "Esc")));
}

function editForm(app, fragment, bubble) {
  return h("div", { class: "form edit " + bubble.side, key: "edit" },
    bubble.use === "hole" && h("span", { class: "what" }, app.labels.describe_hint),
    draftField(app, app.labels.edit, bubble.text, "draft" + keyOf(app, bubble)), formButtons(app, "Ctrl ↵"));
}

function sideSwitch(app, fragment, side) {
  const option = (value) => h("button", {
    type: "button", class: "side " + value, "aria-pressed": value === side ? "true" : "false",
    on: { click: () => setAddSide(app, value) },
  }, senderOf(app, fragment, value));
  return h("div", { class: "sides", role: "group", "aria-label": app.labels.side }, option("human"), option("persona"));
}

function addForm(app, fragment, editor) {
  return h("div", { class: "form add " + editor.side, key: "add" },
    sideSwitch(app, fragment, editor.side),
    draftField(app, app.labels.add, "", "draft-add"), formButtons(app, "Ctrl ↵"));
}

function contextBlock(app, fragment, editing) {
  if (editing) {
    return h("div", { class: "form background", key: "background" },
      h("span", { class: "what" }, app.labels.background),
      draftField(app, app.labels.background, fragment.context || "", "draft-context"), formButtons(app, "Ctrl ↵"));
  }
  return fragment.context && h("div", { class: "background", key: "background" },
    h("span", { class: "what" }, app.labels.background), h("span", { class: "words" }, fragment.context));
}

function noteForm(app, fragment) {
  const init = (el) => startField(app, el, fragment.note || "");
  return h("div", { class: "form note", key: "note" },
    h("input", {
      type: "text", "aria-label": app.labels.note, placeholder: app.labels.note_hint, init, key: "draft-note",
      autocomplete: "off",
    }),
    formButtons(app, "↵"));
}

// What the open editor would save; null when the draft is unchanged or may not be saved.
function draftOp(app, editor, text) {
  const fragment = app.local.get(editor.fragment);
  const bubble = fragment?.bubbles.find((b) => b.id === editor.bubble);
  if (!fragment) return null;
  if (editor.type === "note") return { kind: "status", fragment: fragment.id, status: "later", note: text.trim() };
  if (editor.type === "context") {
    return text.trim() === (fragment.context || "")
      ? null : { kind: "context", fragment: fragment.id, text: text.trim() };
  }
  if (editor.type === "add") {
    return text.trim()
      ? { kind: "add", fragment: fragment.id, side: editor.side, text, before: editor.before } : null;
  }
  return bubble && bubble.text !== text ? { kind: "edit", fragment: fragment.id, bubble: bubble.id, text } : null;
}

const draftElement = (app) => app.root.querySelector(".form textarea, .form input");

// Saves and closes; an emptied bubble is not saved, because a bubble without text would be lost on export.
function saveEditor(app) {
  const editor = app.ui.editor;
  const text = draftElement(app)?.value ?? "";
  if (editor.type === "edit" && !text.trim()) return hint(app, editor.fragment, app.labels.empty_bubble);
  const op = draftOp(app, editor, text);
  const draft = { ...editor, draft: text, deeds: app.deeds };
  app.ui.editor = null;
  if (editor.was) app.redraw(() => holdPlace(app, editor.was));
  if (!op) return app.redraw(() => focusHere(app));
  if (op.kind === "status") step(app, 1, editor.fragment);
  const entry = issue(app, op, [op.fragment], draft);
  if (op.kind === "add") select(app, op.fragment, "bubble", entry.temp, [entry.temp]);
  else if (op.kind !== "status") focusHere(app);
}

function closeEditor(app) {
  const { was } = app.ui.editor;
  app.ui.editor = null;
  app.redraw(() => {
    if (was) holdPlace(app, was);
    focusHere(app);
  });
}

// A changed draft is saved, not thrown away; a note would decide, too.
function keepDraft(app) {
  const open = app.ui.editor;
  if (open && open.type !== "note" && draftOp(app, open, draftElement(app)?.value ?? "")) saveEditor(app);
}

// One editor at a time.
function openEditor(app, editor) {
  keepDraft(app);
  app.ui.popover = null;
  app.ui.editor = withDraft(app, editor);
  app.still = 0;
  app.batch?.splice(0); // the field takes the focus itself
  app.redraw();
}

function setAddSide(app, side) {
  app.ui.editor = { ...app.ui.editor, side };
  app.redraw(() => draftElement(app)?.focus());
}
