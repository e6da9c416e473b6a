/// gateway.yaml, and the choice of an upstream that follows from it.
@NullMarked
package io.aiplat.routing;

import org.jspecify.annotations.NullMarked;
