// What belongs to no single bubble: the line on top, a finding's popover, the help, the empty page.

function popoverNode(app, fragment, bubble, context) {
  const finding = (bubble.findings || []).find((f) => f.id === context.popover.finding);
  if (!finding) return null;
  const { labels } = app;
  const value = Array.from(bubble.text).slice(finding.start, finding.end).join("");
  const choice = (name, decision) =>
    commandButton(app, name, { kind: "decide", "aria-pressed": finding.decision === decision ? "true" : "false" });
  return h("div", {
    class: "popover" + (context.popover.above ? " above" : ""), key: "popover",
    role: "dialog", "aria-label": finding.label,
    on: { click: (e) => e.stopPropagation() },
  },
    h("div", { class: "popover-head" },
      h("b", {}, finding.label), h("span", { class: "decision" }, labels["decision_" + finding.decision])),
    h("div", { class: "popover-value" }, h("span", {}, context.reveal ? value : finding.masked),
      finding.surrogate && [
        h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
        h("span", { class: "surrogate", title: labels.surrogate }, finding.surrogate),
      ]),
    h("div", { class: "group" },
      choice("accept", "accept"), choice("reject", "reject"), choice("exception", "exception"),
      finding.decision !== "undecided" && choice("undecide", "undecided")));
}

function saveState(app) {
  const open = app.sync.queue.length + app.sync.waiting.length;
  if (app.sync.late) return h("span", { class: "saving late", role: "status" }, app.labels.not_saved);
  return h("span", { class: "saving" + (open ? " open" : ""), "aria-hidden": "true" }, app.labels.saving);
}

function topBar(app) {
  const { data, labels, ui } = app;
  const at = app.order.indexOf(ui.focus) + 1;
  const busy = app.sync.queue.length > 0;
  const named = (name, what) => what && {
    label: [labels[name], h("span", { class: "which" }, ` · ${what}`)], title: `${labels[name]} · ${what}`,
  };
  return h("div", { class: "top", key: "top" },
    at > 0 && h("span", { class: "place" }, fill(labels.place, { at, of: app.order.length })),
    ui.ticked.length > 0 &&
      h("span", { class: "ticked", role: "status" }, fill(labels.ticked, { n: ui.ticked.length })),
    saveState(app),
    h("div", { class: "group tools sideways" },
      commandButton(app, "undo", { disabled: !data.can_undo && !busy, ...named("undo", data.undo_label) }),
      commandButton(app, "redo", { disabled: !data.can_redo && !busy, ...named("redo", data.redo_label) }),
      at > 0 && commandButton(app, "after", { "aria-pressed": ui.after ? "true" : "false" }),
      at > 0 && commandButton(app, "reveal", {
        label: ui.reveal ? labels.mask : labels.reveal, "aria-pressed": ui.reveal ? "true" : "false",
      }),
      commandButton(app, "help")));
}

// How far the batch at hand is: a thin bar, and words.
function paceLine(app) {
  const { pace } = app.data;
  if (!pace) return null;
  const width = `width:${Math.round(100 * pace.share)}%`;
  return h("div", { class: "pace", key: "pace" },
    h("div", { class: "pace-bar", "aria-hidden": "true" }, h("div", { style: width })),
    h("p", { class: "sideways" }, pace.text));
}

// Where there is a card, its toolbar tells them.
function pageProblems(app) {
  if (app.local.has(app.ui.focus)) return [];
  return app.ui.problems.map((p) =>
    h("div", { class: "problem", role: "status", key: "p" + problemKey(p) },
      h("span", {}, p.text, leftWords(app, p)),
      h("span", { class: "group" }, copyButton(app, p), textButton(app.labels.dismiss, () => dismiss(app, p)))));
}

function emptyPage(app) {
  return h("div", { class: "empty", key: "empty" }, h("div", { class: "empty-mark", "aria-hidden": "true" }, "◡"),
    h("h3", {}, app.labels.empty_title), h("p", {}, app.labels.empty_next));
}

const HELP_GROUPS = ["decide", "move", "mend", "source", "private", "all"];

function helpRow(app, command) {
  return h("div", { class: "help-row" },
    h("span", { class: "help-keys" }, keyButton(app, command)),
    h("span", {}, app.labels["help_" + command.name] || app.labels[command.name]));
}

function helpDialog(app) {
  const groups = HELP_GROUPS.map((group) => h("section", {}, h("h4", {}, app.labels["help_" + group]),
    COMMANDS.filter((c) => c.group === group).map((c) => helpRow(app, c))));
  return h("dialog", {
    class: "help", key: "help", "aria-label": app.labels.help_title, tabindex: -1,
    init: (el) => { el.showModal(); el.focus(); },
    on: { close: () => closeHelp(app), click: (e) => e.target.tagName === "DIALOG" && closeHelp(app) },
  },
    h("div", { class: "help-body" },
      h("div", { class: "help-head" }, h("h3", {}, app.labels.help_title),
        h("button", {
          type: "button", class: "quiet", "data-command": "close_help", on: { click: () => closeHelp(app) },
        }, app.labels.close, h("kbd", {}, "Esc"))),
      h("div", { class: "help-groups" }, groups), h("p", { class: "help-note" }, app.labels.pull_rule),
      h("p", { class: "help-note" }, app.labels.remap_rule, " ", usualKeys(app))));
}

function openHelp(app) {
  app.ui.help = !app.ui.help;
  app.redraw();
}

function closeHelp(app) {
  Object.assign(app.ui, { help: false, capture: null });
  app.redraw(() => focusHere(app));
}
