/// The administration of keys, users, teams and spend, as questions and answers in JSON. It knows no HTTP connection,
/// so that a command can ask it without one.
@NullMarked
package io.aiplat.gateway.admin;

import org.jspecify.annotations.NullMarked;
