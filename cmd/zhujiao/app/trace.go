package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// tracing sends spans of pushes, their units and calls to a collector. They have kinds and
// times, and nothing of people. What a collector does not take in time is dropped.
type tracing struct {
	trace.Tracer // nil if no traces are wanted
	end          func(ctx context.Context) error
}

// newTracing returns tracing to the collector of OTEL_EXPORTER_OTLP_ENDPOINT, or one that
// does nothing if it is not wanted.
func newTracing(ctx context.Context, wanted bool, version string, log *slog.Logger) (*tracing, error) {
	if !wanted {
		return &tracing{end: func(context.Context) error { return nil }}, nil
	}
	out, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_ENDPOINT: %w", err)
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		log.WarnContext(context.WithoutCancel(ctx), "traces do not reach their collector and are dropped", "error", err)
	}))
	of := resource.NewSchemaless(attribute.String("service.name", "zhujiao"), attribute.String("service.version", version))
	if named, err := resource.New(ctx, resource.WithFromEnv()); err == nil {
		if merged, err := resource.Merge(of, named); err == nil { // what the environment says comes first
			of = merged
		}
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(out), sdk.WithResource(of))
	return &tracing{provider.Tracer("zhujiao"), provider.Shutdown}, nil
}

// close sends what is left, for a second at most.
func (t *tracing) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return t.end(ctx)
}

// pushes surrounds each push by a span.
func (t *tracing) pushes(next bot.Handler) bot.Handler {
	if t.Tracer == nil {
		return next
	}
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		ctx, span := t.Start(ctx, "push", trace.WithAttributes(attribute.String("kind", string(m.Kind))))
		defer span.End()
		reply, err := next.Handle(ctx, m)
		failed(span, err)
		return reply, err
	})
}

// sent notes a call that took so long and has just ended.
func (t *tracing) sent(channel string, took time.Duration, e *bot.SendError) {
	if t.Tracer == nil {
		return
	}
	now := time.Now()
	_, span := t.Start(context.Background(), "send", trace.WithTimestamp(now.Add(-took)),
		trace.WithAttributes(attribute.String("channel", channel)))
	if e != nil {
		span.SetAttributes(attribute.Int("code", e.Code))
		span.SetStatus(codes.Error, "")
	}
	span.End(trace.WithTimestamp(now))
}

// failed marks a span. The words of an error may be about a person, so they are left out.
func failed(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, "")
	}
}

// unit surrounds the units of u by spans.
func (t *tracing) unit(u campaign.Unit) campaign.Unit { //nolint:ireturn // a unit of either kind
	if t.Tracer == nil {
		return u
	}
	return tracedUnit{u, t}
}

// tracedUnit surrounds the units of messages by spans.
type tracedUnit struct {
	campaign.Unit
	tracing *tracing
}

// Do implements campaign.Unit.
func (u tracedUnit) Do(ctx context.Context, f func(ctx context.Context) error) error {
	ctx, span := u.tracing.Start(ctx, "unit")
	defer span.End()
	err := u.Unit.Do(ctx, f)
	failed(span, err)
	return err
}
