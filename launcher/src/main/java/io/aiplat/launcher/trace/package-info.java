/// Traces and requests of a home, for what serves.
@NullMarked
package io.aiplat.launcher.trace;

import org.jspecify.annotations.NullMarked;
