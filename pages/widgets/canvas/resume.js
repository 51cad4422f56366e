// Where one is: held at its height on the screen while what is around it changes, and kept in this browser, as numbers
// only, for the next time the page is opened.

const STILL_MS = 1500; // longer than the answer takes that brings the rest of the change

// What scrolls is Streamlit's, some way up from the shadow root.
function scrollerOf(app) {
  if (app.scroller?.isConnected) return app.scroller;
  const scrolls = (el) => el.scrollHeight > el.clientHeight && /auto|scroll/.test(getComputedStyle(el).overflowY);
  let at = app.root;
  while (at && !(at instanceof Element && scrolls(at))) at = at.assignedSlot ?? at.parentNode ?? at.host;
  app.scroller = at;
  return at ?? document.scrollingElement;
}

const topOf = (element) => element?.getBoundingClientRect().top ?? null;
const rowHere = (app) => app.ui.selected && rowElement(app, app.ui.selected);
const talkHere = (app) => cardOf(app, app.ui.focus)?.querySelector(".talk");
const placeNow = (app) => ({ talk: topOf(talkHere(app)), row: topOf(rowHere(app)) });

// Scrolls so that the chosen row stands where it stood; the talk, while that row is or was not drawn. A card that got
// so short that it is out of sight comes into it.
function holdPlace(app, was) {
  const now = placeNow(app);
  const by = was.row === null || now.row === null ? "talk" : "row";
  const moved = now[by] - was[by];
  if (was[by] === null || now[by] === null) return;
  if (Math.abs(moved) >= 1) scrollerOf(app).scrollTop += moved;
  const card = cardOf(app, app.ui.focus);
  if (card.getBoundingClientRect().bottom < window.innerHeight / 3) card.scrollIntoView({ block: "nearest" });
}

// For the next drawings, until the reviewer goes elsewhere.
const keepStill = (app) => { app.still = performance.now() + STILL_MS; };
const isStill = (app) => app.still > performance.now();

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

// The address says which fragment it is. Streamlit would draw the whole page for it and, of a place that it does not
// know yet, make a step to go back to; and it may put back an older address at any time.
function tellPlace(app) {
  if (location.pathname !== app.path) return;
  const address = new URL(location.href);
  const { focus } = app.ui;
  if (focus === null) address.searchParams.delete("f");
  else address.searchParams.set("f", focus);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
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
