/// Models on their way between machines: a model as one archive, which is an image layout of the OCI in a tar.
@NullMarked
package io.aiplat.supply.exchange;

import org.jspecify.annotations.NullMarked;
