/// Calls of models from inside this process. The only package of this room that other rooms call models through.
@NullMarked
package io.aiplat.gateway.inprocess;

import org.jspecify.annotations.NullMarked;
