/// Chooses a deployment for each attempt, and what to do when one fails.
@NullMarked
package io.aiplat.routing.balancing;

import org.jspecify.annotations.NullMarked;
