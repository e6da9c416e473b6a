/// The endpoints of the model API, one file each.
@NullMarked
package io.aiplat.gateway.endpoint;

import org.jspecify.annotations.NullMarked;
