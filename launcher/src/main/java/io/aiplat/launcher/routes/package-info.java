/// The file of routes that a gateway goes by.
@NullMarked
package io.aiplat.launcher.routes;

import org.jspecify.annotations.NullMarked;
