/// The hardware survey: what the machine is and has (processors, memory, disk, graphics processors, libraries),
/// looked at without changing it.
@NullMarked
package io.aiplat.host.survey;

import org.jspecify.annotations.NullMarked;
