/// Models as files in a folder of this machine.
@NullMarked
package io.aiplat.supply.folder;

import org.jspecify.annotations.NullMarked;
