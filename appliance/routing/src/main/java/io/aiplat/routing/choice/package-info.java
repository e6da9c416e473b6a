/// Chooses a deployment for each attempt, and what to do when one fails.
@NullMarked
package io.aiplat.routing.choice;

import org.jspecify.annotations.NullMarked;
