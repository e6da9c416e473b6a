/// The write-ahead log of reservations and settlements, in memory-mapped segments: how it is written, recovered
/// after a crash, and checkpointed into the store.
@NullMarked
package io.aiplat.governance.wal;

import org.jspecify.annotations.NullMarked;
