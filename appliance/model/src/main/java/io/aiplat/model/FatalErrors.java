package io.aiplat.model;

import java.util.function.Consumer;

/// Crash-only policy for what no code catches: a process that is out of memory, or has lost a thread that it cannot
/// do without, ends at once, and whoever started it starts it again. Going on would be worse: which thread an
/// `OutOfMemoryError` meets is chance, and without its clock a gateway serves on with no time limits.
///
/// ```
/// // In Main, for all threads, virtual ones too.
/// Thread.setDefaultUncaughtExceptionHandler(new FatalErrors(end, others));
/// // A thread that must not end by an error.
/// Thread.ofPlatform().start(FatalErrors.vital("the clock", this::run));
/// ```
///
/// What a request does to itself is not fatal: a failure or a stack that is too deep is that request's answer.
public final class FatalErrors implements Thread.UncaughtExceptionHandler {
    private final Consumer<Throwable> end;
    private final Thread.UncaughtExceptionHandler others;

    /// @param end    logs why and ends the process, without waiting for anything: there may be no memory to do more
    /// @param others hears of threads that ended by what is not fatal
    public FatalErrors(Consumer<Throwable> end, Thread.UncaughtExceptionHandler others) {
        this.end = end;
        this.others = others;
    }

    /// A thread has ended by an error that the process cannot live with.
    public static final class VitalThreadDied extends Error {
        private static final long serialVersionUID = 1;

        VitalThreadDied(String name, Throwable cause) {
            super(name + " has ended", cause);
        }
    }

    /// Whether a process that has seen this should end: its memory is used up, the virtual machine is broken, or a
    /// vital thread is gone.
    public static boolean isFatal(Throwable failure) {
        return switch (failure) {
            case StackOverflowError _ -> false;
            case VirtualMachineError _, VitalThreadDied _ -> true;
            default -> false;
        };
    }

    /// Work without which the process is of no use: whatever it throws is fatal.
    ///
    /// @param name says in the log whose end it was
    public static Runnable vital(String name, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable failure) {
                throw new VitalThreadDied(name, failure);
            }
        };
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (isFatal(failure)) {
            end.accept(failure);
        } else {
            others.uncaughtException(thread, failure);
        }
    }
}
