/// What pods use of machines: processor, memory and GPU time, by tenant, agent and model.
@NullMarked
package io.aiplat.governance.use;

import org.jspecify.annotations.NullMarked;
