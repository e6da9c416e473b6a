/// Exposure of what runs in a cluster: what the home keeps for it.
@NullMarked
package io.aiplat.provisioning.exposure;

import org.jspecify.annotations.NullMarked;
