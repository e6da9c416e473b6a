package io.aiplat.management;

/// Refusal of a whole route: the role of whoever asks does not open it. Carries no stack trace.
public final class ManagementDenied extends RuntimeException {
    private final String code;

    private ManagementDenied(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// What is said to a principal.
    ///
    /// @param least the role that would do
    static ManagementDenied to(Principal principal, PrincipalRole least) {
        return least == PrincipalRole.OWNER
                ? new ManagementDenied(
                        "owner_key_needed",
                        "The key " + principal.name() + " is not the owner's. `aiplat env` shows that.")
                : new ManagementDenied(
                        "admin_key_needed",
                        "The key " + principal.name()
                                + " is not an admin key. `aiplat keys create NAME --admin` makes one.");
    }

    /// For programs: `admin_key_needed` or `owner_key_needed`.
    public String code() {
        return code;
    }
}
