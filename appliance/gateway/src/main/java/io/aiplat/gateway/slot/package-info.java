/// Places that requests hold at servers of ours, and what of the servers' GPUs they have had meanwhile.
@NullMarked
package io.aiplat.gateway.slot;

import org.jspecify.annotations.NullMarked;
