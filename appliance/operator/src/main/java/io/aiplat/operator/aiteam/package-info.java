/// Teams as the group `kro.run` has them.
@NullMarked
package io.aiplat.operator.aiteam;

import org.jspecify.annotations.NullMarked;
