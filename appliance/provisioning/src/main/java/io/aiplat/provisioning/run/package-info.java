/// Carries a plan out: the only place of the engine with effects.
@NullMarked
package io.aiplat.provisioning.run;

import org.jspecify.annotations.NullMarked;
