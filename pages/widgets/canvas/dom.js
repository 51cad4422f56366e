// A small keyed virtual DOM: what did not change keeps its element, and with it focus, scroll and drafts.
// Text reaches the page only as text nodes; there is no way to pass markup.

function h(tag, props, ...kids) {
  const list = kids.flat(Infinity).filter((k) => k !== null && k !== undefined && k !== false && k !== "");
  return { tag, props: props || {}, kids: list.map((k) => (typeof k === "object" ? k : { text: String(k) })) };
}

// Drawn again only when one of deps is another value than last time.
function memo(key, deps, make) {
  return { memo: deps, make, props: { key } };
}

function sameKind(a, b) {
  if (a.memo || b.memo) return Boolean(a.memo && b.memo);
  return a.tag === b.tag && (a.tag !== undefined || b.tag === undefined);
}

function setProp(el, name, value) {
  if (name === "key" || name === "init") return;
  if (name === "on") {
    for (const [event, run] of Object.entries(value)) el["on" + event] = run;
  } else if (value === false || value === null || value === undefined) {
    el.removeAttribute(name);
  } else {
    el.setAttribute(name, value === true ? "" : String(value));
  }
}

function patchProps(el, before, after) {
  for (const name of Object.keys(before)) {
    if (name === "on") for (const event of Object.keys(before.on)) if (!after.on?.[event]) el["on" + event] = null;
    if (name !== "on" && !(name in after)) setProp(el, name, null);
  }
  for (const name of Object.keys(after)) {
    if (name === "on" || before[name] !== after[name]) setProp(el, name, after[name]);
  }
}

function create(node, mounted) {
  if (node.memo) {
    node.made = node.make();
    return (node.el = create(node.made, mounted));
  }
  if (node.tag === undefined) return (node.el = document.createTextNode(node.text));
  node.el = document.createElement(node.tag);
  patchProps(node.el, {}, node.props);
  for (const kid of node.kids) node.el.append(create(kid, mounted));
  if (node.props.init) mounted.push(() => node.props.init(node.el));
  return node.el;
}

function patch(before, after, mounted) {
  after.el = before.el;
  if (after.memo) {
    if (after.memo.every((value, i) => value === before.memo[i])) {
      after.made = before.made;
      return;
    }
    after.made = after.make();
    patch(before.made, after.made, mounted);
  } else if (after.tag === undefined) {
    if (before.text !== after.text) after.el.data = after.text;
  } else {
    patchProps(after.el, before.props, after.props);
    patchKids(after.el, before.kids, after.kids, mounted);
  }
}

function patchKids(parent, before, after, mounted) {
  const keyed = new Map();
  const loose = [];
  for (const node of before) {
    if (node.props?.key !== undefined) keyed.set(node.props.key, node);
    else loose.push(node);
  }
  const partners = after.map((node) => {
    const key = node.props?.key;
    const index = key === undefined ? loose.findIndex((old) => sameKind(old, node)) : -1;
    const old = key === undefined ? loose.splice(index, index < 0 ? 0 : 1)[0] : keyed.get(key);
    if (!old || !sameKind(old, node)) return null;
    if (key !== undefined) keyed.delete(key);
    return old;
  });
  for (const old of [...keyed.values(), ...loose]) old.el.remove();
  let cursor = parent.firstChild;
  after.forEach((node, i) => {
    if (partners[i]) patch(partners[i], node, mounted);
    else create(node, mounted);
    if (node.el === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node.el, cursor);
  });
}

// Makes host's children equal to nodes and returns them for the next call.
function draw(host, before, nodes) {
  const mounted = [];
  patchKids(host, before, nodes, mounted);
  for (const run of mounted) run();
  return nodes;
}
