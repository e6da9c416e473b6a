/// The gateway's own HTTP/1.1 connection, on Helidon's listener. What is not the API's is handed over to
/// Helidon.
@NullMarked
package io.aiplat.gateway.connection;

import org.jspecify.annotations.NullMarked;
