package io.aiplat.launcher.render;

import io.aiplat.model.TransferSpeed;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.StepResult;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A finished line for each step and, below, one that lives: spinner, step, time and how far it is.
final class LiveRenderer implements EventRenderer {
    private static final String SPINNER = "|/-\\";
    private static final Duration INTERVAL = Duration.ofMillis(120);
    /// To the left edge, and everything from there deleted.
    private static final String CLEAR = "\r\u001b[K";
    /// The terminal clips a line that is too long for it, where it would wrap and could not be rewritten.
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream out;
    private final InstantSource clock;
    private final boolean color;
    private final Thread ticker;
    private TransferSpeed speed = new TransferSpeed();
    private @Nullable Running running;
    private int turn;

    /// The step that is being done.
    private record Running(String title, Instant since, String progress) {}

    LiveRenderer(PrintStream out, InstantSource clock, boolean color) {
        this.out = out;
        this.clock = clock;
        this.color = color;
        this.ticker = Thread.ofVirtual().name("live-line").start(this::keepTurning);
    }

    @Override
    public synchronized void accept(Event event) {
        switch (event) {
            case Event.Planned(var plan) -> above(PlainRenderer.reasons(plan));
            case Event.Started(int number, int of, var step) -> {
                running = new Running(number + "/" + of + " " + TerminalText.line(step.title()), clock.instant(), "");
                speed = new TransferSpeed();
            }
            case Event.Progressed(var _, String what, long done, long total) -> {
                if (running != null) {
                    String progress = "  " + TerminalText.line(what) + Quantity.percent(done, total)
                            + Quantity.speed(speed.at(done, total, clock.instant()));
                    running = new Running(running.title(), running.since(), progress);
                }
                return; // The ticker shows it; progress may come a thousand times a second.
            }
            case Event.Ended(var step, var result, var took) -> {
                String title = running == null ? TerminalText.line(step.title()) : running.title();
                running = null;
                above(mark(result) + " " + title + "  " + grey(tail(result) + Quantity.time(took)) + "\n");
            }
            case Event.Warned(var problem) -> above(ProblemText.warning(problem, color));
        }
        draw();
    }

    private static String tail(StepResult result) {
        return switch (result) {
            case StepResult.Done(String summary) -> TerminalText.line(summary) + ", ";
            case StepResult.Unchanged(String summary) -> TerminalText.line(summary) + ", ";
            case StepResult.Failed _ -> "";
        };
    }

    private String mark(StepResult result) {
        return switch (result) {
            case StepResult.Done _ -> paint(Color.GREEN, "ok  ");
            case StepResult.Unchanged _ -> paint(Color.GREY, "same");
            case StepResult.Failed _ -> paint(Color.RED, "FAIL");
        };
    }

    private String grey(String text) {
        return paint(Color.GREY, text);
    }

    private String paint(Color wanted, String text) {
        return color ? wanted.paint(text) : text;
    }

    private void above(String lines) {
        out.print(CLEAR + lines);
        out.flush();
    }

    synchronized void draw() {
        if (running != null) {
            char spinner = SPINNER.charAt(turn++ % SPINNER.length());
            Duration time = Duration.between(running.since(), clock.instant());
            String line =
                    spinner + "    " + running.title() + "  " + grey(time.toSeconds() + " s" + running.progress());
            out.print(CLEAR + NO_WRAP + line + WRAP);
            out.flush();
        }
    }

    private void keepTurning() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                draw();
            }
        } catch (InterruptedException e) {
            // That is how close() ends it.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
        synchronized (this) {
            running = null;
            out.print(CLEAR);
            out.flush();
        }
    }
}
