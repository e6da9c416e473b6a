/// Processes that have a model each: how many there are at once, who uses them, and when they end.
@NullMarked
package io.aiplat.inference.process;

import org.jspecify.annotations.NullMarked;
