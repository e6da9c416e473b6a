package io.aiplat.inference;

import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Model pinner: keeps a model in memory, so that nobody's question has to wait until it is loaded.
///
/// It is loaded at once, and again whenever the engine has nothing in memory at all: after a start of the engine,
/// say. A model that took its place, because somebody asked for it and there was not room for both, is left alone.
public final class ModelPinner implements AutoCloseable {
    /// How often it is looked at.
    private static final Duration OFTEN = Duration.ofSeconds(5);

    private static final Duration END = Duration.ofSeconds(10);

    private final ModelEngine engine;
    private final String model;
    private final StoppedModels stopped;
    private final Consumer<String> news;
    private volatile @Nullable ServingOptions wanted;
    private @Nullable ServingOptions given;
    private String told = "";
    private @Nullable Thread looking;

    /// Of a model that nobody wants yet.
    ///
    /// @param model its name, as [ModelName#canonical] writes it
    /// @param news  takes a sentence when it was loaded, and when it cannot be
    public ModelPinner(ModelEngine engine, String model, Consumer<String> news) {
        this(engine, model, new StoppedModels(), news);
    }

    /// The same, unless a person has stopped the model.
    public ModelPinner(ModelEngine engine, String model, StoppedModels stopped, Consumer<String> news) {
        this.engine = engine;
        this.stopped = stopped;
        this.model = model;
        this.news = news;
    }

    /// Says how it is to be served from now on.
    ///
    /// @param serving null if it is not to be kept
    public void want(@Nullable ServingOptions serving) {
        wanted = serving;
    }

    /// Looks now and every few seconds, until closed.
    ///
    /// @return this
    public ModelPinner start() {
        looking = Thread.ofVirtual().name("kept model").start(this::keepLooking);
        return this;
    }

    private void keepLooking() {
        try {
            while (!Thread.interrupted()) {
                look();
                Thread.sleep(OFTEN);
            }
        } catch (InterruptedException | CancellationException _) {
            // It was closed.
        }
    }

    /// Looks once, and loads the model if it has to be.
    public void look() {
        ServingOptions serving = wanted;
        if (serving == null || stopped.contains(model)) {
            given = null;
            return;
        }
        try {
            if (!serving.equals(given) || engine.models().stream().noneMatch(ModelCard::loaded)) {
                engine.load(model, serving);
                given = serving;
                tell(model + " is in memory, to stay");
                // That it was loaded anew is news too.
                told = "";
            }
        } catch (ApplianceException e) {
            tell(model + " cannot be kept in memory: " + e.problem().what() + ": "
                    + e.problem().why());
        } catch (RequestRefused e) {
            tell(model + " cannot be kept in memory: " + e.getMessage());
        }
    }

    /// Once, however often it is tried.
    private void tell(String sentence) {
        if (!sentence.equals(told)) {
            told = sentence;
            news.accept(sentence);
        }
    }

    /// Looks no more; the model stays as long as its engine likes.
    @Override
    public void close() {
        Thread thread = looking;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
