/// The client side: requests to the servers that do the work, and what comes back.
@NullMarked
package io.aiplat.wire.upstream;

import org.jspecify.annotations.NullMarked;
