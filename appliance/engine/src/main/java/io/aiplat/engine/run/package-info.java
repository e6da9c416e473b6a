/// Carries a plan out: the only place of the engine with effects.
@NullMarked
package io.aiplat.engine.run;

import org.jspecify.annotations.NullMarked;
