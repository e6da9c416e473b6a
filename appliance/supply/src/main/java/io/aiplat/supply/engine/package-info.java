/// Engine packages: programs that run models, as they are released, installed in a home and chosen there.
@NullMarked
package io.aiplat.supply.engine;

import org.jspecify.annotations.NullMarked;
