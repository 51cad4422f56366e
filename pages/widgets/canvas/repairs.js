// What a machine noticed and proposes, and why a fragment is dropped.

const HEADLINE = "unexplained"; // what spoils training most
const TOLD = 2; // so many sorts of signals tell their first reason in the header; the others at their bubbles
const QUOTED = 20; // half widths: a Chinese character is two

const REASONS = ["off_answer", "joined_topics", "thin", "broadcast", "unlike", "too_private"];
const FIRST_REASON = 4;

const proposals = (fragment) => (fragment.signals || []).filter((signal) => signal.repair);

function proposal(app, fragment) {
  const all = proposals(fragment);
  return all[(app.ui.proposal[fragment.id] || 0) % Math.max(all.length, 1)];
}

// The bubble that a proposal speaks of, and all that it would take in hand.
const meantBy = (signal) => signal?.where ?? signal?.bubble ?? signal?.op?.bubble;
const allMeantBy = (signal) => signal?.op?.bubbles ?? [meantBy(signal)];

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

function firstWords(text) {
  const chars = Array.from(text.replace(/\s+/g, " ").trim());
  let room = QUOTED;
  const end = chars.findIndex((c) => (room -= c > "\u2e7f" ? 2 : 1) < 0);
  return end < 0 ? chars.join("") : chars.slice(0, end).join("") + "…";
}

const wordsOfRow = (app, row) => row && firstWords(maskedText(row, app.ui.reveal) || row.label || "");

// The first words of the bubble that a proposal speaks of; a click leads there.
function quotedBubble(app, fragment, signal) {
  const bubble = fragment.bubbles.find((b) => b.id === meantBy(signal));
  const words = wordsOfRow(app, bubble);
  return words && textButton(fill(app.labels.quoted, { words }), () => clickBubble(app, fragment.id, bubble.id));
}

// The first words of a message that would be pulled in: as it stands on this page, or as the answer quotes it.
function pulledWords(app, fragment, signal) {
  const rows = [...app.local.values()].flatMap((f) => [...f.bubbles, ...(f.before || []), ...(f.after || [])]);
  const quote = signal.kind === HEADLINE && fragment.bubbles.find((b) => b.id === signal.bubble)?.quote;
  return wordsOfRow(app, rows.find((r) => r.message === signal.op.message)) ||
    (quote && firstWords(masker(fragment, app.ui.reveal)(quote)));
}

// Where the proposal at hand would change the talk: before which bubble (null: at the end), and the words that name
// the place or what comes there.
function goalOf(app, fragment) {
  const signal = proposal(app, fragment);
  const { kind, bubble, before = null, fragment: home = fragment.id } = signal?.op || {};
  if (home !== fragment.id) return null;
  if (kind === "split") return { kind, before: bubble };
  if (kind === "pull") return { kind, before, words: pulledWords(app, fragment, signal) };
  if (kind !== "move") return null;
  const end = before === null ? undefined : fragment.bubbles.findIndex((b) => b.id === before);
  const last = fragment.bubbles.slice(0, end).findLast((b) => !b.removed);
  return { kind, before, words: wordsOfRow(app, last) };
}

function goalWords(app, { kind, words }) {
  return kind === "pull" && words ? fill(app.labels.goal_pull_of, { words }) : app.labels["goal_" + kind];
}

const goalLine = (app, goal) => h("div", { class: "border goal", key: "goal" }, h("span", {}, goalWords(app, goal)));

// The place in the words of the proposal; a click leads there.
function goalLink(app, goal) {
  if (!goal?.words) return null;
  const label = fill(app.labels[goal.kind === "pull" ? "goal_what" : "goal_after"], { words: goal.words });
  const go = () => { focusHere(app); show(app, app.root.querySelector(".goal")); };
  return [" ", textButton(label, go, { class: "link goal-link" })];
}

function proposalLine(app, fragment, context) {
  const signal = proposal(app, fragment);
  if (!signal) return null;
  return h("div", { class: "proposal", key: "proposal" },
    h("span", { class: "what" }, app.labels.proposal),
    h("span", { class: "words" }, quotedBubble(app, fragment, signal), " ", signal.repair,
      goalLink(app, context.goal)),
    commandButton(app, "repair", { kind: "decide main" }),
    proposals(fragment).length > 1 && commandButton(app, "next_proposal"));
}

// On a card without the focus: what is proposed first, and one click that does it.
function offerLine(app, fragment) {
  const signal = fragment.status === "pending" && proposal(app, fragment);
  if (!signal) return null;
  const accept = (e) => {
    e.stopPropagation();
    inOneDrawing(app, () => { focusOn(app, fragment.id, false); repair(app); });
  };
  const words = wordsOfRow(app, fragment.bubbles.find((b) => b.id === meantBy(signal)));
  return h("div", { class: "offer", key: "offer" },
    h("span", { class: "what" }, app.labels.proposal),
    h("span", { class: "words" }, words && fill(app.labels.quoted, { words }), " ", signal.repair),
    h("button", { type: "button", class: "quiet", "data-command": "offer", on: { click: accept } }, app.labels.repair));
}

function reasonButtons(app) {
  return h("div", { class: "group reasons sideways" }, h("span", { class: "what" }, app.labels.drop_because),
    REASONS.map((name) => commandButton(app, "reason_" + name)));
}

// The line where a new topic may begin. A split that is proposed there needs no line of its own.
function jumpLine(app, jump, goal) {
  const split = goal?.kind === "split";
  return h("div", { class: "border jump" + (split ? " goal" : ""), key: "jump" + jump.bubble, title: jump.reason },
    h("span", {}, jump.label), jump.score && h("b", {}, fill(app.labels.likely, { n: Math.round(jump.score * 100) })),
    split && h("span", {}, goalWords(app, goal)));
}

// The lines above a bubble: a jump, and where a proposal would change the talk.
function linesAbove(app, fragment, bubble, context) {
  const goal = context.goal?.before === bubble.id ? context.goal : null;
  const jump = (fragment.signals || []).find((s) => s.kind === "jump" && s.bubble === bubble.id);
  const joined = jump && goal?.kind === "split";
  return [jump && jumpLine(app, jump, goal), goal && !joined && goalLine(app, goal)];
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
