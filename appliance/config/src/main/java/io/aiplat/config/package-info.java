/// Configuration files: what people write as YAML, read strictly against a table of keys, with line and column, and
/// with all that is wrong at once.
@NullMarked
package io.aiplat.config;

import org.jspecify.annotations.NullMarked;
