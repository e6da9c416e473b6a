/// Supply of models: what brings them here and keeps them, whatever runs them.
@NullMarked
package io.aiplat.supply;

import org.jspecify.annotations.NullMarked;
