/// Telling people of alerts: by webhook, e-mail and on the desktop, grouped and again after a while, as Alertmanager.
@NullMarked
package io.aiplat.quality.alert.notice;

import org.jspecify.annotations.NullMarked;
