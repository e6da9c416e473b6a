/// GGUF, the file format of models: what is read of a file before anything loads it.
@NullMarked
package io.aiplat.supply.gguf;

import org.jspecify.annotations.NullMarked;
