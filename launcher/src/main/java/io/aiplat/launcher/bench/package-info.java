/// Load generator for one model behind the gateway: requests of several sizes, several at once, and what their times
/// say of it.
@NullMarked
package io.aiplat.launcher.bench;

import org.jspecify.annotations.NullMarked;
