// Traces summed by session or by user, the last active first.

import { $, address, cost, count, duration, isNew, json, keepLooking, make, moment, row, tokens } from "./page.js";
import { fillFilters, since, turnPages } from "./lists.js";

const LIMIT = 50;

// Lists them. `kind` says what they are, where they come from and what others each has.
export function showGroups(kind) {
  $("title").textContent = kind.title;
  $("others").textContent = kind.others.title;
  $("none").textContent = kind.none;
  $("of-user").hidden = !kind.ofUser;
  const asked = fillFilters();

  const line = (group) => row(
    [kind.name(group)],
    [moment(group.last), "lesser"],
    [kind.traces(group), "figure"],
    [kind.others.of(group), "figure lesser"],
    [group.failed ? make("span", count(group.failed), "bad") : "", "figure lesser"],
    [tokens(group), "figure lesser"],
    [cost(group.cost), "figure"],
    [duration(group.milliseconds), "figure lesser"],
  );

  keepLooking(async () => {
    const { user, since: hours, before } = asked;
    const path = address(kind.path, { user: kind.ofUser ? user : "", before, after: since(hours), limit: LIMIT });
    const groups = (await json(path)).data;
    if (!isNew("groups", groups)) return;
    $("groups").replaceChildren(...groups.map(line));
    $("none").hidden = groups.length > 0;
    turnPages(asked, groups.length === LIMIT ? groups.at(-1).last : null);
  });
}
