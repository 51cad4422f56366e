// What an op does to a fragment before the server has answered. Pure: a fragment in, a new one out.

const STRUCTURAL = new Set(["split", "merge", "pull", "repair", "undo", "redo"]);
const RIDES = new Set(["context", "aside"]);
const NEW_BUBBLE = { message: null, use: "speech", kind: "text", label: "", original: null, quote: null, sender: "",
  time: "", removed: false, pulled: false, cut: "", unsure: [], findings: [] };

// Consecutive bubbles of one side; a context line between two bubbles of one side rides along,
// any other stands alone. unit: ids that stay together as their own turn while they are being moved.
function turnsOf(bubbles, unit = []) {
  const turns = [];
  const sideOf = (b) => (unit.includes(b.id) ? "unit" : RIDES.has(b.use) ? "" : b.side);
  bubbles.forEach((bubble, i) => {
    const side = sideOf(bubble);
    const open = turns[turns.length - 1];
    const next = bubbles.slice(i + 1).find((b) => sideOf(b) !== "");
    const rides = side === "" && open && open.side !== "" && next && sideOf(next) === open.side;
    if (open && (rides || (side !== "" && side === open.side))) open.bubbles.push(bubble);
    else turns.push({ side, bubbles: [bubble] });
  });
  return turns;
}

function turnOf(bubbles, id, unit = []) {
  const turns = turnsOf(bubbles, unit.includes(id) ? unit : []);
  const index = turns.findIndex((turn) => turn.bubbles.some((b) => b.id === id));
  return { turns, index, ids: index < 0 ? [] : turns[index].bubbles.map((b) => b.id) };
}

// The id of the bubble after the turn that holds id; null when that turn is the last one.
function afterTurn(bubbles, id) {
  const { turns, index } = turnOf(bubbles, id);
  return turns[index + 1]?.bubbles[0].id ?? null;
}

function insertBefore(bubbles, moved, before) {
  const rest = bubbles.filter((b) => !moved.includes(b));
  const at = rest.findIndex((b) => b.id === before);
  return at < 0 ? [...rest, ...moved] : [...rest.slice(0, at), ...moved, ...rest.slice(at)];
}

// Findings outside the changed part keep their place, so that no masked value shows up between save and answer.
function carryFindings(bubble, text) {
  const was = Array.from(bubble.text);
  const now = Array.from(text);
  let head = 0;
  while (head < was.length && head < now.length && was[head] === now[head]) head += 1;
  let tail = 0;
  const shorter = Math.min(was.length, now.length);
  while (tail < shorter - head && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const shift = now.length - was.length;
  return (bubble.findings || []).flatMap((f) => {
    if (f.end <= head) return [f];
    return f.start >= was.length - tail ? [{ ...f, start: f.start + shift, end: f.end + shift }] : [];
  });
}

function editBubble(bubble, text) {
  const original = bubble.original ?? bubble.text;
  return { ...bubble, text, original, unsure: [], hits: [], findings: carryFindings(bubble, text) };
}

function eachBubble(fragment, ids, change) {
  return { ...fragment, bubbles: fragment.bubbles.map((b) => (ids.includes(b.id) ? change(b) : b)) };
}

const EFFECTS = {
  status: (f, op) => ({ ...f, status: op.status, reason: op.reason || "", note: op.note ?? f.note }),
  context: (f, op) => ({ ...f, context: op.text }),
  edit: (f, op) => eachBubble(f, [op.bubble], (b) => editBubble(b, op.text)),
  revert: (f, op) =>
    eachBubble(f, [op.bubble], (b) => ({ ...b, text: b.original ?? b.text, original: null, hits: [], findings: [] })),
  remove: (f, op) => eachBubble(f, op.bubbles, (b) => ({ ...b, removed: true })),
  unremove: (f, op) => eachBubble(f, op.bubbles, (b) => ({ ...b, removed: false })),
  move: (f, op) => ({
    ...f, bubbles: insertBefore(f.bubbles, f.bubbles.filter((b) => op.bubbles.includes(b.id)), op.before),
  }),
  add: (f, op, temp) => ({
    ...f,
    bubbles: insertBefore(
      f.bubbles, [{ ...NEW_BUBBLE, id: temp, side: op.side, text: op.text, added: true }], op.before,
    ),
  }),
  finding: (f, op) => ({
    ...f,
    bubbles: f.bubbles.map((b) => ({
      ...b, findings: (b.findings || []).map((x) => (x.id === op.finding ? { ...x, decision: op.decision } : x)),
    })),
  }),
};

// entry: {op, temp}; structural ops change nothing until the server answers.
function applyOp(fragment, entry) {
  const effect = EFFECTS[entry.op.kind];
  return effect ? effect(fragment, entry.op, entry.temp) : fragment;
}

function renameBubble(op, from, to) {
  const swap = (id) => (id === from ? to : id);
  const named = { ...op };
  if ("bubble" in op) named.bubble = swap(op.bubble);
  if ("before" in op) named.before = swap(op.before);
  if ("bubbles" in op) named.bubbles = op.bubbles.map(swap);
  return named;
}

// Every bubble id an op names; null (the end) and fields it has not are left out.
function bubblesOf(op) {
  const named = ["bubble", "before"].filter((name) => name in op && op[name] !== null);
  return named.map((name) => op[name]).concat(op.bubbles || []);
}

const namesTemporary = (op) => bubblesOf(op).some((id) => id < 0);
