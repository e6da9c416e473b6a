/// The gateway's own listener and HTTP/1.1 connection, for whatever is asked.
@NullMarked
package io.aiplat.gateway.connection;

import org.jspecify.annotations.NullMarked;
