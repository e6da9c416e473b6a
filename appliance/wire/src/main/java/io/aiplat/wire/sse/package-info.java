/// Server-sent events as bytes: found as they arrive, and written.
@NullMarked
package io.aiplat.wire.sse;

import org.jspecify.annotations.NullMarked;
