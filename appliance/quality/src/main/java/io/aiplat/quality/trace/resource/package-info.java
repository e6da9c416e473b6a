/// Traces on the management API.
@NullMarked
package io.aiplat.quality.trace.resource;

import org.jspecify.annotations.NullMarked;
