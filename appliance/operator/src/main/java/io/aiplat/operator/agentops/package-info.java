/// Agents as the group `agentops.io` has them.
@NullMarked
package io.aiplat.operator.agentops;

import org.jspecify.annotations.NullMarked;
