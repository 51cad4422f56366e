// One fragment: header, what a machine noticed, the talk, and its toolbar while it has the focus.

function commandButton(app, name, more = {}) {
  const { show } = COMMAND[name];
  const { kind = "quiet", label = app.labels[name], ...props } = more;
  return h("button", {
    type: "button", class: kind, "data-command": name, "aria-keyshortcuts": COMMAND[name].keys[0], ...props,
    on: { click: (e) => { e.stopPropagation(); inOneDrawing(app, () => COMMAND[name].run(app)); } },
  }, label, h("kbd", { "aria-hidden": "true" }, show));
}

function cardHeader(app, fragment, context) {
  const { labels } = app;
  const turns = fragment.turns === 1 ? labels.turn_one : fill(labels.turns, { n: fragment.turns });
  return h("header", {},
    h("div", { class: "facts" },
      [fragment.date, fragment.chat, turns].filter(Boolean).map((fact) => h("span", {}, fact))),
    h("div", { class: "chips" }, signalChips(app, fragment, context)),
    h("div", { class: "state" },
      fragment.held_out && h("span", { class: "held", title: labels.held_out_why }, labels.held_out),
      fragment.reason && h("span", { class: "why" }, labels["reason_" + fragment.reason] || fragment.reason),
      h("span", { class: "status " + fragment.status }, labels["status_" + fragment.status])));
}

function noteLine(app, fragment) {
  return fragment.status === "later" && fragment.note && h("div", { class: "note-line", key: "note-line" },
    h("span", { class: "what" }, app.labels.note), h("span", { class: "words" }, fragment.note));
}

const repairLines = (fragment) =>
  (fragment.repairs || []).map((r, i) => h("div", { class: "repair", key: "r" + i }, r.text));

function decisionButtons(app, fragment) {
  const button = (name, status, kind) =>
    commandButton(app, name, { kind, "aria-pressed": fragment.status === status ? "true" : "false" });
  return h("div", { class: "group" },
    button("keep", "kept", "decide main"), button("drop", "dropped", "decide"), button("later", "later", "decide"),
    fragment.status !== "pending" && commandButton(app, "restore"));
}

function fragmentTools(app, fragment, context) {
  const hasSigns = fragment.signals?.some((s) => s.bubble);
  const has = fragment.bubbles.some((b) => b.findings?.length);
  return h("div", { class: "group tools sideways" },
    commandButton(app, "sources"), has && commandButton(app, "find"), hasSigns && commandButton(app, "next_sign"),
    !context.selected && commandButton(app, "add"), commandButton(app, "background"),
    commandButton(app, "merge_previous"), commandButton(app, "merge_next"));
}

function bubbleTools(app, fragment, context) {
  const bubble = fragment.bubbles.find((b) => b.id === context.selected?.id);
  if (context.selected?.kind === "source") return h("div", { class: "group tools second" }, commandButton(app, "pull"));
  if (!bubble) return null;
  const several = turnOf(fragment.bubbles, bubble.id).ids.length > 1;
  const { labels } = app;
  const removeLabel = bubble.removed ? labels.unremove : labels.remove;
  const removeOneLabel = bubble.removed ? labels.unremove_bubble : labels.remove_bubble;
  return h("div", { class: "group tools second sideways" },
    !RIDES.has(bubble.use) &&
      commandButton(app, "edit", bubble.use === "hole" ? { label: labels.describe } : {}),
    bubble !== fragment.bubbles[0] && commandButton(app, "split"),
    commandButton(app, "remove", { label: removeLabel }),
    several && commandButton(app, "remove_bubble", { label: removeOneLabel }),
    commandButton(app, "move_up"), commandButton(app, "move_down"), commandButton(app, "add"));
}

// Refusals, also of what one has left, and what a key could not do: told once, where the eye is.
function notices(app, fragment, context) {
  const leads = (p) => p.fragment !== fragment.id && app.local.has(p.fragment);
  const told = (p) => h("div", { class: "problem", role: "status", key: "p" + problemKey(p) },
    h("span", {}, p.text, leftWords(app, p)), h("span", { class: "group" },
      copyButton(app, p),
      leads(p) && textButton(app.labels.show_problem, () => focusOn(app, p.fragment)),
      textButton(app.labels.dismiss, () => dismiss(app, p))));
  return [
    context.problems.length > 0 && h("div", { class: "problems", key: "problems" }, context.problems.map(told)),
    context.hint && h("div", { class: "hint", role: "status", key: "hint" }, context.hint),
  ];
}

function toolbar(app, fragment, context) {
  if (!context.focused) return offerLine(app, fragment);
  const told = notices(app, fragment, context);
  if (context.editor?.type === "note") return h("footer", { key: "toolbar" }, told, noteForm(app, fragment));
  return h("footer", { key: "toolbar", role: "toolbar", "aria-label": app.labels.toolbar },
    told, proposalLine(app, fragment, context), bubbleTools(app, fragment, context),
    h("div", { class: "first" }, decisionButtons(app, fragment), fragmentTools(app, fragment, context)),
    reasonButtons(app));
}

// The part of the interface's state that this card shows.
function contextOf(app, fragment) {
  const { ui } = app;
  const mine = (thing) => (thing?.fragment === fragment.id ? thing : null);
  const inFocus = ui.focus === fragment.id;
  return {
    focused: inFocus, selected: mine(ui.selected), editor: mine(ui.editor),
    popover: mine(ui.popover),
    hint: mine(ui.hint)?.text, problems: inFocus ? ui.problems : [],
    open: ui.open[fragment.id], ticked: ui.ticked.includes(fragment.id),
    after: ui.after && Boolean(app.data.after), // until the rows are here, the bubbles stay
    unit: ui.unit.length > 1 && mine(ui.range) ? ui.unit : [], proposal: ui.proposal[fragment.id] || 0,
    originals: ui.originals.filter((id) => fragment.bubbles.some((b) => b.id === id)),
    meant: inFocus ? allMeantBy(proposal(app, fragment)) : [], goal: inFocus ? goalOf(app, fragment) : null,
    spot: ui.spot?.bubble,
    reveal: ui.reveal, pending: isPending(app, fragment.id),
  };
}

function cardNode(app, fragment) {
  const context = contextOf(app, fragment);
  return memo("f" + fragment.id, [fragment, app.labels, JSON.stringify(context)], () => {
    const view = { ...context, mask: masker(fragment, context.reveal) };
    const classes = ["card", fragment.status, context.focused && "focused", context.pending && "pending",
      context.ticked && "ticked"]
      .filter(Boolean).join(" ");
    return h("article", {
      class: classes, tabindex: -1, "data-fragment": fragment.id, "aria-busy": context.pending ? "true" : null,
      "aria-label": [fragment.date, fragment.chat, app.labels["status_" + fragment.status]].filter(Boolean).join(", "),
      on: { click: () => app.ui.focus !== fragment.id && focusOn(app, fragment.id, false) },
    },
      cardHeader(app, fragment, view), noteLine(app, fragment),
      contextBlock(app, fragment, view.editor?.type === "context"),
      sourcePanel(app, fragment, "before", view),
      view.after ? afterBlock(app, fragment)
        : h("div", { class: "talk", key: "talk" }, turnNodes(app, fragment, view), repairLines(fragment)),
      sourcePanel(app, fragment, "after", view), toolbar(app, fragment, view));
  });
}
