/// What the process has left of what the system gives it: descriptors, memory, disk.
@NullMarked
package io.aiplat.gateway.resources;

import org.jspecify.annotations.NullMarked;
