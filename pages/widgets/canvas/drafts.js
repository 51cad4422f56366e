// What was typed and could not be saved comes back to its field, or waits for it; when its place is gone, it is shown.

const draftKey = ({ type, fragment, bubble }) => `${type}:${type === "edit" ? bubble : fragment}`;

// The fragment in which it can be written on: after a split the bubble stands in another one.
function homeOf(app, { type, fragment, bubble }) {
  if (type !== "edit") return app.local.has(fragment) ? fragment : undefined;
  return [...app.local.values()].find((f) => f.bubbles.some((b) => b.id === bubble))?.id;
}

const isTyped = ({ draft, from }) => Boolean(draft?.trim()) && draft !== from;

function tell(app, problem) {
  app.ui.problems.push({ seq: --app.told, fragment: 0, ...problem });
}

// The drafts of ops that came to nothing.
function giveBack(app, entries) {
  const typed = entries.filter((e) => e.draft);
  app.returned.push(...typed.map(({ op, draft }) => ({ ...draft, bubble: op.bubble ?? draft.bubble })));
}

// Whoever has gone on meanwhile is not called back: a letter that was meant as a command would be written.
const isFree = (app, draft) => !app.ui.editor && !app.ui.help && app.deeds === draft.deeds && app.owns !== false;

function takeBack(app) {
  for (const draft of app.returned.splice(0)) {
    const fragment = homeOf(app, draft);
    if (fragment === undefined) tell(app, { text: app.labels.words_left, words: draft.draft });
    else if (isFree(app, draft)) reopen(app, { ...draft, fragment });
    else keepFor(app, { ...draft, fragment });
  }
}

function reopen(app, draft) {
  const { type, fragment, bubble } = draft;
  Object.assign(app.ui, { editor: draft, focus: fragment, popover: null });
  app.ui.selected = type === "edit" ? { fragment, kind: "bubble", id: bubble } : null;
  app.still = 0;
}

function keepFor(app, draft) {
  app.drafts.set(draftKey(draft), draft);
  tell(app, { fragment: draft.fragment, text: app.labels.draft_waits, waits: draftKey(draft) });
}

// An editor with what waits for it.
function withDraft(app, editor) {
  const key = draftKey(editor);
  const { draft, caret, side = editor.side } = app.drafts.get(key) ?? {};
  app.drafts.delete(key);
  app.ui.problems = app.ui.problems.filter((p) => p.waits !== key);
  return draft === undefined ? editor : { ...editor, draft, caret, side };
}

// An open editor goes with its bubble; when that is gone, what was typed is left.
function settleEditor(app) {
  const { editor } = app.ui;
  const home = editor && homeOf(app, editor);
  if (!editor || home === editor.fragment) return;
  app.ui.editor = null;
  if (home !== undefined) reopen(app, { ...editor, fragment: home });
  else if (isTyped(editor)) tell(app, { text: app.labels.words_left, words: editor.draft });
}

// To be selected by hand as well: not every browser lets a page copy.
function leftWords(app, problem) {
  return problem.words && h("span", { class: "words left" }, problem.words);
}

const copyButton = (app, problem) => problem.words && navigator.clipboard
  && textButton(app.labels.copy, () => navigator.clipboard.writeText(problem.words));
