/// Attempts at upstream servers: the request as a server gets it, the call over HTTP, and the errors that come back.
@NullMarked
package io.aiplat.gateway.upstream;

import org.jspecify.annotations.NullMarked;
