// Where one was, to the bubble: numbers only, kept in this browser for the next time the page is opened.

const placeKey = (app) => `ruwo.place.${app.key}`;

function rememberPlace(app) {
  const { selected } = app.ui;
  if (!selected || selected.kind !== "bubble") return;
  try {
    localStorage.setItem(placeKey(app), JSON.stringify([selected.fragment, selected.id]));
  } catch {
    // A browser that keeps nothing begins at the fragment.
  }
}

// The address says which fragment it is before the server does: reading on is no step to go back to.
function tellPlace(id) {
  const address = new URL(window.location.href);
  address.searchParams.set("f", id);
  window.history.replaceState(window.history.state, "", address);
}

// The remembered bubble when it stands in the fragment that is in focus.
function recallPlace(app) {
  let place = [];
  try {
    place = JSON.parse(localStorage.getItem(placeKey(app))) || [];
  } catch {
    return;
  }
  const [fragment, id] = place;
  if (fragment !== app.ui.focus || !app.local.get(fragment)?.bubbles.some((b) => b.id === id)) return;
  app.ui.selected = { fragment, kind: "bubble", id };
}
