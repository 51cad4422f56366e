// Turns and bubbles of one card, and the source messages around them.

// Speech that was no typed text: a transcript, or a reviewer's words for what stood there.
const LABELLED = new Set(["voice", "sticker", "image", "video", "file", "link", "location", "forward", "card",
  "other"]);

const PAUSE_MINUTES = 3;

// An added bubble keeps its place on the page when it gets its real number.
const keyOf = (app, bubble) => app.alias.get(bubble.id) ?? bubble.id;
const firstLetter = (name) => Array.from(name || "")[0] || "·";

function senderOf(app, fragment, side) {
  const named = fragment.bubbles.find((b) => b.side === side && b.sender);
  return named ? named.sender : app.labels[side];
}

function quoteBlock(row, mask) {
  return row.quote && h("div", { class: "quote" }, mask(row.quote));
}

// What stands where something could not be exported: 「图片」 with its text, if any.
function holeNodes(app, row, context) {
  return [
    h("span", { class: "what" }, row.label || row.kind),
    row.text && h("span", { class: "hole-text" }, textNodes(app, row, context)),
  ];
}

function speechNodes(app, row, context) {
  if (row.use === "hole") return holeNodes(app, row, context);
  return [
    quoteBlock(row, context.mask),
    LABELLED.has(row.kind) && h("span", { class: "what kind" }, row.label || app.labels.voice),
    h("span", { class: "words" }, textNodes(app, row, context)),
  ];
}

function textButton(label, run, more = {}) {
  const click = (e) => { e.stopPropagation(); run(); };
  return h("button", { type: "button", class: "link", ...more, on: { click } }, label);
}

function marksOf(app, fragment, bubble, context) {
  const labels = app.labels;
  const shown = context.originals.includes(bubble.id);
  const marks = [
    signalsOf(fragment, bubble).map((s) => h("span", { class: "sign", title: s.reason }, s.label)),
    bubble.added && h("span", {}, labels.added),
    bubble.pulled && h("span", {}, labels.pulled),
    bubble.original !== null && bubble.original !== undefined &&
      textButton(labels.edited, () => toggleOriginal(app, fragment.id, bubble.id), {
        "aria-expanded": shown ? "true" : "false", title: labels.show_original,
      }),
    bubble.removed && textButton(labels.unremove, () => unremove(app, fragment.id, [bubble.id])),
  ].flat().filter(Boolean);
  return marks.length > 0 && h("div", { class: "marks" }, marks);
}

function originalBlock(app, fragment, bubble, context) {
  if (!context.originals.includes(bubble.id) || bubble.original === null) return null;
  return h("div", { class: "original" },
    h("span", { class: "what" }, app.labels.original),
    h("span", { class: "words" }, context.mask(bubble.original)),
    context.focused && textButton(app.labels.revert, () => revert(app, fragment.id, bubble.id)));
}

// Why the chosen bubble is pointed at, where the eye is.
function reasonBlock(fragment, bubble, context) {
  const mine = (fragment.signals || []).filter((s) => s.bubble === bubble.id);
  const reasons = mine.map((s) => s.reason).filter(Boolean);
  if (context.selected?.id !== bubble.id || context.selected.kind !== "bubble" || !reasons.length) return null;
  return h("div", { class: "reason-here" }, reasons.map((reason) => h("div", {}, reason)));
}

function bubbleNode(app, fragment, bubble, context) {
  const chosen = context.selected?.kind === "bubble" && context.selected.id === bubble.id;
  const among = chosen || context.unit.includes(bubble.id);
  const sticker = bubble.use === "speech" && bubble.kind === "sticker";
  const classes = ["bubble", bubble.use, sticker && "sticker", among && "chosen", bubble.removed && "removed",
    bubble.cut && "cut", context.meant.includes(bubble.id) && "meant", context.spot === bubble.id && "spot"]
    .filter(Boolean).join(" ");
  const pick = (e, finding) => { e.stopPropagation(); openPopover(app, fragment.id, bubble.id, finding.id); };
  return h("div", {
    class: classes, tabindex: -1, "data-bubble": bubble.id, "aria-current": chosen ? "true" : null,
    on: {
      click: (e) => (e.shiftKey ? stretchTo : clickBubble)(app, fragment.id, bubble.id),
      dblclick: () => editAt(app, fragment.id, bubble.id),
    },
  }, speechNodes(app, bubble, { ...context, pick }));
}

function bubbleRow(app, fragment, bubble, context) {
  const edited = context.editor?.type === "edit" && context.editor.bubble === bubble.id;
  const popover = context.popover?.bubble === bubble.id;
  return h("div", { class: "row", key: "b" + keyOf(app, bubble) },
    edited ? editForm(app, fragment, bubble) : bubbleNode(app, fragment, bubble, context),
    !edited && marksOf(app, fragment, bubble, context),
    reasonBlock(fragment, bubble, context),
    originalBlock(app, fragment, bubble, context),
    popover && popoverNode(app, fragment, bubble, context));
}

function contextLine(app, fragment, bubble, context) {
  const chosen = context.selected?.kind === "bubble" && context.selected.id === bubble.id;
  return h("div", { class: "line-row", key: "b" + keyOf(app, bubble) },
    h("div", {
      class: "line" + (chosen ? " chosen" : "") + (bubble.removed ? " removed" : ""),
      tabindex: -1, "data-bubble": bubble.id,
      on: { click: () => clickBubble(app, fragment.id, bubble.id) },
    },
      bubble.label && h("span", { class: "what" }, bubble.label),
      bubble.text && h("span", {}, textNodes(app, bubble, context))),
    marksOf(app, fragment, bubble, context));
}

// The bubbles of a turn; in a group the name stands wherever somebody else of that side goes on.
function turnRows(app, fragment, turn, context) {
  let told = turn.bubbles[0].sender;
  return turn.bubbles.flatMap((b, i) => {
    const above = i > 0 ? [linesAbove(app, fragment, b, context), silence(b)] : [];
    if (RIDES.has(b.use)) return [above, contextLine(app, fragment, b, context)];
    const other = b.sender && told && b.sender !== told;
    told = b.sender || told;
    return [
      above,
      other && h("div", { class: "meta", key: "s" + keyOf(app, b) }, h("span", {}, b.sender)),
      bubbleRow(app, fragment, b, context),
    ];
  });
}

const timeOf = (turn) => turn.bubbles.find((b) => b.time)?.time || "";
const lastTimeOf = (turn) => turn?.bubbles.findLast((b) => b.time)?.time || "";
const minutes = (time) => time.split(":").reduce((hours, rest) => 60 * hours + Number(rest), 0);

// As messengers do it, who speaks and when is not said again while a talk goes on: only where a side speaks for the
// first time, where somebody else does, and after a pause.
function needsMeta(turns, i) {
  const [first] = turns[i].bubbles;
  const last = turns.findLast((turn, at) => at < i && turn.side === turns[i].side);
  if (!last || first.when || last.bubbles[0].sender !== first.sender) return true;
  const then = lastTimeOf(turns.findLast((turn, at) => at < i && lastTimeOf(turn)));
  const now = timeOf(turns[i]);
  return Boolean(now && then) && Math.abs(minutes(now) - minutes(then)) >= PAUSE_MINUTES;
}

function turnNode(app, fragment, turn, context, meta) {
  const first = turn.bubbles[0];
  if (turn.side === "") return contextLine(app, fragment, first, context);
  const name = senderOf(app, fragment, turn.side);
  const time = timeOf(turn);
  const rows = turnRows(app, fragment, turn, context);
  return h("div", { class: "turn " + turn.side + (meta ? "" : " on"), key: "t" + keyOf(app, first), role: "group",
    "aria-label": name },
    h("div", { class: "face", "aria-hidden": "true", title: time || null }, firstLetter(first.sender || name)),
    h("div", { class: "said" },
      meta && h("div", { class: "meta" }, h("span", {}, first.sender || name), time && h("time", {}, time)), rows));
}

// The moment above what was said after a long silence.
const silence = (bubble) =>
  bubble.when && h("div", { class: "silence", key: "w" + bubble.id }, h("time", {}, bubble.when));

// Turns in order; one line where the part begins or ends that the training row leaves out.
function turnNodes(app, fragment, context) {
  const turns = turnsOf(fragment.bubbles);
  const cutOf = (turn) => turn?.bubbles.find((b) => b.cut)?.cut || "";
  const note = (cut) => h("div", { class: "cut-note", key: "cut-" + cut }, app.labels["cut_" + cut]);
  const form = context.editor?.type === "add" && addForm(app, fragment, context.editor);
  return turns.flatMap((turn, i) => [
    cutOf(turn) === "trailing" && cutOf(turns[i - 1]) !== "trailing" && note("trailing"),
    form && turn.bubbles[0].id === context.editor.before && form,
    linesAbove(app, fragment, turn.bubbles[0], context),
    silence(turn.bubbles[0]),
    turnNode(app, fragment, turn, context, needsMeta(turns, i)),
    cutOf(turn) === "leading" && cutOf(turns[i + 1]) !== "leading" && note("leading"),
  ]).concat(form && context.editor.before === null ? [form] : [])
    .concat(context.goal?.before === null ? [goalLine(app, context.goal)] : []);
}

// Who and when, once for a run of one sender; the day only where it changes.
function sourceMeta(row, previous, day) {
  if (previous && previous.sender === row.sender && previous.date === row.date) return null;
  const date = row.date !== (previous ? previous.date : day) && row.date;
  return h("div", { class: "meta" },
    h("span", {}, row.sender), h("time", {}, [date, row.time].filter(Boolean).join(" ")));
}

function sourceRow(app, fragment, row, previous, place, context) {
  const chosen = context.selected?.kind === "source" && context.selected.id === row.message;
  const where = row.fragment ? app.labels["in_" + row.fragment_status] : "";
  const body = RIDES.has(row.use) ? holeNodes(app, row, context) : speechNodes(app, row, context);
  return h("div", {
    class: "source " + row.side + (chosen ? " chosen" : ""), key: "m" + row.message,
    tabindex: -1, "data-message": row.message,
    on: { click: () => select(app, fragment.id, "source", row.message) },
  },
    sourceMeta(row, previous, fragment.date),
    h("div", { class: "source-line" }, h("div", { class: "bubble " + row.use }, body),
      h("button", {
        type: "button", class: "quiet", "data-command": "pull",
        on: { click: (e) => { e.stopPropagation(); pull(app, fragment.id, row.message, place); } },
      },
        app.labels.pull, chosen && h("kbd", {}, "P")),
      where && h("span", { class: "where" }, where)));
}

// The messages earlier or later in the source, while the reviewer has them open.
function sourcePanel(app, fragment, place, context) {
  const wanted = context.open?.[place];
  if (!wanted) return null;
  const rows = fragment[place] || [];
  const more = fragment["more_" + place];
  const loading = more && rows.length < wanted;
  const note = loading ? app.labels.loading : more ? null : app.labels["no_more_" + place];
  const edge = h("div", { class: "source-edge", key: "edge" },
    note || textButton(app.labels.show_more, () => openSources(app, fragment.id, place)),
    context.focused && commandButton(app, "close_sources"));
  const list = rows.map((row, i) => sourceRow(app, fragment, row, rows[i - 1], place, context));
  const label = app.labels["sources_" + place];
  return h("section", { class: "sources " + place, key: "sources-" + place, "aria-label": label },
    place === "before" ? [edge, list] : [list, edge]);
}
