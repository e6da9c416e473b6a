/// llama.cpp in worker processes: one model each, killed to unload.
@NullMarked
package io.aiplat.models.embedded;

import org.jspecify.annotations.NullMarked;
