// The graph canvas. Data reaches it as plain values and is drawn on a canvas or set as text:
// nothing of it is ever parsed as HTML. Positions survive expanding, reruns and tab switches.
const POSITIONS = (globalThis.__chanjiaoPositions ??= new Map());
const STATES = new WeakMap();
const MANY = 60; // above this only well-connected nodes carry a label until they are hovered

const STYLE = [
  { selector: "node", style: {
    "background-color": "data(colour)", width: "data(size)", height: "data(size)",
    label: "data(short)", "font-size": 11, color: "#1d2939", "text-valign": "bottom",
    "text-margin-y": 3, "text-outline-color": "#fcfdff", "text-outline-width": 2,
    "min-zoomed-font-size": 5, "border-width": 1, "border-color": "#fff" } },
  { selector: "node.centre", style: {
    "font-size": 14, "font-weight": "bold", "border-width": 3, "border-color": "#1d2939" } },
  { selector: "node.quiet", style: { "text-opacity": 0, "text-outline-opacity": 0 } },
  { selector: "edge", style: {
    width: 1.2, "line-color": "#c5cedb", "target-arrow-color": "#c5cedb",
    "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier" } },
  { selector: "edge[status != 'stated']", style: { "line-style": "dashed" } },
  { selector: ".faded", style: { opacity: 0.14 } },
  { selector: "node.near", style: {
    label: "data(name)", "text-opacity": 1, "text-outline-opacity": 1, "z-index": 9 } },
  { selector: "edge.near", style: {
    label: "data(label)", "font-size": 9, color: "#475467", "line-color": "#1f5fd0",
    "target-arrow-color": "#1f5fd0", "text-background-color": "#fcfdff",
    "text-background-opacity": 0.9, "z-index": 8 } },
  { selector: "node.picked", style: { "border-width": 3, "border-color": "#f0a530" } },
  { selector: ".hidden", style: { display: "none" } },
];

async function library() {
  for (let tries = 0; tries < 200; tries += 1) {
    if (globalThis.__chanjiaoCytoscape) return globalThis.__chanjiaoCytoscape;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error("The graph library did not load.");
}

function elements(data) {
  const degree = new Map();
  for (const edge of data.edges) {
    for (const end of [edge.source, edge.target]) degree.set(end, (degree.get(end) ?? 0) + 1);
  }
  const nodes = data.nodes.map((node) => {
    const links = degree.get(node.id) ?? 0;
    const size = node.id === data.centre ? 46 : Math.min(36, 14 + 4 * Math.sqrt(links));
    return { group: "nodes", data: { ...node, size, links } };
  });
  return [...nodes, ...data.edges.map((edge) => ({ group: "edges", data: { ...edge } }))];
}

function arrange(cy, placed) {
  const fresh = cy.nodes().filter((node) => !placed.has(node.id()));
  if (!fresh.length) return;
  fresh.forEach((node) => {
    const beside = node.neighborhood("node").filter((other) => placed.has(other.id()))[0];
    if (beside) {
      const at = beside.position();
      node.position({ x: at.x + 60 * (Math.random() - 0.5), y: at.y + 60 * (Math.random() - 0.5) });
    }
  });
  const fixed = cy.nodes().filter((node) => placed.has(node.id()))
    .map((node) => ({ nodeId: node.id(), position: { ...node.position() } }));
  cy.layout({
    name: "fcose", animate: false, quality: "proof", randomize: fixed.length === 0,
    nodeRepulsion: 20000, idealEdgeLength: 90, nodeSeparation: 110, packComponents: true,
    nodeDimensionsIncludeLabels: false, ...(fixed.length ? { fixedNodeConstraint: fixed } : {}),
  }).run();
  if (!fixed.length) stretch(cy);
}

// fcose draws round pictures; canvases are wide.
function stretch(cy) {
  const box = cy.nodes().boundingBox();
  const factor = (cy.width() / Math.max(cy.height(), 1)) * (box.h / Math.max(box.w, 1));
  const [axis, by] = factor > 1 ? ["x", factor] : ["y", 1 / factor];
  cy.nodes().forEach((node) => node.position(axis, node.position(axis) * Math.min(2, by)));
}

function labels(cy, centre) {
  const many = cy.nodes().length > MANY;
  cy.nodes().forEach((node) => {
    node.toggleClass("centre", node.id() === centre);
    node.toggleClass("quiet", many && node.data("links") < 3 && node.id() !== centre);
  });
}

function remember(cy, key) {
  const kept = new Map();
  cy.nodes().forEach((node) => kept.set(node.id(), { ...node.position() }));
  POSITIONS.set(key, kept);
}

function update(state, data) {
  const { cy } = state;
  const wanted = elements(data);
  const signature = wanted.map((e) => `${e.data.id}${e.data.label ?? e.data.kind}`).join("\n");
  if (signature === state.signature) return;
  const first = state.signature === undefined;
  state.signature = signature;
  const kept = POSITIONS.get(data.gkey) ?? new Map();
  const ids = new Set(wanted.map((e) => e.data.id));
  cy.batch(() => {
    cy.elements().filter((e) => !ids.has(e.id())).remove();
    for (const element of wanted) {
      const old = cy.getElementById(element.data.id);
      if (old.length) old.data(element.data);
      else cy.add({ ...element, position: kept.get(element.data.id) });
    }
    cy.elements().removeClass("faded near");
  });
  arrange(cy, kept);
  labels(cy, data.centre);
  const box = cy.elements().renderedBoundingBox();
  const outside = box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height();
  if (first || outside) cy.fit(undefined, 36);
  remember(cy, data.gkey);
}

function chip(text, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(text);
  button.addEventListener("click", () => onClick(button));
  return button;
}

function tools(state, data, bar) {
  const kinds = new Map(data.nodes.map((node) => [node.kind, node.colour]));
  bar.replaceChildren();
  for (const [kind, colour] of kinds) {
    const button = chip(kind, () => {
      state.off.has(kind) ? state.off.delete(kind) : state.off.add(kind);
      button.classList.toggle("off", state.off.has(kind));
      filter(state);
    });
    const dot = document.createElement("i");
    dot.style.background = colour;
    button.prepend(dot);
    button.title = data.words.legend;
    button.classList.toggle("off", state.off.has(kind));
    bar.append(button);
  }
  const gap = document.createElement("span");
  gap.className = "gap";
  bar.append(gap, chip(data.words.fit, () => state.cy.fit(undefined, 36)));
  bar.append(chip(data.words.png, () => save(state.cy)));
  filter(state);
}

function filter(state) {
  state.cy.batch(() => state.cy.nodes().forEach((node) => {
    node.toggleClass("hidden", state.off.has(node.data("kind")));
  }));
}

function save(cy) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(cy.png({ output: "blob", full: true, scale: 2, bg: "#ffffff" }));
  link.download = "graph.png";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function listen(state) {
  const { cy } = state;
  const near = (node) => {
    cy.elements().addClass("faded");
    node.closedNeighborhood().removeClass("faded").addClass("near");
  };
  const clear = () => cy.elements().removeClass("faded near");
  cy.on("mouseover", "node", (event) => near(event.target));
  cy.on("mouseout", "node", clear);
  cy.on("tap", "node", (event) => {
    cy.nodes().removeClass("picked");
    event.target.addClass("picked");
    state.send("clicked", { id: event.target.id(), t: Date.now() });
  });
  cy.on("dragfree", "node", () => remember(cy, state.key));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".cy");
  let state = STATES.get(host);
  if (!state) STATES.set(host, (state = { off: new Set(), gone: false }));
  Object.assign(state, { send: setTriggerValue, key: data.gkey, data });
  const draw = () => {
    update(state, state.data);
    tools(state, state.data, parentElement.querySelector(".tools"));
  };
  if (state.cy) draw();
  else if (!state.loading) {
    state.loading = library().then((cytoscape) => {
      if (state.gone) return;
      state.cy = cytoscape({ container: host, style: STYLE, minZoom: 0.2, maxZoom: 3,
        wheelSensitivity: 0.25 });
      host.__cy = state.cy;
      state.watch = new ResizeObserver(() => {
        state.cy.resize();
        state.cy.fit(undefined, 36);
      });
      listen(state);
      draw();
      state.watch.observe(host);
    });
  }
  return () => {
    if (state.cy) {
      state.watch.disconnect();
      remember(state.cy, state.key);
      state.cy.destroy();
    }
    state.gone = true;
    STATES.delete(host);
  };
}
