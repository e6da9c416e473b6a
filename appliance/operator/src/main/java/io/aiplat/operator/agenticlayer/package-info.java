/// Gateways, guards and their providers of the Agentic Layer.
@NullMarked
package io.aiplat.operator.agenticlayer;

import org.jspecify.annotations.NullMarked;
