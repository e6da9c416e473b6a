/// Pages that are served beside the API, over the same connections.
@NullMarked
package io.aiplat.gateway.page;

import org.jspecify.annotations.NullMarked;
