/// Models of KServe.
@NullMarked
package io.aiplat.operator.kserve;

import org.jspecify.annotations.NullMarked;
