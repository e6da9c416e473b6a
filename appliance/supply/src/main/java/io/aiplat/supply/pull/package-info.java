/// Pulls that run in the background.
@NullMarked
package io.aiplat.supply.pull;

import org.jspecify.annotations.NullMarked;
