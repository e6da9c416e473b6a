/// Looks at the machine: facts, probes, processes, the container engine.
@NullMarked
package io.aiplat.host;

import org.jspecify.annotations.NullMarked;
