// Every command once: its key, what is printed on its button, where the help lists it, what it does.

const COMMANDS = [
  ["keep", "decide", ["1"], "1", (app) => decide(app, "kept")],
  ["drop", "decide", ["2"], "2", (app) => decide(app, "dropped")],
  ["later", "decide", ["3"], "3", later],
  ...REASONS.map((name, i) => [
    "reason_" + name, "decide", [String(FIRST_REASON + i)], String(FIRST_REASON + i),
    (app) => decide(app, "dropped", name),
  ]),
  ["repair", "decide", ["R"], "R", repair],
  ["next_proposal", "decide", ["Shift+R"], "⇧R", nextProposal],
  ["keep_rest", "decide", ["Q"], "Q", keepRest],
  ["restore", "decide", ["0"], "0", (app) => decide(app, "pending")],
  ["next", "move", ["J", "PageDown"], "J", (app) => goOn(app, 1), true],
  ["previous", "move", ["K", "PageUp"], "K", (app) => goOn(app, -1), true],
  ["next_page", "move", ["]", "】"], "]", (app) => turn(app, "next")],
  ["previous_page", "move", ["[", "【"], "[", (app) => turn(app, "back")],
  ["tick", "move", ["C"], "C", (app) => tick(app)],
  ["tick_next", "move", ["Shift+J"], "⇧J", (app) => tickAlong(app, 1), true],
  ["tick_previous", "move", ["Shift+K"], "⇧K", (app) => tickAlong(app, -1), true],
  ["down", "move", ["ArrowDown"], "↓", (app) => walk(app, 1), true],
  ["up", "move", ["ArrowUp"], "↑", (app) => walk(app, -1), true],
  ["stretch_down", "move", ["Shift+ArrowDown"], "⇧↓", (app) => stretch(app, 1), true],
  ["stretch_up", "move", ["Shift+ArrowUp"], "⇧↑", (app) => stretch(app, -1), true],
  ["next_sign", "move", ["G"], "G", (app) => goToSign(app)],
  ["edit", "mend", ["E", "Enter"], "E", edit],
  ["split", "mend", ["S"], "S", split],
  ["merge_next", "mend", ["M"], "M", (app) => merge(app, "next")],
  ["merge_previous", "mend", ["Shift+M"], "⇧M", (app) => merge(app, "previous")],
  ["remove", "mend", ["X", "Delete"], "X", (app) => remove(app, true)],
  ["remove_bubble", "mend", ["Shift+X", "Shift+Delete"], "⇧X", (app) => remove(app, false)],
  ["move_up", "mend", ["Alt+ArrowUp"], "Alt ↑", (app) => move(app, -1, false), true],
  ["move_down", "mend", ["Alt+ArrowDown"], "Alt ↓", (app) => move(app, 1, false), true],
  ["bubble_up", "mend", ["Alt+Shift+ArrowUp"], "Alt ⇧↑", (app) => move(app, -1, true), true],
  ["bubble_down", "mend", ["Alt+Shift+ArrowDown"], "Alt ⇧↓", (app) => move(app, 1, true), true],
  ["add", "mend", ["A"], "A", add],
  ["background", "mend", ["B"], "B", background],
  ["sources", "source", ["O"], "O", (app) => focused(app) && openSources(app, app.ui.focus)],
  ["close_sources", "source", ["Shift+O"], "⇧O", closeSources],
  ["pull", "source", ["P"], "P", pullChosen],
  ["find", "private", ["F"], "F", (app) => nextFinding(app)],
  ["accept", "private", ["Y"], "Y", (app) => judge(app, "accept")],
  ["reject", "private", ["N"], "N", (app) => judge(app, "reject")],
  ["exception", "private", ["W"], "W", (app) => judge(app, "exception")],
  ["undecide", "private", ["U"], "U", (app) => judge(app, "undecided")],
  ["mark", "private", ["H"], "H", mark],
  ["reveal", "private", ["V"], "V", toggleReveal],
  ["after", "all", ["T"], "T", toggleAfter],
  ["undo", "all", ["Z", "Ctrl+Z"], "Z", (app) => travel(app, "undo")],
  ["redo", "all", ["Shift+Z", "Ctrl+Shift+Z", "Ctrl+Y"], "⇧Z", (app) => travel(app, "redo")],
  ["help", "all", ["?", "？"], "?", (app) => openHelp(app)],
  ["escape", "all", ["Escape"], "Esc", escape],
].map(([name, group, keys, show, run, repeats]) => ({ name, group, keys, show, run, repeats: Boolean(repeats) }));

const COMMAND = Object.fromEntries(COMMANDS.map((c) => [c.name, c]));
const BY_KEY = new Map(COMMANDS.flatMap((c) => c.keys.map((key) => [key, c])));

// "Ctrl+Shift+Z" for an event; Cmd counts as Ctrl, and Shift is not named where it only makes another sign.
function keyName(e) {
  const letter = /^[a-z]$/i.test(e.key);
  const named = e.key.length > 1;
  return [
    (e.ctrlKey || e.metaKey) && "Ctrl", e.altKey && "Alt", e.shiftKey && (letter || named) && "Shift",
    letter ? e.key.toUpperCase() : e.key,
  ].filter(Boolean).join("+");
}

const composing = (e) => e.isComposing || e.keyCode === 229;

function fieldKey(app, e) {
  const name = keyName(e);
  const saves = name === "Ctrl+Enter" || (name === "Enter" && e.target.tagName === "INPUT");
  if (saves) saveEditor(app);
  else if (name === "Escape") closeEditor(app);
  else return;
  e.preventDefault();
}

const obey = (app, command) =>
  (app.turning ? app.held.push(command) : inOneDrawing(app, () => command.run(app)));

// Nothing typed in here reaches Streamlit, whose own c and r would clear caches and rerun.
function onKey(app, e) {
  e.stopPropagation();
  if (app.ui.capture) return capture(app, e);
  if (composing(e)) return;
  if (/^(INPUT|TEXTAREA)$/.test(e.target.tagName)) {
    return fieldKey(app, e);
  }
  const presses = e.key === "Enter" || e.key === " ";
  if (presses && e.target.tagName === "BUTTON") return;
  const named = BY_KEY.get(keyName(e));
  const command = app.ui.help && !["help", "escape"].includes(named?.name) ? undefined : named;
  if (presses && e.target.getAttribute("role") === "button") e.target.click();
  else if (command && (!e.repeat || command.repeats)) obey(app, command);
  else if (!command) return;
  e.preventDefault();
}
