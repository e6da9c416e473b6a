/// Observations: what spans say, in one vocabulary, whichever library has made them.
@NullMarked
package io.aiplat.quality.observation;

import org.jspecify.annotations.NullMarked;
