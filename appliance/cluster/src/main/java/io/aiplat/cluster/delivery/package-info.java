/// Objects that people bring to a cluster: applied in order, compared, waited for, and taken away again.
@NullMarked
package io.aiplat.cluster.delivery;

import org.jspecify.annotations.NullMarked;
