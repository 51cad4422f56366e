// The way of an op: waiting (no number yet) -> queue (numbered, resent until acknowledged) -> gone.
// One entry is {op, touches, temp, draft}: touches lists the fragments the op may change, null means any; draft is the
// editor it was typed in.

const RETRY_MS = 4000;

function makeQueue() {
  return { client: crypto.randomUUID(), seq: 0, temp: 0, queue: [], waiting: [], attempt: 0, late: false, timer: 0 };
}

const meets = (a, b) => a === null || b === null || a.some((id) => b.includes(id));
const covers = (op, id) => op.fragment === id || Boolean(op.also?.some((other) => other.fragment === id));
const entriesOf = (app, id) => [...app.sync.queue, ...app.sync.waiting].filter((e) => covers(e.op, id));
const isPending = (app, id) =>
  [...app.sync.queue, ...app.sync.waiting].some((e) => STRUCTURAL.has(e.op.kind) && e.touches?.includes(id));

// An undo or redo is on its way: nothing here is sure to be as it stands.
const isTravelling = (app) => [...app.sync.queue, ...app.sync.waiting].some((e) => e.touches === null);

// The server's version plus one for each op it has not answered yet.
function versionOf(app, id) {
  const known = app.server.get(id)?.version ?? 0;
  return known + app.sync.queue.filter((e) => covers(e.op, id)).length;
}

function mustWait(app, entry, held) {
  if (namesTemporary(entry.op) || held.some((e) => meets(e.touches, entry.touches))) return true;
  if (entry.touches === null) return false;
  return app.sync.queue.some((e) => STRUCTURAL.has(e.op.kind) && meets(e.touches, entry.touches));
}

// Numbers and queues every waiting op whose turn has come, in order; true if there was one.
function release(app) {
  const held = [];
  for (const entry of app.sync.waiting) {
    if (mustWait(app, entry, held)) held.push(entry);
    else {
      const { kind, fragment, ...rest } = entry.op;
      const version = fragment === 0 ? 0 : versionOf(app, fragment);
      if (rest.also) rest.also = rest.also.map((other) => ({ ...other, version: versionOf(app, other.fragment) }));
      entry.op = { seq: ++app.sync.seq, kind, fragment, version, ...rest };
      app.sync.queue.push(entry);
    }
  }
  const sent = held.length < app.sync.waiting.length;
  app.sync.waiting = held;
  return sent;
}

// The attempt makes every value another one: Streamlit calls back for changes only.
function flush(app) {
  if (app.parked) return;
  const { client, queue } = app.sync;
  clearTimeout(app.ui.viewTimer);
  app.reported.push(app.ui.focus);
  app.sends = true;
  app.setState("ops", { client, ops: queue.map((e) => e.op), focus: app.ui.focus, attempt: ++app.sync.attempt });
  clearTimeout(app.sync.timer);
  app.sync.timer = setTimeout(() => retry(app), RETRY_MS);
}

function retry(app) {
  if (!app.sync.queue.length) return;
  app.sync.late = true;
  flush(app);
  app.redraw();
}

// Takes an op, paints its effect, sends it as soon as nothing before it must be answered first.
function issue(app, op, touches = [op.fragment], draft = undefined) {
  const entry = { op, touches, temp: op.kind === "add" ? --app.sync.temp : undefined, draft };
  app.sync.waiting.push(entry);
  for (const id of [op.fragment, ...(op.also || []).map((other) => other.fragment)]) {
    const fragment = app.local.get(id);
    if (fragment) app.local.set(id, applyOp(fragment, entry));
  }
  if (release(app)) flush(app);
  app.redraw();
  return entry;
}

// The real id of an added bubble: a bubble not known before with its side and text, oldest first.
function realId(entry, known, fragment) {
  const fresh = (fragment?.bubbles || []).filter((b) => b.added && !known.has(b.id)).sort((a, b) => a.id - b.id);
  return fresh.find((b) => b.side === entry.op.side && b.text === entry.op.text)?.id;
}

// A refused add takes along what waited for its bubble.
function settleAdd(app, entry, known) {
  const real = realId(entry, known, app.server.get(entry.op.fragment));
  known.add(real);
  app.alias.set(real, entry.temp);
  const named = app.sync.waiting.map((e) => ({ ...e, op: renameBubble(e.op, entry.temp, real) }));
  const has = (e) => real !== undefined || !bubblesOf(e.op).includes(undefined);
  app.sync.waiting = named.filter(has);
  giveBack(app, named.filter((e) => !has(e)));
  if (app.ui.selected?.id === entry.temp) {
    app.ui.selected = real === undefined ? null : { ...app.ui.selected, id: real };
  }
  const rename = (id) => (id === entry.temp ? real : id);
  if (app.ui.editor?.bubble === entry.temp) app.ui.editor.bubble = real;
  app.ui.unit = app.ui.unit.map(rename);
  app.ui.groups = app.ui.groups?.map((group) => group.map(rename)) ?? null;
}

// A merge may leave the other fragment's number alive: what waits for the gone one goes to its partner.
function settleMerge(app, entry) {
  const gone = entry.op.fragment;
  const heir = (entry.touches || []).find((id) => app.server.has(id));
  if (app.server.has(gone) || heir === undefined) return;
  if (app.ui.focus === gone) app.ui.focus = heir;
  for (const e of app.sync.waiting) if (e.op.fragment === gone) e.op = { ...e.op, fragment: heir };
}

function settlePull(app, entry) {
  const bubble = app.server.get(entry.op.fragment)?.bubbles.find((b) => b.message === entry.op.message);
  if (!bubble || app.ui.focus !== entry.op.fragment) return;
  app.ui.selected = { fragment: entry.op.fragment, kind: "bubble", id: bubble.id };
  app.ui.unit = [bubble.id];
}

const SETTLE = { add: settleAdd, merge: settleMerge, pull: settlePull, repair: settleRepair };

// Drops what the server has applied or refused; known: ids of all bubbles before its answer.
function acknowledge(app, ack, known, problems) {
  if (!ack || ack.client !== app.sync.client) return;
  const done = app.sync.queue.filter((e) => e.op.seq <= ack.seq);
  app.sync.queue = app.sync.queue.filter((e) => e.op.seq > ack.seq);
  for (const entry of done) SETTLE[entry.op.kind]?.(app, entry, known);
  giveBack(app, done.filter((e) => problems.some((p) => p.seq === e.op.seq)));
  const alive = app.sync.waiting.filter((e) => e.op.fragment === 0 || app.server.has(e.op.fragment));
  if (alive.length < app.sync.waiting.length) tell(app, { text: app.labels.gone });
  giveBack(app, app.sync.waiting.filter((e) => !alive.includes(e)));
  app.sync.waiting = alive;
  if (!app.sync.queue.length) {
    clearTimeout(app.sync.timer);
    app.sync.late = false;
  }
}
