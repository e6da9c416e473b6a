package io.aiplat.governance.shared;

import java.sql.SQLException;
import java.util.Objects;

/// A failure of the database on its way through accounts, which know none.
public final class SharedFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    SharedFailure(SQLException cause) {
        super(cause);
    }

    @Override
    public synchronized SQLException getCause() {
        return (SQLException) Objects.requireNonNull(super.getCause(), "it has one");
    }
}
