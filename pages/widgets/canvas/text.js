// Words on the page: labels, masked values, findings and unsure joints inside a bubble's text.

function fill(sentence, values = {}) {
  return (sentence || "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const hides = (finding) => finding.decision === "undecided" || finding.decision === "accept";

// Replaces the fragment's private values in texts that carry no findings of their own (quotes, originals).
function masker(fragment, reveal) {
  if (reveal) return (text) => text;
  const values = new Map();
  for (const row of [...fragment.bubbles, ...(fragment.before || []), ...(fragment.after || [])]) {
    const found = (row.findings || []).filter(hides);
    const chars = found.length ? Array.from(row.text) : [];
    for (const f of found) if (f.end - f.start > 1) values.set(chars.slice(f.start, f.end).join(""), f.masked);
  }
  return (text) => [...values].reduce((masked, [value, mask]) => masked.split(value).join(mask), text);
}

// A bubble's text where nothing can be clicked.
function maskedText(row, reveal) {
  const chars = Array.from(row.text);
  const hidden = reveal ? [] : (row.findings || []).filter(hides);
  for (const f of hidden) chars.fill("", f.start, f.end)[f.start] = f.masked;
  return chars.join("");
}

function plain(chars, from, to, unsure, title) {
  const pieces = [];
  let start = from;
  for (const at of unsure.filter((offset) => offset >= from && offset < to)) {
    pieces.push(chars.slice(start, at).join(""), h("span", { class: "unsure", title }, chars[at]));
    start = at + 1;
  }
  return [...pieces, chars.slice(start, to).join("")];
}

// The same with the words that were searched for marked.
function withHits(chars, from, to, row, title) {
  const pieces = [];
  let at = from;
  for (const [start, end] of row.hits || []) {
    const first = Math.max(start, at);
    const last = Math.min(end, to);
    if (first >= last) continue;
    pieces.push(...plain(chars, at, first, row.unsure || [], title));
    pieces.push(h("mark", { class: "hit" }, ...plain(chars, first, last, row.unsure || [], title)));
    at = last;
  }
  return [...pieces, ...plain(chars, at, to, row.unsure || [], title)];
}

function findingSpan(app, value, finding, context) {
  const labels = app.labels;
  const shown = context.reveal || !hides(finding) ? value : finding.masked;
  const decision = labels["decision_" + finding.decision];
  const open = context.popover?.finding === finding.id;
  const span = h("span", {
    class: "finding " + finding.decision + (open ? " open" : ""), "data-finding": finding.id,
    title: finding.label + " · " + decision,
    ...(context.pick && {
      role: "button", tabindex: context.focused ? 0 : -1, "aria-label": finding.label + ", " + decision,
    }),
    on: context.pick ? { click: (e) => context.pick(e, finding) } : {},
  }, shown);
  return finding.decision === "accept" && finding.surrogate
    ? [span, h("span", { class: "surrogate" }, finding.surrogate)] : [span];
}

// The nodes of one text. row: {text, findings, unsure, hits}; all offsets count code points.
function textNodes(app, row, context) {
  const findings = [...(row.findings || [])].sort((a, b) => a.start - b.start);
  if (!findings.length && !row.unsure?.length && !row.hits?.length) return [row.text];
  const chars = Array.from(row.text);
  const nodes = [];
  let at = 0;
  for (const finding of findings) {
    if (finding.start < at) continue;
    nodes.push(...withHits(chars, at, finding.start, row, app.labels.unsure));
    nodes.push(...findingSpan(app, chars.slice(finding.start, finding.end).join(""), finding, context));
    at = finding.end;
  }
  return [...nodes, ...withHits(chars, at, chars.length, row, app.labels.unsure)];
}
