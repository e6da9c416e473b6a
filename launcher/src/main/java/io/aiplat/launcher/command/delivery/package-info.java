/// `aiplat render`, `diff` and `deploy`: what a cluster shall hold, from the stages in the JAR or a person's folder.
@NullMarked
package io.aiplat.launcher.command.delivery;

import org.jspecify.annotations.NullMarked;
