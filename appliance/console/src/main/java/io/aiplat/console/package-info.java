/// The first page and the JSON behind it.
@NullMarked
package io.aiplat.console;

import org.jspecify.annotations.NullMarked;
