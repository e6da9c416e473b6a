/// Pass-through of upstream answers: they are handed on as they come, checked for their end, and scanned for what
/// they used.
@NullMarked
package io.aiplat.gateway.relay;

import org.jspecify.annotations.NullMarked;
