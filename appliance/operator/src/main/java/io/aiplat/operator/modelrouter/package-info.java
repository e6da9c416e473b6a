/// Routers of models of the group gateway.ai.
@NullMarked
package io.aiplat.operator.modelrouter;

import org.jspecify.annotations.NullMarked;
