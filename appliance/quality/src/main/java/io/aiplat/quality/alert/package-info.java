/// Alerts: rules that are followed while they change, and what is told of them to people and programs.
@NullMarked
package io.aiplat.quality.alert;

import org.jspecify.annotations.NullMarked;
