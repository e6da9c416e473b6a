/// The rungs of the ladder. Each looks at one thing, and takes for granted that all rungs below it hold.
@NullMarked
package io.aiplat.provisioning.gpu.rung;

import org.jspecify.annotations.NullMarked;
