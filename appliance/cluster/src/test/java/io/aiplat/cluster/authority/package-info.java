@NullMarked
package io.aiplat.cluster.authority;

import org.jspecify.annotations.NullMarked;
