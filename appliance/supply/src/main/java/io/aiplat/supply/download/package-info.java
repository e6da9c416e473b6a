/// Downloads of blobs: in parallel ranges, with a journal of what is durable, so that an end at any moment loses
/// little.
@NullMarked
package io.aiplat.supply.download;

import org.jspecify.annotations.NullMarked;
