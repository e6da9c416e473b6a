/// Judges what was seen of the machine, one question in each file. `up` and `doctor` ask the same.
@NullMarked
package io.aiplat.host.probe;

import org.jspecify.annotations.NullMarked;
