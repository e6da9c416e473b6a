/// Spans of the gateway as a store of this process takes them.
@NullMarked
package io.aiplat.telemetry.span;

import org.jspecify.annotations.NullMarked;
