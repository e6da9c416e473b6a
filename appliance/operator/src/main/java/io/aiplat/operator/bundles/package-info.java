/// Bundles that resources have installed and removed.
@NullMarked
package io.aiplat.operator.bundles;

import org.jspecify.annotations.NullMarked;
