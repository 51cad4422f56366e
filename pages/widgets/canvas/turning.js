// From one page of the queue to another. What was done on this one is answered first; keys that are pressed meanwhile
// are meant for the page that comes, and wait for it.

const WAYS = { next: 1, back: -1 };

// way: "next" or "back"; the focus goes to the first fragment there, or to the last one.
function turn(app, way, last = false) {
  if (app.turning || !app.data.pager?.[way]) return;
  keepDraft(app);
  app.ui.editor = null;
  app.turning = { to: app.data.pager[way], last, turn: ++app.turns, sent: false };
  sendTurn(app);
  app.redraw();
}

// The server turns a page once for each number, however often it hears of it.
function sendTurn(app) {
  const { turning, sync } = app;
  if (!turning || turning.sent || app.parked || sync.queue.length || sync.waiting.length) return;
  turning.sent = true;
  clearTimeout(app.ui.viewTimer);
  app.sends = true;
  const { to, last, turn: number } = turning;
  app.setState("turn", { client: sync.client, turn: number, to, last, attempt: ++sync.attempt });
  turning.timer = setTimeout(() => { turning.sent = false; sendTurn(app); }, RETRY_MS);
}

// Whether this answer is the page that was asked for.
function takeTurn(app, turned) {
  const { turning, sync } = app;
  if (!turning || turned?.client !== sync.client || turned.turn !== turning.turn) return false;
  clearTimeout(turning.timer);
  app.turning = null;
  return true;
}

// What was refused is seen before its page goes; keys that were meant for the next one are for nothing here.
function stayHere(app) {
  if (!app.turning || app.turning.sent) return;
  app.turning = null;
  app.held = [];
}

function runHeld(app) {
  while (app.held.length && !app.turning) {
    const command = app.held.shift();
    inOneDrawing(app, () => command.run(app));
  }
}

// One fragment on or back; beyond the ends of the page lies another page, unless what is ticked would be lost.
function goOn(app, by) {
  const end = by > 0 ? app.order.length - 1 : 0;
  const atEnd = app.order.indexOf(app.ui.focus) === end;
  const way = Object.keys(WAYS).find((one) => WAYS[one] === by);
  if (atEnd && !app.ui.ticked.length && app.data.pager?.[way]) turn(app, way, by < 0);
  else step(app, by);
}

const undecided = (app) => app.order.filter((id) => app.local.get(id).status === "pending");

// Keeps what is pending on this page and turns it, as one op; whoever does not see the end of the page, where it is
// said how many these are, is led there first.
function keepRest(app) {
  const ids = undecided(app);
  const line = app.root.querySelector(".pager");
  if (!ids.length || !line || app.turning) return;
  if (line.getBoundingClientRect().top > window.innerHeight) return line.scrollIntoView({ block: "end" });
  const [fragment, ...others] = ids;
  const op = { kind: "status", fragment, status: "kept" };
  if (others.length) op.also = others.map((id) => ({ fragment: id }));
  app.ui.ticked = [];
  issue(app, op, ids);
  turn(app, "next");
}

function pagerLine(app) {
  const { data: { pager }, labels } = app;
  if (!pager || !app.order.length) return null;
  const button = (name, way, kind, more) => commandButton(app, name, {
    kind, disabled: !pager[way], "aria-busy": app.turning?.to === pager[way] ? "true" : null, ...more });
  const rest = pager.next === "rest" && { label: labels.rest };
  const n = undecided(app).length;
  const keep = n && { kind: "decide main", label: fill(pager.next ? labels.keep_rest_on : labels.keep_rest, { n }) };
  return h("nav", { class: "pager", key: "pager", "aria-label": labels.pages },
    button("previous_page", "back", "decide"),
    keep && commandButton(app, "keep_rest", keep),
    button("next_page", "next", keep ? "decide" : "decide main", rest));
}
