/// The graphics processors of this machine and their driver: what they are (facts, looked at once) and what they do
/// (readings, over time).
@NullMarked
package io.aiplat.host.gpu;

import org.jspecify.annotations.NullMarked;
