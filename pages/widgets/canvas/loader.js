// Streamlit sends this file again with every answer, so it is short. The canvas itself and what it draws come as
// parts: each once, kept under a stamp of its content, and every message to the server says which ones are here.

const KEPT = 100;
const AGAIN_MS = 2500; // longer than the analysis of an edit takes
const parts = new Map();
const modules = new Map();
const leavings = new WeakMap();
const drawnBy = new WeakMap();
const timers = new WeakMap();

// Parts of this answer become the newest; of the others the oldest go.
function keep(data, wanted) {
  for (const stamp of wanted) {
    const part = parts.get(stamp) ?? data.parts[stamp];
    if (part === undefined) return false;
    parts.delete(stamp);
    parts.set(stamp, part);
  }
  const spare = parts.size - Math.max(KEPT, wanted.length);
  for (const stamp of [...parts.keys()].slice(0, Math.max(spare, 0))) parts.delete(stamp);
  return true;
}

function load(stamp) {
  if (!modules.has(stamp)) {
    const file = new Blob([parts.get(stamp), "\n//# sourceURL=ruwo-canvas.js"], { type: "text/javascript" });
    const module = { loaded: null };
    module.loading = import(URL.createObjectURL(file)).then((found) => { module.loaded = found.default; });
    modules.set(stamp, module);
  }
  return modules.get(stamp);
}

function dress(place, css) {
  const worn = place.querySelector("style.canvas-style");
  if (worn?.textContent === css) return;
  const style = worn ?? document.createElement("style");
  style.className = "canvas-style";
  style.textContent = css;
  if (!worn) place.prepend(style);
}

// A page that stayed open while Ruwo was updated: the canvas of before makes room.
function makeRoom(place, module) {
  if (drawnBy.has(place) && drawnBy.get(place) !== module) {
    leavings.get(place)();
    place.querySelector(".canvas")?.remove();
  }
  drawnBy.set(place, module);
}

// Asks once more for what is still being worked out, in a pause: any answer puts it off, and so does who writes.
function askAgain(place, wanted, ask) {
  clearTimeout(timers.get(place));
  if (!wanted) return;
  const look = () => {
    if (!place.isConnected) return;
    if (document.hidden || place.activeElement?.matches("input, textarea")) askAgain(place, wanted, ask);
    else ask();
  };
  timers.set(place, setTimeout(look, AGAIN_MS));
}

export default function (component) {
  const place = component.parentElement;
  const data = JSON.parse(new TextDecoder().decode(component.data));
  const wanted = [data.script, data.style, data.labels, ...data.fragments];
  if (!keep(data, wanted)) {
    component.setStateValue("lacking", { at: performance.now(), held: [] });
    return leavings.get(place);
  }
  const tell = (name, value) => component.setStateValue(name, { ...value, held: [...parts.keys()] });
  askAgain(place, data.again, () => tell("lacking", { at: performance.now() }));
  const full = { ...data, labels: parts.get(data.labels), fragments: data.fragments.map((stamp) => parts.get(stamp)) };
  const css = parts.get(data.style);
  const module = load(data.script);
  const show = () => {
    dress(place, css);
    makeRoom(place, module);
    const leave = module.loaded(place, full, tell);
    leavings.set(place, leave);
    return leave;
  };
  return module.loaded ? show() : module.loading.then(show);
}
