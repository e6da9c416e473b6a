package io.aiplat.management.job;

/// State of a job. All but the first are ends.
public enum JobState {
    /// It is being done.
    RUNNING("running"),
    /// It was done.
    DONE("done"),
    /// It went wrong.
    FAILED("failed"),
    /// Somebody cancelled it, or the appliance stopped.
    CANCELLED("cancelled");

    private final String word;

    JobState(String word) {
        this.word = word;
    }

    /// As people and programs write it.
    public String word() {
        return word;
    }
}
