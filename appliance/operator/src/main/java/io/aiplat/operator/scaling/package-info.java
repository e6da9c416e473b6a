/// Scaling of inference servers by the requests that the gateway has for them, down to none and up again.
@NullMarked
package io.aiplat.operator.scaling;

import org.jspecify.annotations.NullMarked;
