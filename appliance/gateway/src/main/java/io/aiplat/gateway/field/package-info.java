/// Which fields the requests of each API have, and what each of them is.
@NullMarked
package io.aiplat.gateway.field;

import org.jspecify.annotations.NullMarked;
