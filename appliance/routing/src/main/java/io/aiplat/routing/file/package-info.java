/// Reads gateway.yaml strictly; its reference comes from the same table.
@NullMarked
package io.aiplat.routing.file;

import org.jspecify.annotations.NullMarked;
