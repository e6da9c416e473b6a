/// The machine: its processes, ports, programs and kernel files.
@NullMarked
package io.aiplat.host;

import org.jspecify.annotations.NullMarked;
