// Several at once: fragments that are ticked, and a run of bubbles from the chosen one on.

function tick(app, id = app.ui.focus) {
  if (!app.local.has(id)) return;
  const { ticked } = app.ui;
  const next = ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id];
  app.ui.ticked = app.order.filter((one) => next.includes(one));
  app.redraw();
}

// Ticks where one stands and where one goes.
function tickAlong(app, by) {
  const from = app.ui.focus;
  step(app, by);
  app.ui.ticked = app.order.filter((id) => [...app.ui.ticked, from, app.ui.focus].includes(id));
  app.redraw();
}

// Lengthens or shortens the run of chosen bubbles; its other end stays.
function stretch(app, by) {
  withBubble(app, (bubble, fragment) => {
    const ids = fragment.bubbles.map((b) => b.id);
    const anchor = app.ui.range?.fragment === fragment.id ? app.ui.range.anchor : bubble.id;
    const at = Math.min(Math.max(ids.indexOf(bubble.id) + by, 0), ids.length - 1);
    const [from, to] = [ids.indexOf(anchor), at].sort((a, b) => a - b);
    select(app, fragment.id, "bubble", ids[at], ids.slice(from, to + 1));
    app.ui.range = { fragment: fragment.id, anchor };
    app.redraw();
  });
}

function stretchTo(app, fragment, id) {
  const chosen = chosenBubble(app);
  if (app.ui.focus !== fragment || !chosen) return clickBubble(app, fragment, id);
  const ids = app.local.get(fragment).bubbles.map((b) => b.id);
  return stretch(app, ids.indexOf(id) - ids.indexOf(chosen.id));
}

// The chosen run while it is more than one bubble.
function ranged(app, fragment) {
  const { range, unit } = app.ui;
  return range?.fragment === fragment.id && unit.length > 1 ? unit : null;
}
