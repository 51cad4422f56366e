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

function pagerLine(app) {
  const { pager } = app.data;
  if (!pager || !app.order.length) return null;
  const button = (name, way, kind, more) => commandButton(app, name, {
    kind, disabled: !pager[way], "aria-busy": app.turning?.to === pager[way] ? "true" : null, ...more });
  const rest = pager.next === "rest" && { label: app.labels.rest };
  return h("nav", { class: "pager", key: "pager", "aria-label": app.labels.pages },
    button("previous_page", "back", "decide"),
    button("next_page", "next", "decide main", rest));
}
