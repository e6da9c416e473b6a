/// A store of keys, limits and spend that several gateways share: a PostgreSQL database. What is reserved and spent is
/// a log there, which every gateway reads before it decides.
@NullMarked
package io.aiplat.governance.shared;

import org.jspecify.annotations.NullMarked;
