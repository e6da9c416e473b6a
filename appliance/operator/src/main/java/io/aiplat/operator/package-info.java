/// Operator: custom resources of many projects, and what becomes of them.
@NullMarked
package io.aiplat.operator;

import org.jspecify.annotations.NullMarked;
