package io.aiplat.cluster.kubernetes;

/// Ownership of a namespace, as far as one home may see.
public enum NamespaceOwnership {
    /// There is none of that name.
    ABSENT,
    /// It carries this home's label: this home made it, and may delete it with all in it.
    OURS,
    /// It carries the label of another home of aiplat.
    OF_ANOTHER_HOME,
    /// It carries no label of any home: somebody made it for purposes of their own.
    SOMEBODYS,
    /// The caller may not look at it: an account that is limited to what is inside.
    HIDDEN;

    /// Whether it is somebody else's, and used all the same where a person has named it.
    public boolean isGiven() {
        return this == SOMEBODYS || this == HIDDEN;
    }
}
