package metrics

import (
	"errors"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"zhujiao/bot"
)

// Metrics are all metrics of a process. Its methods may be called at the same time.
type Metrics struct {
	registry *prometheus.Registry
	pushes   [kinds][outcomes]prometheus.Counter
	waited   prometheus.Observer
	repeats  [repeats]prometheus.Counter
	verdicts [verdicts]prometheus.Counter
	matches  [bands]prometheus.Counter
	refusals map[string]prometheus.Counter
	units    [unitEnds]prometheus.Observer
	sends    map[string]*channel
	credits  prometheus.Counter
	watched  *collector // nil before Watch
}

// Build is the version of the program.
type Build struct{ Version, Revision string }

// New returns metrics in a registry of their own, with those of the process and of the Go
// runtime. refusals are the reasons for which a push may be refused.
func New(b Build, refusals []string) *Metrics {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m := &Metrics{registry: r}
	info := gauge(r, "build_info", "Is 1; the labels are the version and revision of the program.", "version", "revision")
	info.WithLabelValues(b.Version, b.Revision).Set(1)
	pushes := counter(r, "pushes_total", "Pushes of the platform with a valid signature, by kind and outcome.", "kind", "outcome")
	for k := range kinds {
		for o := range outcomes {
			m.pushes[k][o] = pushes.WithLabelValues(kindNames()[k], outcomeNames()[o])
		}
	}
	m.waited = histogram(r, "push_seconds", "How long a push waited for its reply; the platform waits 5 s.", waits()).WithLabelValues()
	again := counter(r, "repeats_total", "Pushes of a message that was pushed before, by what knew it.", "known_by")
	resolve(m.repeats[:], again, repeatNames())
	resolve(m.verdicts[:], counter(r, "gate_verdicts_total", "Decisions of the gate.", "verdict"), verdictNames())
	matches := counter(r, "matches_total", "Texts that are no command, by how sure the match with a frequent question is.", "band")
	resolve(m.matches[:], matches, bandNames())
	m.refusals = named(counter(r, "refused_pushes_total", "Pushes that were not handled, by reason.", "reason"), append(refusals, other))
	units := histogram(r, "unit_seconds", "How long a transaction took, with its wait and all its runs, by its end.", unitTimes(), "end")
	for e, name := range unitEndNames() {
		m.units[e] = units.WithLabelValues(name)
	}
	m.sends = channels(r)
	const credits = "Messages that were not begun, because there was no credit left or they were cancelled."
	m.credits = counter(r, "credits_refused_total", credits).WithLabelValues()
	return m
}

const namespace = "zhujiao"

func counter(r *prometheus.Registry, name, help string, labels ...string) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	r.MustRegister(v)
	return v
}

func gauge(r *prometheus.Registry, name, help string, labels ...string) *prometheus.GaugeVec {
	v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
	r.MustRegister(v)
	return v
}

func histogram(r *prometheus.Registry, name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	v := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	r.MustRegister(v)
	return v
}

// resolve looks the counters of all values of a label up.
func resolve(out []prometheus.Counter, v *prometheus.CounterVec, names []string) {
	for i, name := range names {
		out[i] = v.WithLabelValues(name)
	}
}

// named looks the counters of all values of a label up, by value.
func named(v *prometheus.CounterVec, names []string) map[string]prometheus.Counter {
	out := make(map[string]prometheus.Counter, len(names))
	for _, name := range names {
		out[name] = v.WithLabelValues(name)
	}
	return out
}

// waits end at the five seconds of the platform.
func waits() []float64 { return []float64{.005, .01, .05, .1, .5, 1, 2, 3, 4, 4.5, 5} }

func unitTimes() []float64 { return []float64{.0005, .001, .0025, .005, .01, .05, .1, .5, 1, 2, 4, 5} }

// Push counts a push whose handling took so long and ended with an error, or nil.
func (m *Metrics) Push(k bot.Kind, e bot.Event, took time.Duration, err error) {
	m.pushes[kindOf(k, e)][outcomeOf(err)].Inc()
	m.waited.Observe(took.Seconds())
}

// Joined counts a push of a message that this process was handling already.
func (m *Metrics) Joined() { m.repeats[repeatInFlight].Inc() }

// Recalled counts a push of a message that the journal has.
func (m *Metrics) Recalled() { m.repeats[repeatJournal].Inc() }

// Admitted counts an answer of the gate.
func (m *Metrics) Admitted(a bot.Answer, err error) {
	if err != nil {
		m.verdicts[verdictNone].Inc()
		return
	}
	if a.Reply != nil {
		m.repeats[repeatGate].Inc()
	}
	m.verdicts[verdictOf(a.Verdict)].Inc()
}

// Matched counts a text that is no command.
func (m *Metrics) Matched(b bot.Band) { m.matches[bandOf(b)].Inc() }

// Refused counts a push that was not handled. A reason that New was not told counts as other.
func (m *Metrics) Refused(reason string) {
	c, ok := m.refusals[reason]
	if !ok {
		c = m.refusals[other]
	}
	c.Inc()
}

// Unit counts a transaction: see sqlstore.Observer.
func (m *Metrics) Unit(took time.Duration, err error, fault bool) {
	end := unitCommitted
	switch {
	case fault:
		end = unitFailed
	case err != nil:
		end = unitUndone
	}
	m.units[end].Observe(took.Seconds())
}

// NoCredit counts a message that was not begun.
func (m *Metrics) NoCredit() { m.credits.Inc() }

// Handler answers with all metrics. What cannot be read is left out.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 2})
}

// Names lists the names of all metrics, as Prometheus stores them.
func (m *Metrics) Names() (out []string, err error) {
	families, err := m.registry.Gather()
	for _, f := range families {
		out = append(out, f.GetName())
	}
	return out, err
}

// outcomeOf is how a push ended.
func outcomeOf(err error) outcome {
	switch {
	case err == nil:
		return outcomeAnswered
	case errors.Is(err, bot.ErrLate):
		return outcomeLate
	case errors.Is(err, bot.ErrBusy):
		return outcomeBusy
	default:
		return outcomeFailed
	}
}
