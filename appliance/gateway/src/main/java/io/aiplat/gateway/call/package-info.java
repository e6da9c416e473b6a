/// A request to a model as the gateway understands it: its endpoint, the one model it names, and the bounds of the
/// tokens that it may take.
@NullMarked
package io.aiplat.gateway.call;

import org.jspecify.annotations.NullMarked;
