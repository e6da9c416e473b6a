/// The face of aiplat: the entry point, the wiring and the JAR that ships.
@NullMarked
package io.aiplat.launcher;

import org.jspecify.annotations.NullMarked;
