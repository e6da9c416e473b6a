/// Responses that are kept for clients to go on with.
@NullMarked
package io.aiplat.gateway.stored;

import org.jspecify.annotations.NullMarked;
