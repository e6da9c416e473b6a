// What the lists of traces share: filters that stand in the address, and pages of one list.

import { $, address } from "./page.js";

const HOUR_MILLIS = 3_600_000;

// Puts what the address asks for into the form, and tells it.
export function fillFilters() {
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  for (const field of $("filters").elements) {
    if (!(field.name in asked)) continue;
    if (field.type === "checkbox") {
      field.checked = asked[field.name] === field.value;
    } else {
      field.value = asked[field.name];
    }
  }
  return asked;
}

// The moment some hours ago; nothing where none are said. To the minute, so that asking again asks the same.
export function since(hours) {
  if (!(hours > 0)) return "";
  const minute = Math.floor((Date.now() - hours * HOUR_MILLIS) / 60_000) * 60_000;
  return new Date(minute).toISOString();
}

// Shows the ways to the newest and to older ones.
export function turnPages(asked, before) {
  $("newest").hidden = !asked.before;
  $("newest").href = address(location.pathname, { ...asked, before: "" });
  $("older").hidden = !before;
  if (before) $("older").href = address(location.pathname, { ...asked, before });
}
