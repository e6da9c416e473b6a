// The views there are.

import { $, isNew, json, keepLooking, link, make } from "./page.js";

function item(view) {
  const node = make("li");
  const name = make("strong");
  name.append(link(view.title, `/views/${encodeURIComponent(view.name)}`));
  node.append(name, make("small", view.description));
  return node;
}

keepLooking(async () => {
  const views = (await json("/admin/v1/views")).data;
  if (isNew("views", views)) $("views").replaceChildren(...views.map(item));
});
