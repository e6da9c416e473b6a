/// Looks at what models are asked and what they answer, masks what it finds there or refuses it.
@NullMarked
package io.aiplat.gateway.guard;

import org.jspecify.annotations.NullMarked;
