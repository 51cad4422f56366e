// One canvas for each place Streamlit mounts it in. The default export is called again for every answer.

const VIEW_DELAY_MS = 400;
const GAP_MS = 3000;
const WELCOME_MS = 1000; // longer than a dialog takes to close
const WINDOW = 40; // bubbles that fill a tall window twice
const canvases = new WeakMap();
const apps = new Map(); // by the key of the workspace, mounted or not
const problemKey = (p) => `${p.seq}:${p.fragment}:${p.text}`;

function makeApp() {
  const root = document.createElement("div");
  root.className = "canvas";
  root.tabIndex = 0;
  const app = {
    root, data: null, labels: {}, order: [], server: new Map(), local: new Map(),
    sync: makeQueue(), alias: new Map(), reported: [], drawn: [],
    ui: { focus: null, selected: null, unit: [], groups: null, editor: null, popover: null, mark: null, hint: null,
      problems: [], taken: new Set(),
      open: {}, originals: [], reveal: false, after: false, help: false, capture: null, viewTimer: 0,
      ticked: [], range: null, proposal: {}, spot: null, stood: null },
    keys: storedKeys(), turning: null, turns: 0, held: [], still: 0, welcomed: 0,
    deeds: 0, told: 0, returned: [], drafts: new Map(),
  };
  useKeys(app.keys);
  app.active = () => root.getRootNode().activeElement;
  app.hasFocus = () => root.contains(app.active());
  app.redraw = (then) => {
    if (app.batch) return app.batch.push(then);
    app.paint?.();
    return redraw(app, then);
  };
  root.addEventListener("keydown", (e) => onKey(app, e));
  root.addEventListener("click", (e) => offerMark(app, e));
  return app;
}

// An element that goes away takes the focus with it; the card gets it back, so that keys keep working.
function redraw(app, then) {
  const had = app.hasFocus() ? app.active() : null;
  const { order, ui } = app;
  const cards = order.slice(0, app.upTo).map((id) => cardNode(app, app.local.get(id)));
  app.upTo = undefined;
  const page = order.length ? [cards, cards.length === order.length && pagerLine(app)] : emptyPage(app);
  const was = isStill(app) && placeNow(app);
  const parts = [paceLine(app), topBar(app), pageProblems(app), page, markNode(app), ui.help && helpDialog(app)];
  app.drawn = draw(app.root, app.drawn, parts.flat(2).filter(Boolean));
  if (was) holdPlace(app, was);
  if (then) then();
  if (had && !app.hasFocus()) had.isConnected ? had.focus({ preventScroll: true }) : takeKeyboard(app);
}

// Whoever was writing goes on writing.
function takeKeyboard(app) {
  const field = app.ui.editor && draftElement(app);
  if (field) field.focus({ preventScroll: true });
  else focusHere(app);
}

// Of a new page, what the window shows is drawn at once and the rest right after.
function drawTopFirst(app) {
  let bubbles = 0;
  const filled = app.order.findIndex((id) => (bubbles += app.local.get(id).bubbles.length) > WINDOW) + 1;
  if (!filled || filled === app.order.length || app.order.indexOf(app.ui.focus) >= filled) return;
  app.upTo = filled;
  setTimeout(() => app.parked || app.redraw());
}

// What a command changes is drawn once, and when it sends something, after that has left: Streamlit sends in a task of
// its own, and the browser would rather draw first.
function inOneDrawing(app, run) {
  app.paint?.(); // what the last command left must not take the focus from what this one opens
  app.batch = [];
  app.deeds += 1;
  app.ui.spot = null;
  app.sends = false;
  try {
    run();
  } finally {
    const waiting = app.batch;
    app.batch = null;
    if (waiting.length) paintOnce(app, waiting);
  }
}

function paintOnce(app, waiting) {
  app.paint = () => {
    app.paint = null;
    redraw(app, () => waiting.forEach((then) => then?.()));
  };
  if (app.sends) setTimeout(() => app.paint?.());
  else app.paint();
}

function reportView(app, now) {
  const { ui } = app;
  clearTimeout(ui.viewTimer);
  if (app.parked) return;
  const send = () => {
    app.reported.push(ui.focus);
    const { focus, open, reveal, after } = ui;
    app.setState("view", { focus, open, reveal, after, seq: app.sync.seq });
  };
  if (now) send();
  else ui.viewTimer = setTimeout(send, VIEW_DELAY_MS);
}

// A focus we reported ourselves comes back late and is no command; any other change of it is one.
function takeFocus(app, before, turned) {
  const { ui, data } = app;
  if (turned) {
    app.reported = [];
    Object.assign(ui, { focus: data.focus ?? app.order[0] ?? null, selected: null });
    return true;
  }
  const echo = app.reported.indexOf(data.focus);
  if (echo >= 0) app.reported.splice(0, echo + 1);
  const told = echo < 0 && data.focus !== before?.focus && app.local.has(data.focus);
  if (told) {
    ui.focus = data.focus;
    ui.selected = null;
  } else if (!app.local.has(ui.focus)) {
    const was = Math.max(before ? before.fragments.findIndex((f) => f.id === ui.focus) : 0, 0);
    ui.focus = app.order[Math.min(was, app.order.length - 1)] ?? null;
  }
  return told;
}

// The server's word replaces ours, except for what it has not answered yet. A fragment that did not change is the same
// object as before.
function takeFragments(app, fragments) {
  app.server = new Map(fragments.map((f) => [f.id, f]));
  app.order = fragments.map((f) => f.id);
}

function rebuild(app) {
  const local = new Map();
  for (const [id, fragment] of app.server) {
    const next = entriesOf(app, id).reduce(applyOp, fragment);
    const old = app.local.get(id);
    const same = old === next || (old && JSON.stringify(old) === JSON.stringify(next));
    local.set(id, same ? old : next);
  }
  app.local = local;
}

// Each is told once, and what says the same only once at a time.
function takeProblems(app, problems) {
  const { ui } = app;
  for (const p of problems || []) {
    if (ui.taken.has(problemKey(p))) continue;
    ui.taken.add(problemKey(p));
    if (!ui.problems.some((other) => other.fragment === p.fragment && other.text === p.text)) ui.problems.push(p);
  }
}

// Selections and editors of bubbles that are gone are closed.
function dropGone(app) {
  const { ui } = app;
  const bubbleLives = (thing, id) => app.local.get(thing.fragment)?.bubbles.some((b) => b.id === id);
  if (ui.selected?.kind === "bubble" && !bubbleLives(ui.selected, ui.selected.id)) ui.selected = null;
  if (ui.popover && !bubbleLives(ui.popover, ui.popover.bubble)) ui.popover = null;
  ui.ticked = ui.ticked.filter((id) => app.local.has(id));
  settleEditor(app);
  const { editor } = ui;
  if (editor?.type === "add" && editor.before !== null && !bubbleLives(editor, editor.before)) {
    ui.editor = { ...editor, before: null };
  }
}

function update(app, data) {
  const before = app.data;
  const known = new Set([...app.server.values()].flatMap((f) => f.bubbles.map((b) => b.id)));
  const turned = takeTurn(app, data.turned);
  const newPage = app.arrived || turned || !data.fragments.some((f) => app.server.has(f.id));
  Object.assign(app, { data, labels: data.labels });
  takeFragments(app, data.fragments);
  acknowledge(app, data.ack, known, data.problems || []);
  for (const name of ["reveal", "after"]) {
    if (app.arrived || data[name] !== before[name]) app.ui[name] = Boolean(data[name]);
  }
  const refused = app.ui.problems.length;
  takeProblems(app, data.problems);
  if (app.ui.problems.length > refused) stayHere(app);
  rebuild(app);
  const unsent = release(app) || (app.arrived && app.sync.queue.length > 0);
  takeBack(app);
  dropGone(app);
  const told = takeFocus(app, before, turned);
  if (!before) recallPlace(app);
  app.arrived = false;
  if (newPage) drawTopFirst(app);
  redraw(app, () => {
    if (newPage) welcome(app, turned || (told && data.focus !== app.order[0]));
    else if (told) showCard(app, app.ui.focus);
    showSpot(app);
  });
  tellPlace(app);
  if (unsent) flush(app);
  sendTurn(app);
  if (turned) runHeld(app);
}

const isField = (element) => /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable;

// Takes the keyboard on a new page, but never from a text field or from someone who moves by keys elsewhere; what was
// clicked to come here (a link, a button) is not in use.
function welcome(app, scroll) {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const free = !active || active === document.body || app.pointer || !active.matches(":focus-visible");
  if (free && !(active && isField(active))) {
    takeKeyboard(app);
    app.welcomed = performance.now() + WELCOME_MS;
  }
  if (scroll) cardOf(app, app.ui.focus)?.scrollIntoView({ block: "start" });
}

// Who owns the keyboard: whoever was clicked or focused last. When Streamlit takes the focused element away, the focus
// falls to the body; the keys of that moment are still the canvas's. A dialog that closes gives the focus to what
// opened it, perhaps only after the canvas has taken it.
function listen(app) {
  const inside = (e) => e.composedPath().includes(app.root);
  const page = location.pathname;
  const pointer = (e) => Object.assign(app, { owns: inside(e), pointer: true, welcomed: 0 });
  const focus = (e) => {
    app.owns = inside(e);
    const late = !app.owns && app.welcomed > performance.now() && !isField(e.target);
    if (late) setTimeout(() => app.parked || takeKeyboard(app));
  };
  const key = (e) => {
    if (e.key === "Tab") Object.assign(app, { pointer: false, welcomed: 0 }); // Esc and typing move nobody about
    if (!app.owns || inside(e) || document.activeElement !== document.body || location.pathname !== page) return;
    if (app.ui.editor) return; // a letter of what is being written must not be a command
    onKey(app, e);
    if (!app.parked && !app.hasFocus()) focusHere(app);
  };
  const heard = { pointerdown: pointer, focusin: focus, keydown: key };
  for (const [event, run] of Object.entries(heard)) document.addEventListener(event, run, true);
  return () => { for (const [event, run] of Object.entries(heard)) document.removeEventListener(event, run, true); };
}

// Streamlit may take a component down and mount it again when answers overlap. Meanwhile the canvas waits out of sight
// with its queue and drafts, and hears keys for a moment longer. Or it is mounted again before it is taken down.
function park(app) {
  clearTimeout(app.sync.timer);
  clearTimeout(app.ui.viewTimer);
  clearTimeout(app.turning?.timer);
  if (app.turning) app.turning.sent = false;
  app.parked = true;
  app.deaf = setTimeout(app.close, GAP_MS);
}

function adopt(place, key) {
  const app = apps.get(key) || makeApp();
  apps.set(key, app);
  clearTimeout(app.deaf);
  app.close?.();
  place.append(app.root);
  Object.assign(app.ui, { help: false, popover: null });
  Object.assign(app, { key, path: location.pathname, parked: false, arrived: true, close: listen(app) });
  canvases.set(place, app);
  return app;
}

// Of an answer that another one overtook, Streamlit takes the leave when the other is already drawn: that is no leave.
export default function (place, data, tell) {
  const app = canvases.get(place) || adopt(place, data.key);
  app.setState = tell;
  update(app, data);
  const leave = () => {
    if (app.leave !== leave) return;
    canvases.delete(place);
    park(app);
  };
  app.leave = leave;
  return leave;
}
