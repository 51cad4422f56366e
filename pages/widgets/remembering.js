// The reviewer's name, kept in this browser and nowhere else.

const KEY = "ruwo.reviewer";
let written = null;

// Only a name that was typed in this tab since it was opened: another tab may have kept a newer one meanwhile.
function keep(name) {
  if (name === null || name === written) return;
  written = name;
  if (name) localStorage.setItem(KEY, name);
  else localStorage.removeItem(KEY);
}

export default function ({ data, setStateValue }) {
  let name = "";
  try {
    keep(data.typed);
    name = localStorage.getItem(KEY)?.trim() ?? "";
  } catch {
    // A browser that keeps nothing: the name is asked for again.
  }
  if (data.ask && (name || data.anyway)) setStateValue("kept", { name, at: performance.now() });
}
