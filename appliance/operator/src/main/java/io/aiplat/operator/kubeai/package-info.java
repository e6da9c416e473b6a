/// Models of KubeAI.
@NullMarked
package io.aiplat.operator.kubeai;

import org.jspecify.annotations.NullMarked;
