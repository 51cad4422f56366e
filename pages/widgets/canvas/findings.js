// Private values of a bubble: from one to the next, and what a person decides about each.

function openPopover(app, fragment, bubble, finding) {
  select(app, fragment, "bubble", bubble);
  app.ui.popover = { fragment, bubble, finding };
  app.redraw(() => placePopover(app, cardOf(app, fragment)));
}

// Below its bubble, or above it where the toolbar begins too soon.
function placePopover(app, card) {
  const box = card?.querySelector(".popover");
  if (!box) return;
  show(app, box);
  if (box.getBoundingClientRect().bottom <= topOf(card.querySelector("footer"))) return;
  app.ui.popover = { ...app.ui.popover, above: true };
  app.redraw(() => show(app, card.querySelector(".popover")));
}

function findingsOf(fragment) {
  return fragment.bubbles.flatMap((b) =>
    [...(b.findings || [])].sort((x, y) => x.start - y.start).map((f) => ({ bubble: b.id, ...f })));
}

function nextFinding(app, undecidedOnly = false) {
  const fragment = focused(app);
  const all = fragment ? findingsOf(fragment) : [];
  const at = all.findIndex((f) => f.id === app.ui.popover?.finding);
  const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)]
    .filter((f) => !undecidedOnly || f.decision === "undecided");
  if (turned.length) openPopover(app, fragment.id, turned[0].bubble, turned[0].id);
  else if (undecidedOnly) closePopover(app);
  else hint(app, app.ui.focus, app.labels.no_finding);
}

function closePopover(app) {
  app.ui.popover = null;
  app.redraw(() => focusHere(app));
}

function judge(app, decision) {
  const { popover } = app.ui;
  if (!popover) return;
  const finding = findingsOf(app.local.get(popover.fragment)).find((f) => f.id === popover.finding);
  if (!finding) return closePopover(app); // a new search of the text has not found it again
  const { fragment } = popover;
  if (finding.decision !== decision) issue(app, { kind: "finding", fragment, finding: finding.id, decision });
  nextFinding(app, true);
}
