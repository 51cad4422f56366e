// What a machine proposes, and why a fragment is dropped.

const REASONS = ["off_answer", "joined_topics", "thin", "broadcast", "unlike", "too_private"];
const FIRST_REASON = 4;

const proposals = (fragment) => (fragment.signals || []).filter((signal) => signal.repair);

function proposal(app, fragment) {
  const all = proposals(fragment);
  return all[(app.ui.proposal[fragment.id] || 0) % Math.max(all.length, 1)];
}

function nextProposal(app) {
  const fragment = focused(app);
  if (!fragment || proposals(fragment).length < 2) return;
  app.ui.proposal = { ...app.ui.proposal, [fragment.id]: (app.ui.proposal[fragment.id] || 0) + 1 };
  app.redraw();
}

// A repair that needs a person's words opens the field for them; any other is one op.
function repair(app) {
  const fragment = focused(app);
  const signal = fragment && proposal(app, fragment);
  if (!signal) return hint(app, app.ui.focus, app.labels.no_proposal);
  if (signal.ask === "describe") return editAt(app, fragment.id, signal.where ?? signal.bubble);
  if (signal.ask === "background") return background(app);
  return issue(app, { kind: "repair", fragment: fragment.id, signal: signal.id }, null);
}

function proposalLine(app, fragment) {
  const signal = proposal(app, fragment);
  if (!signal) return null;
  return h("div", { class: "proposal", key: "proposal" },
    h("span", { class: "what" }, app.labels.proposal), h("span", { class: "words" }, signal.repair),
    commandButton(app, "repair", { kind: "decide main" }),
    proposals(fragment).length > 1 && commandButton(app, "next_proposal"));
}

function reasonButtons(app) {
  return h("div", { class: "group reasons" }, h("span", { class: "what" }, app.labels.drop_because),
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
  app.ui.after = !app.ui.after;
  reportView(app, true);
  app.redraw();
}
