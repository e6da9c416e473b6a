/// llama.cpp's own server, `llama-server`: one process for each model, asked over HTTP on this machine.
@NullMarked
package io.aiplat.inference.llamacpp;

import org.jspecify.annotations.NullMarked;
