// What a key or a button does. Each reads the state when it runs, so nothing drawn earlier can be stale.

const focused = (app) => app.local.get(app.ui.focus);
const chosenBubble = (app) => {
  const { selected } = app.ui;
  const fragment = focused(app);
  const onCard = selected?.kind === "bubble" && selected.fragment === app.ui.focus;
  return onCard ? fragment?.bubbles.find((b) => b.id === selected.id) : undefined;
};

function hint(app, fragment, text) {
  app.ui.hint = { fragment, text };
  app.redraw();
}

// Reads as: the action needs a bubble; without one the first is chosen and the reviewer told so.
function withBubble(app, run) {
  const bubble = chosenBubble(app);
  if (bubble) return run(bubble, focused(app));
  const first = focused(app)?.bubbles.find((b) => b.use === "speech");
  if (!first) return undefined;
  select(app, app.ui.focus, "bubble", first.id);
  return hint(app, app.ui.focus, app.labels.choose_bubble);
}

// --- moving about

const cardOf = (app, id) => app.root.querySelector(`[data-fragment="${id}"]`);
const quietMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Scrolls as little as brings it out from under the toolbar, whose height depends on what it offers.
function show(app, element) {
  app.root.style.setProperty("--foot", (app.root.querySelector("footer")?.offsetHeight ?? 0) + "px");
  element?.scrollIntoView({ block: "nearest" });
}

function showCard(app, id) {
  app.still = 0;
  const card = cardOf(app, id);
  if (!card) return;
  if (app.hasFocus()) card.focus({ preventScroll: true });
  const block = card.offsetHeight < window.innerHeight * 0.8 ? "center" : "start";
  card.scrollIntoView({ block, behavior: quietMotion() ? "auto" : "smooth" });
}

function focusOn(app, id, scroll = true) {
  if (!app.local.has(id)) return;
  const moved = app.ui.focus !== id;
  Object.assign(app.ui, { focus: id, popover: null, hint: null }, moved && { selected: null, unit: [] });
  app.redraw(() => scroll && showCard(app, id));
  if (!moved) return;
  tellPlace(app);
  reportView(app, false);
}

// One fragment on or back from the given one; at the ends it stays.
function step(app, by, from = app.ui.focus) {
  const index = app.order.indexOf(from);
  focusOn(app, app.order[Math.min(Math.max(index + by, 0), app.order.length - 1)]);
}

function rowsOf(app, fragment) {
  const open = app.ui.open[fragment.id];
  const sources = (place) =>
    (open?.[place] ? fragment[place] || [] : []).map((r) => ({ kind: "source", id: r.message }));
  return [...sources("before"), ...fragment.bubbles.map((b) => ({ kind: "bubble", id: b.id })), ...sources("after")];
}

const rowElement = (app, { fragment, kind, id }) =>
  cardOf(app, fragment)?.querySelector(kind === "bubble" ? `[data-bubble="${id}"]` : `[data-message="${id}"]`);

function focusHere(app) {
  if (app.batch) return app.batch.push(() => focusHere(app));
  const target = (app.ui.selected && rowElement(app, app.ui.selected)) || cardOf(app, app.ui.focus) || app.root;
  target.focus({ preventScroll: true });
}

function select(app, fragment, kind, id, unit = null) {
  if (app.ui.focus !== fragment) focusOn(app, fragment, false);
  app.ui.selected = { fragment, kind, id };
  app.ui.range = null;
  if (unit || !app.ui.unit.includes(id)) Object.assign(app.ui, { unit: unit || [], groups: null });
  app.ui.hint = null;
  rememberPlace(app);
  app.still = 0;
  app.redraw(() => {
    focusHere(app);
    const element = rowElement(app, app.ui.selected);
    show(app, element?.closest(".row") ?? element);
  });
}

function clickBubble(app, fragment, id) {
  app.ui.popover = null;
  select(app, fragment, "bubble", id);
}

function walk(app, by) {
  const fragment = focused(app);
  if (!fragment) return;
  const rows = rowsOf(app, fragment);
  const at = rows.findIndex((r) => r.kind === app.ui.selected?.kind && r.id === app.ui.selected.id);
  const first = rows.findIndex((r) => r.kind === "bubble");
  const row = rows[at < 0 ? (by > 0 ? first : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (row) select(app, fragment.id, row.kind, row.id);
}

// --- decisions

// Of the focused fragment, or of all that are ticked: then it is one op, and one undo takes it back.
function decide(app, status, reason = "") {
  const fragment = focused(app);
  if (!fragment) return;
  const ids = app.ui.ticked.length ? app.ui.ticked : [fragment.id];
  Object.assign(app.ui, { popover: null, ticked: [] });
  const last = ids[ids.length - 1];
  if (status !== "pending") step(app, 1, last); // first: the op then tells the new focus, without an answer of its own
  const decided = ({ status: is, reason: why }) => is === status && (why || "") === reason;
  const open = ids.filter((id) => isTravelling(app) || !decided(app.local.get(id)));
  const [first, ...others] = open;
  const op = { kind: "status", fragment: first, status, ...(reason && { reason }) };
  if (others.length) op.also = others.map((id) => ({ fragment: id }));
  if (first) issue(app, op, open);
  if (status !== "pending") tellEnd(app, last);
  app.redraw();
}

// The last one of the page has been decided, and nothing moves: says how to go on.
function tellEnd(app, last) {
  if (last !== app.order[app.order.length - 1] || !app.data.pager?.next) return;
  app.ui.hint = { fragment: last, text: fill(app.labels.page_end, { key: COMMAND.next.show }) };
}

function later(app) {
  if (focused(app)) openEditor(app, { type: "note", fragment: app.ui.focus });
}

// --- bubbles

const edit = (app) => withBubble(app, (bubble, fragment) => editAt(app, fragment.id, bubble.id));

function editAt(app, fragment, id) {
  const bubble = app.local.get(fragment)?.bubbles.find((b) => b.id === id);
  if (!bubble || RIDES.has(bubble.use)) return hint(app, fragment, app.labels.not_editable);
  select(app, fragment, "bubble", id);
  openEditor(app, { type: "edit", fragment, bubble: id });
}

const revert = (app, fragment, bubble) => { issue(app, { kind: "revert", fragment, bubble }); focusHere(app); };
const unremove = (app, fragment, bubbles) => { issue(app, { kind: "unremove", fragment, bubbles }); focusHere(app); };

function remove(app, whole) {
  withBubble(app, (bubble, fragment) => {
    const turn = () => (whole ? turnOf(fragment.bubbles, bubble.id, app.ui.unit).ids : [bubble.id]);
    const ids = ranged(app, fragment) || turn();
    const alike = (b) => ids.includes(b.id) && Boolean(b.removed) === Boolean(bubble.removed);
    const there = fragment.bubbles.filter(alike).map((b) => b.id);
    issue(app, { kind: bubble.removed ? "unremove" : "remove", fragment: fragment.id, bubbles: there });
  });
}

// The bubbles' ids in the groups that Alt ↑ ↓ step over. While one turn is being moved, the turns it parted stay
// apart, so that going back up undoes going down.
function groupsOf(app, fragment, id) {
  const ids = fragment.bubbles.map((b) => b.id).join();
  if (app.ui.groups?.flat().join() === ids) return app.ui.groups;
  return turnOf(fragment.bubbles, id, app.ui.unit).turns.map((turn) => turn.bubbles.map((b) => b.id));
}

// Moves a turn over its neighbour turn; or with alone, one bubble over its neighbour bubble.
function move(app, by, alone) {
  withBubble(app, (bubble, fragment) => {
    const groups = alone ? fragment.bubbles.map((b) => [b.id]) : [...groupsOf(app, fragment, bubble.id)];
    const at = groups.findIndex((group) => group.includes(bubble.id));
    if (!groups[at + by]) return;
    const [moved] = groups.splice(at, 1);
    groups.splice(at + by, 0, moved);
    issue(app, { kind: "move", fragment: fragment.id, bubbles: moved, before: groups[at + by + 1]?.[0] ?? null });
    select(app, fragment.id, "bubble", bubble.id, moved);
    app.ui.groups = alone ? null : groups;
  });
}

function split(app) {
  withBubble(app, (bubble, fragment) => {
    if (fragment.bubbles[0].id === bubble.id) return hint(app, fragment.id, app.labels.split_first);
    return issue(app, { kind: "split", fragment: fragment.id, bubble: bubble.id });
  });
}

function merge(app, way) {
  const id = app.ui.focus;
  const neighbour = app.order[app.order.indexOf(id) + (way === "next" ? 1 : -1)];
  if (!focused(app)) return;
  issue(app, { kind: "merge", fragment: id, with: way }, [id, neighbour].filter((x) => x !== undefined));
}

function add(app) {
  const fragment = focused(app);
  if (!fragment) return;
  const bubble = chosenBubble(app) || fragment.bubbles[fragment.bubbles.length - 1];
  const side = bubble?.side === "human" ? "persona" : "human";
  const before = bubble ? afterTurn(fragment.bubbles, bubble.id) : null;
  openEditor(app, { type: "add", fragment: fragment.id, side, before });
}

// Its field stands on top of the card; from there the way leads back to where one was.
const background = (app) =>
  focused(app) && openEditor(app, { type: "context", fragment: app.ui.focus, was: placeNow(app) });

// --- source messages

const MORE = 10;

function openSources(app, fragment, place = null) {
  const open = app.ui.open[fragment] || { before: 0, after: 0 };
  const grown = (side) => (place === null || place === side ? open[side] + MORE : open[side]);
  app.ui.open = { ...app.ui.open, [fragment]: { before: grown("before"), after: grown("after") } };
  keepStill(app);
  reportView(app, true);
  app.redraw();
}

function closeSources(app) {
  const { [app.ui.focus]: _, ...open } = app.ui.open;
  app.ui.open = open;
  if (app.ui.selected?.kind === "source") app.ui.selected = null;
  keepStill(app);
  reportView(app, true);
  app.redraw(() => focusHere(app));
}

// After the turn of the chosen bubble; else an earlier message comes first, a later one last.
function pull(app, id, message, place) {
  const fragment = app.local.get(id);
  if (!fragment) return;
  const row = (fragment[place] || []).find((r) => r.message === message);
  const bubble = app.ui.focus === id ? chosenBubble(app) : undefined;
  const first = place === "before" ? fragment.bubbles[0]?.id ?? null : null;
  const before = bubble ? afterTurn(fragment.bubbles, bubble.id) : first;
  focusOn(app, id, false);
  issue(app, { kind: "pull", fragment: id, message, before }, [id, row?.fragment].filter(Boolean));
}

function pullChosen(app) {
  const fragment = focused(app);
  const { selected } = app.ui;
  if (!fragment || selected?.kind !== "source") return hint(app, app.ui.focus, app.labels.choose_source);
  const place = (fragment.before || []).some((r) => r.message === selected.id) ? "before" : "after";
  return pull(app, fragment.id, selected.id, place);
}

// --- the whole canvas

// What the button named when it was pressed goes along: what has not been shown is not taken back unasked.
function travel(app, kind) {
  app.ui.problems = app.ui.problems.filter((p) => !p.again);
  issue(app, { kind, fragment: 0, told: app.data[kind + "_edit"] }, null);
}

function toggleReveal(app) {
  app.ui.reveal = !app.ui.reveal;
  keepStill(app);
  reportView(app, true);
  app.redraw();
}

function toggleOriginal(app, fragment, bubble) {
  const shown = app.ui.originals;
  app.ui.originals = shown.includes(bubble) ? shown.filter((id) => id !== bubble) : [...shown, bubble];
  app.redraw();
}

function dismiss(app, problem) {
  app.ui.problems = app.ui.problems.filter((p) => problemKey(p) !== problemKey(problem));
  app.redraw(() => focusHere(app));
}

// Esc closes the innermost thing that is open.
function escape(app) {
  if (app.ui.help) return closeHelp(app);
  if (app.ui.popover) return closePopover(app);
  if (app.ui.mark) return closeMark(app);
  if (app.ui.editor) return closeEditor(app);
  const [problem] = app.ui.problems;
  if (problem) return dismiss(app, problem);
  Object.assign(app.ui, { selected: null, hint: null, ticked: [], unit: [] });
  return app.redraw(() => focusHere(app));
}
