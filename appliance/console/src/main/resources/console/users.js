// Users, as programs name them: what was done for each, and what it cost.

import { address, count, link } from "./page.js";
import { showGroups } from "./groups.js";

showGroups({
  title: "Users",
  path: "/admin/v1/trace-users",
  ofUser: false,
  none: "No trace says for whom it was done.",
  name: (group) => link(group.user, address("/traces", { user: group.user })),
  traces: (group) => count(group.traces),
  others: {
    title: "Sessions",
    of: (group) => group.sessions ? link(count(group.sessions), address("/traces/sessions", { user: group.user })) : "",
  },
});
