/// The image of aiplat itself, made of the JAR that runs and a base with a Java runtime.
@NullMarked
package io.aiplat.supply.image.build;

import org.jspecify.annotations.NullMarked;
