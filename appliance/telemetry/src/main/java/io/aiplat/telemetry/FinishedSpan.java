package io.aiplat.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A span that is over before the library sees it. Its attributes are made when the exporter asks for them, so
/// that the request's thread pays for one small object only.
final class FinishedSpan implements ReadableSpan, SpanData {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("aiplat");

    private final Resource resource;
    private final SpanKind kind;
    private final String name;
    private final SpanContext context;
    private final SpanContext parent;
    private final long start;
    private final long end;
    private final boolean failed;
    private final Supplier<Attributes> makeAttributes;
    private @Nullable Attributes attributes;

    FinishedSpan(
            Resource resource,
            SpanKind kind,
            String name,
            SpanContext context,
            SpanContext parent,
            long startEpochNanos,
            long endEpochNanos,
            boolean failed,
            Supplier<Attributes> makeAttributes) {
        this.resource = resource;
        this.kind = kind;
        this.name = name;
        this.context = context;
        this.parent = parent;
        this.start = startEpochNanos;
        this.end = endEpochNanos;
        this.failed = failed;
        this.makeAttributes = makeAttributes;
    }

    @Override
    public SpanData toSpanData() {
        return this;
    }

    @Override
    public Attributes getAttributes() {
        Attributes made = attributes;
        if (made == null) {
            made = makeAttributes.get();
            attributes = made;
        }
        return made;
    }

    @Override
    public <T> @Nullable T getAttribute(AttributeKey<T> key) {
        return getAttributes().get(key);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public SpanKind getKind() {
        return kind;
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanContext getParentSpanContext() {
        return parent;
    }

    @Override
    public StatusData getStatus() {
        return failed ? StatusData.error() : StatusData.unset();
    }

    @Override
    public long getStartEpochNanos() {
        return start;
    }

    @Override
    public long getEndEpochNanos() {
        return end;
    }

    @Override
    public long getLatencyNanos() {
        return end - start;
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public int getTotalAttributeCount() {
        return getAttributes().size();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    /// The interfaces still ask for it; nothing calls it.
    @Override
    @Deprecated
    @SuppressWarnings("deprecation")
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create("aiplat", null);
    }

    @Override
    public Resource getResource() {
        return resource;
    }
}
