/// Where the parts of a bundle archive come from when one is made: registries, the container engine, files of
/// this machine, and lists that are made of the other parts.
@NullMarked
package io.aiplat.supply.archive.source;

import org.jspecify.annotations.NullMarked;
