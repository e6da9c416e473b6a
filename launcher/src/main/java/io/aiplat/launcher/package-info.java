/// The entry points of the JAR.
@NullMarked
package io.aiplat.launcher;

import org.jspecify.annotations.NullMarked;
