/// The container engine of this machine, Docker or a compatible one: how it is found, and its containers, images,
/// networks and volumes.
@NullMarked
package io.aiplat.host.container;

import org.jspecify.annotations.NullMarked;
