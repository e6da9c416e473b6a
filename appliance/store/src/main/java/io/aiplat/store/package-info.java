/// What is kept on disk: home, lock, state, secrets, journal, logs.
@NullMarked
package io.aiplat.store;

import org.jspecify.annotations.NullMarked;
