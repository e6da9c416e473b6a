/// The graphics processors of the machine, as the management API tells them.
@NullMarked
package io.aiplat.console.gpu;

import org.jspecify.annotations.NullMarked;
