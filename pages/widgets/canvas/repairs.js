// What a machine noticed and proposes, and why a fragment is dropped.

const HEADLINE = "unexplained"; // what spoils training most
const TOLD = 2; // so many sorts of signals tell their first reason in the header; the others at their bubbles
const QUOTED = 14; // code points

const REASONS = ["off_answer", "joined_topics", "thin", "broadcast", "unlike", "too_private"];
const FIRST_REASON = 4;

const proposals = (fragment) => (fragment.signals || []).filter((signal) => signal.repair);

function proposal(app, fragment) {
  const all = proposals(fragment);
  return all[(app.ui.proposal[fragment.id] || 0) % Math.max(all.length, 1)];
}

// The bubble that a proposal speaks of.
const meantBy = (signal) => signal?.where ?? signal?.bubble;

function nextProposal(app) {
  const fragment = focused(app);
  if (!fragment || proposals(fragment).length < 2) return;
  app.ui.proposal = { ...app.ui.proposal, [fragment.id]: (app.ui.proposal[fragment.id] || 0) + 1 };
  app.redraw();
}

// What is proposed is done by the server; then the view goes where something has changed.
function askRepair(app, signal) {
  const entry = issue(app, { kind: "repair", fragment: app.ui.focus, signal: signal.id }, null);
  entry.spot = meantBy(signal);
}

// A refused repair still stands there; whoever has moved on is not fetched back.
function settleRepair(app, { op, spot }) {
  const refused = app.server.get(op.fragment)?.signals?.some((s) => s.id === op.signal);
  if (spot && !refused && app.ui.focus === op.fragment) app.ui.spot = { bubble: spot, shown: false };
}

function showSpot(app) {
  const { spot } = app.ui;
  if (!spot || spot.shown) return;
  spot.shown = true;
  show(app, app.root.querySelector(`[data-bubble="${spot.bubble}"]`)?.closest(".row, .line-row"));
}

// A repair that needs a person's words opens the field for them; any other is one op.
function repair(app) {
  const fragment = focused(app);
  const signal = fragment && proposal(app, fragment);
  if (!signal) return hint(app, app.ui.focus, app.labels.no_proposal);
  if (signal.ask === "describe") return editAt(app, fragment.id, meantBy(signal));
  if (signal.ask === "background") return background(app);
  return askRepair(app, signal);
}

// The first words of the bubble that a proposal speaks of; a click leads there.
function quotedBubble(app, fragment, signal) {
  const bubble = fragment.bubbles.find((b) => b.id === meantBy(signal));
  if (!bubble) return null;
  const chars = Array.from(maskedText(bubble, app.ui.reveal).replace(/\s+/g, " ").trim() || bubble.label || "");
  if (!chars.length) return null;
  const words = chars.slice(0, QUOTED).join("") + (chars.length > QUOTED ? "…" : "");
  return textButton(fill(app.labels.quoted, { words }), () => clickBubble(app, fragment.id, bubble.id));
}

function proposalLine(app, fragment) {
  const signal = proposal(app, fragment);
  if (!signal) return null;
  return h("div", { class: "proposal", key: "proposal" },
    h("span", { class: "what" }, app.labels.proposal),
    h("span", { class: "words" }, quotedBubble(app, fragment, signal), " ", signal.repair),
    commandButton(app, "repair", { kind: "decide main" }),
    proposals(fragment).length > 1 && commandButton(app, "next_proposal"));
}

function reasonButtons(app) {
  return h("div", { class: "group reasons sideways" }, h("span", { class: "what" }, app.labels.drop_because),
    REASONS.map((name) => commandButton(app, "reason_" + name)));
}

// The line where a new topic may begin, before the turn of that bubble.
function jumpLine(app, fragment, turn) {
  const jump = (fragment.signals || []).find((s) => s.kind === "jump" && turn.bubbles.some((b) => b.id === s.bubble));
  return jump && h("div", { class: "jump", key: "jump" + jump.bubble, title: jump.reason },
    h("span", {}, jump.label), jump.score && h("b", {}, fill(app.labels.likely, { n: Math.round(jump.score * 100) })));
}

// What a signal says of one bubble, beside it.
const signalsOf = (fragment, bubble) =>
  (fragment.signals || []).filter((s) => s.bubble === bubble.id && s.kind !== "jump");

const leads = (signal) => signal.kind === HEADLINE && !signal.faint;

// Signals of one label together, the headline first.
function sortsOf(fragment) {
  const sorts = new Map();
  const ordered = [...(fragment.signals || [])].sort((a, b) => leads(b) - leads(a));
  for (const signal of ordered) sorts.set(signal.label, [...(sorts.get(signal.label) || []), signal]);
  return [...sorts.values()];
}

// One chip for a sort of signals. What speaks of bubbles leads there, where each tells its reason.
function signalChip(app, fragment, same, isFocused, told) {
  const [{ kind, label, reason, bubble }] = same;
  const button = isFocused && bubble && {
    type: "button", tabindex: -1, on: { click: (e) => { e.stopPropagation(); goToSign(app, fragment.id, label); } },
  };
  const title = same.map((s) => s.reason).join("\n");
  return h("span", { class: "sort" },
    h(button ? "button" : "span", {
      class: "chip" + (leads(same[0]) ? " leading" : ""), title, "data-signal": kind, ...button,
    }, same.length > 1 ? `${label} ×${same.length}` : label),
    isFocused && reason && (told || !bubble) && h("span", { class: "reason" }, reason));
}

const signalChips = (app, fragment, { focused: isFocused }) =>
  sortsOf(fragment).map((same, i) => signalChip(app, fragment, same, isFocused, i < TOLD));

// The next bubble that a signal (of that label) speaks of, and round again.
function goToSign(app, id = app.ui.focus, label = null) {
  const fragment = app.local.get(id);
  if (!fragment) return;
  const signs = fragment.signals?.filter((s) => label === null || s.label === label) || [];
  const ids = fragment.bubbles.map((b) => b.id);
  const from = ids.indexOf(chosenBubble(app)?.id) + 1;
  const next = [...ids.slice(from), ...ids.slice(0, from)].find((one) => signs.some((s) => s.bubble === one));
  if (next === undefined) hint(app, id, app.labels.no_sign);
  else clickBubble(app, id, next);
}

// The fragment as a trainer will read it: redacted, cut, joined.
function afterBlock(app, fragment) {
  const rows = fragment.row || [];
  if (!rows.length) return h("div", { class: "talk after" }, h("p", { class: "hint" }, app.labels.no_row));
  return h("div", { class: "talk after", key: "after" }, rows.map((turn) =>
    h("div", { class: "turn " + turn.side },
      h("div", { class: "said" }, h("div", { class: "row" },
        h("div", { class: "bubble speech" }, h("span", { class: "words" }, turn.text)))))));
}

function toggleAfter(app) {
  const { ui } = app;
  const { stood } = ui;
  ui.after = !ui.after;
  ui.stood = ui.after ? { ...placeNow(app), fragment: ui.focus } : null;
  keepStill(app);
  reportView(app, true);
  app.redraw(() => stood?.fragment === ui.focus && holdPlace(app, stood));
}
