/// Log files of a home: the step log of `up`, rotation, and reading a log while it is written.
@NullMarked
package io.aiplat.store.log;

import org.jspecify.annotations.NullMarked;
