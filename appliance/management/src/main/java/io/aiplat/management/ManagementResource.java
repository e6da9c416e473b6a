package io.aiplat.management;

import java.util.List;

/// REST resource: what contributes operations to the management API.
@FunctionalInterface
public interface ManagementResource {
    /// Its operations, in the order of the document.
    List<ManagementOperation> operations();
}
