/// The caller's side of a call: over a socket, or inside this process.
@NullMarked
package io.aiplat.gateway.responder;

import org.jspecify.annotations.NullMarked;
