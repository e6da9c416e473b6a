/// Whether a model fits into memory: what it takes, worked out from what its file says of itself, what there is, and
/// what would fit instead. Nothing is loaded for it, and nothing but headers is read.
@NullMarked
package io.aiplat.supply.fit;

import org.jspecify.annotations.NullMarked;
