/// Tests of the files that show and watch: dashboards, alert rules, configurations of collectors.
@NullMarked
package io.aiplat.launcher.observability;

import org.jspecify.annotations.NullMarked;
