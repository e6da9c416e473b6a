/// The SQLite store: its schema, its integrity checks, the tables of keys and of spend, and their administration,
/// which any number of processes may do at the same time.
@NullMarked
package io.aiplat.governance.store;

import org.jspecify.annotations.NullMarked;
