/// Images of containers in registries.
@NullMarked
package io.aiplat.supply.image;

import org.jspecify.annotations.NullMarked;
