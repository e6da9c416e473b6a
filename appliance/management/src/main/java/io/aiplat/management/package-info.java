/// The management API: routes with roles, typed requests and responses, and the document that describes them. How a
/// request comes here, over HTTP or within the process, is not its matter.
@NullMarked
package io.aiplat.management;

import org.jspecify.annotations.NullMarked;
