// A talk to be read only, drawn as the canvas draws it. Text reaches the page as text nodes alone.

const make = (name, ...kids) => {
  const el = document.createElement("div");
  el.className = name;
  el.append(...kids);
  return el;
};

function turn({ side, name, texts }) {
  if (side === "context") return make("background", make("what", name), make("words", texts.join("\n")));
  const face = make("face", Array.from(name)[0]);
  face.setAttribute("aria-hidden", "true");
  const rows = texts.map((text) => make("row", make("bubble", make("words", text))));
  const drawn = make("turn " + side, face, make("said", make("meta", name), ...rows));
  drawn.setAttribute("role", "group");
  drawn.setAttribute("aria-label", name);
  return drawn;
}

const drawn = new WeakMap();

export default function ({ data, parentElement }) {
  if (drawn.get(parentElement) === data.id) return;
  drawn.set(parentElement, data.id);
  const talk = parentElement.querySelector(".canvas") ?? parentElement.appendChild(make("canvas blind"));
  talk.tabIndex = 0;
  talk.replaceChildren(...data.turns.map(turn));
  talk.scrollTop = 0;
  if (document.activeElement === document.body) talk.focus({ preventScroll: true }); // so that the arrows scroll it
}
