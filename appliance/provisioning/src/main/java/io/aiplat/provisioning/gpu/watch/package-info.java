/// The watchdog: sees that a model has left its GPU, or that the driver is another one than the node was made for, and
/// mends it a few times an hour.
@NullMarked
package io.aiplat.provisioning.gpu.watch;

import org.jspecify.annotations.NullMarked;
