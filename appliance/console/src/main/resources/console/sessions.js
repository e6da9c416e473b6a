// Sessions: conversations, each of which has traces.

import { count, link } from "./page.js";
import { showGroups } from "./groups.js";

showGroups({
  title: "Sessions",
  path: "/admin/v1/trace-sessions",
  ofUser: true,
  none: "No trace says that it is a part of a session.",
  name: (group) => link(group.session, `/traces/sessions/${encodeURIComponent(group.session)}`),
  traces: (group) => count(group.traces),
  others: { title: "Users", of: (group) => count(group.users) },
});
