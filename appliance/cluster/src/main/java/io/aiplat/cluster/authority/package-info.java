/// Certificate authority of a home, for names that no public authority vouches for.
@NullMarked
package io.aiplat.cluster.authority;

import org.jspecify.annotations.NullMarked;
