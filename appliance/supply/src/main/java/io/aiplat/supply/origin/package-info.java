/// Origins of models: registries, Hugging Face, addresses, files. Each is a source, says what a model consists of, and
/// opens its bytes; none keeps any.
@NullMarked
package io.aiplat.supply.origin;

import org.jspecify.annotations.NullMarked;
