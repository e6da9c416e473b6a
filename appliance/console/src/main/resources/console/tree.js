// A tree that a keyboard goes through, as the practices for ARIA describe it
// (https://www.w3.org/WAI/ARIA/apg/patterns/treeview/).

import { make } from "./page.js";

// Shows nodes, each {id, parent, ...}, as a tree in a list. `fill(item, node)` puts in what a row has,
// `choose(node)` is told which is chosen, and `enter()` goes to what is known of it.
export function showTree(list, nodes, { fill, choose, enter }) {
  const items = new Map();
  const closed = new Set();
  const order = ordered(nodes);

  const isHidden = (node) => {
    for (let above = node.above; above; above = above.above) {
      if (closed.has(above.id)) return true;
    }
    return false;
  };
  const visible = () => order.filter((node) => !isHidden(node));

  const select = (node, focus) => {
    for (const [id, item] of items) {
      item.tabIndex = id === node.id ? 0 : -1;
      item.setAttribute("aria-selected", id === node.id);
    }
    if (focus) items.get(node.id).focus();
    choose(node.value);
  };

  const open = (node, on) => {
    closed[on ? "delete" : "add"](node.id);
    items.get(node.id).setAttribute("aria-expanded", on);
    for (const each of order) items.get(each.id).hidden = isHidden(each);
  };

  const keys = {
    ArrowDown: (node, all) => all[all.indexOf(node) + 1],
    ArrowUp: (node, all) => all[all.indexOf(node) - 1],
    Home: (_, all) => all[0],
    End: (_, all) => all.at(-1),
    ArrowRight: (node) => {
      if (!node.below.length) return null;
      if (!closed.has(node.id)) return node.below[0];
      open(node, true);
      return null;
    },
    ArrowLeft: (node) => {
      if (!node.below.length || closed.has(node.id)) return node.above;
      open(node, false);
      return null;
    },
    Enter: () => enter(),
  };

  for (const node of order) {
    const item = make("li");
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-level", node.level);
    item.setAttribute("aria-setsize", node.size);
    item.setAttribute("aria-posinset", node.place);
    item.style.setProperty("--level", Math.min(node.level - 1, 12));
    if (node.below.length) item.setAttribute("aria-expanded", true);
    fill(item, node.value);
    item.addEventListener("click", (event) => {
      if (event.target.classList.contains("twig") && node.below.length) open(node, closed.has(node.id));
      select(node, true);
    });
    item.addEventListener("keydown", (event) => {
      if (!(event.key in keys) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const next = keys[event.key](node, visible());
      if (next) select(next, true);
    });
    items.set(node.id, item);
  }
  list.replaceChildren(...items.values());
  return { select: (id, focus) => select(order.find((node) => node.id === id) ?? order[0], focus) };
}

// From above to below. Whose parent is not there, or is in a circle, stands at the top.
function ordered(values) {
  const nodes = values.map((value) => ({ id: value.id, value, below: [] }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order = [];
  const seen = new Set();
  const add = (node, above, level) => {
    // Deep traces would be too much for recursion.
    const waiting = [[node, above, level]];
    while (waiting.length) {
      const [next, over, depth] = waiting.pop();
      if (seen.has(next)) continue;
      seen.add(next);
      Object.assign(next, { above: over, level: depth });
      over?.below.push(next);
      order.push(next);
      const below = children.get(next.id) ?? [];
      for (let i = below.length - 1; i >= 0; i--) waiting.push([below[i], next, depth + 1]);
    }
  };
  const children = new Map();
  const tops = [];
  for (const node of nodes) {
    if (byId.has(node.value.parent)) {
      children.set(node.value.parent, [...(children.get(node.value.parent) ?? []), node]);
    } else {
      tops.push(node);
    }
  }
  for (const node of [...tops, ...nodes]) {
    if (seen.has(node)) continue;
    add(node, null, 1);
    if (!tops.includes(node)) tops.push(node);
  }
  for (const node of order) {
    const siblings = node.above ? node.above.below : tops;
    node.size = siblings.length;
    node.place = siblings.indexOf(node) + 1;
  }
  return order;
}
