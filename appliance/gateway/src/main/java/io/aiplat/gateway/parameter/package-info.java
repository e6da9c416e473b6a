/// What becomes of each parameter of each API at each kind of server.
@NullMarked
package io.aiplat.gateway.parameter;

import org.jspecify.annotations.NullMarked;
