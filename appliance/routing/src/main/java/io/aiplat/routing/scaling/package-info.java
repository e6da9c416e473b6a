/// Scaling of what is behind a route: who starts servers of which there are none, and how much they are asked.
@NullMarked
package io.aiplat.routing.scaling;

import org.jspecify.annotations.NullMarked;
