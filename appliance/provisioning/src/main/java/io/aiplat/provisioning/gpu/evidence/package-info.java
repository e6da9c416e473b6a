/// What the ladder and the watchdog see: of this machine, of the node, of Ollama.
@NullMarked
package io.aiplat.provisioning.gpu.evidence;

import org.jspecify.annotations.NullMarked;
