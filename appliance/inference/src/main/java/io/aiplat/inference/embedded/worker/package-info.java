/// What runs inside a worker process: llama.cpp with one model, and the protocol it speaks over standard input and
/// output. The appliance's own side of it is the package above.
@NullMarked
package io.aiplat.inference.embedded.worker;

import org.jspecify.annotations.NullMarked;
