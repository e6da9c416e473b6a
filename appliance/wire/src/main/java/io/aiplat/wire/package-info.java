/// What goes over the wire, byte by byte: HTTP/1.1, server-sent events, JSON that is looked at and edited in place.
@NullMarked
package io.aiplat.wire;

import org.jspecify.annotations.NullMarked;
