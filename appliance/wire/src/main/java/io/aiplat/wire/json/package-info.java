/// JSON that is checked, looked at and edited where it lies, without a tree of it.
@NullMarked
package io.aiplat.wire.json;

import org.jspecify.annotations.NullMarked;
