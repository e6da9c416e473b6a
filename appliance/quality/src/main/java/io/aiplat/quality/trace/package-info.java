/// Traces: what programs send of their work is understood, kept within bounds, and shown.
@NullMarked
package io.aiplat.quality.trace;

import org.jspecify.annotations.NullMarked;
