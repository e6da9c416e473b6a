/// Bundle archives (`.aipb`): everything an appliance is made of in one signed file that can be carried. The
/// format, its writer and its reader, which checks every byte; keys that sign.
@NullMarked
package io.aiplat.supply.archive;

import org.jspecify.annotations.NullMarked;
