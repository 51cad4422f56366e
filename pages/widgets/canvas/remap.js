// Keys of one's own: kept in this browser, printed on the buttons and in the list.

const STORED = "ruwo.keys";
const FIXED = new Set(["help", "escape"]);
const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock", "Process", "Dead"]);
const usual = Object.fromEntries(COMMANDS.map((c) => [c.name, { keys: c.keys, show: c.show }]));

const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Delete: "Del", " ": "␣" };
const printed = (key) => key.split("+").map((part) => (part === "Shift" ? "⇧" : SIGNS[part] || part))
  .join(" ").replace("⇧ ", "⇧");

function storedKeys() {
  try {
    return JSON.parse(localStorage.getItem(STORED)) || {};
  } catch {
    return {};
  }
}

// Own keys come first; a usual key that now does something else is taken from where it was.
function useKeys(own) {
  for (const command of COMMANDS) Object.assign(command, usual[command.name]);
  for (const [name, key] of Object.entries(own)) {
    const command = COMMANDS.find((c) => c.name === name);
    if (command && !FIXED.has(name) && typeof key === "string") {
      Object.assign(command, { keys: key ? [key] : [], show: key ? printed(key) : "–" });
    }
  }
  BY_KEY.clear();
  for (const command of COMMANDS) {
    for (const key of command.keys) if (!BY_KEY.has(key) || own[command.name]) BY_KEY.set(key, command);
  }
}

function keepKeys(app, own) {
  try {
    localStorage.setItem(STORED, JSON.stringify(own));
  } catch {
    // A browser that keeps nothing still uses them until the page is closed.
  }
  useKeys(own);
  app.keys = own;
  app.labels = { ...app.labels }; // the buttons are drawn anew
}

// The next key is the command's; whoever had it gets the key that this one gives up.
function capture(app, e) {
  e.preventDefault();
  if (composing(e) || MODIFIERS.has(e.key)) return;
  const name = app.ui.capture;
  app.ui.capture = null;
  const key = keyName(e);
  const before = BY_KEY.get(key);
  if (key !== "Escape" && !FIXED.has(before?.name) && before?.name !== name) {
    const given = COMMAND[name].keys[0] || "";
    keepKeys(app, { ...app.keys, [name]: key, ...(before && { [before.name]: given }) });
  }
  app.redraw();
}

function keyButton(app, command) {
  const waiting = app.ui.capture === command.name;
  if (FIXED.has(command.name)) return h("kbd", {}, printed(command.keys[0]));
  return h("button", {
    type: "button", class: "key" + (waiting ? " waiting" : ""), "data-key": command.name,
    title: app.labels.change_key,
    on: { click: (e) => { e.stopPropagation(); app.ui.capture = waiting ? null : command.name; app.redraw(); } },
  }, h("kbd", {}, waiting ? app.labels.press_key : command.show.replace("⇧", "Shift ")));
}

function usualKeys(app) {
  return Object.keys(app.keys).length > 0 && h("button", {
    type: "button", class: "link", "data-command": "usual_keys",
    on: { click: () => { keepKeys(app, {}); app.redraw(); } },
  }, app.labels.usual_keys);
}
