/// Plans (pure) and runs (effects, journal).
@NullMarked
package io.aiplat.engine;

import org.jspecify.annotations.NullMarked;
