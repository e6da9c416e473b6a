/// llama.cpp in worker processes: one model each, killed to unload.
@NullMarked
package io.aiplat.inference.embedded;

import org.jspecify.annotations.NullMarked;
