package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"zhujiao/bot"
)

// The channels by which messages leave.
const (
	ChannelPerson = "person"
	ChannelMass   = "mass"
	ChannelRobot  = "robot"
)

// channel counts the calls by one channel.
type channel struct {
	took prometheus.Observer
	ends map[string]prometheus.Counter
}

// The ends of a call.
const (
	sendOK       = "ok"
	sendNoAnswer = "no_answer"
)

// classNames are the names of the classes of errors.
func classNames() map[bot.ErrorClass]string {
	return map[bot.ErrorClass]string{
		bot.Transient: "transient", bot.BadConfig: "bad_config", bot.NoRecipient: "no_recipient", bot.NoWindow: "no_window",
		bot.TooFast: "too_fast", bot.NoQuota: "no_quota", bot.BadContent: "bad_content", bot.Forbidden: "forbidden",
		bot.Banned: "banned", bot.Bug: "bug",
	}
}

// channels looks the metrics of all channels up.
func channels(r *prometheus.Registry) map[string]*channel {
	calls := counter(r, "sends_total", "Calls by which messages leave, by channel and end.", "channel", "end")
	took := histogram(r, "send_seconds", "How long such a call took.", waits(), "channel")
	out := map[string]*channel{}
	for _, name := range []string{ChannelPerson, ChannelMass, ChannelRobot} {
		c := &channel{took: took.WithLabelValues(name), ends: map[string]prometheus.Counter{}}
		for _, end := range append([]string{sendOK, sendNoAnswer, other}, values(classNames())...) {
			c.ends[end] = calls.WithLabelValues(name, end)
		}
		out[name] = c
	}
	return out
}

func values(m map[bot.ErrorClass]string) (out []string) {
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// Sent counts a call by one of the channels; e is nil if it was carried out.
func (m *Metrics) Sent(by string, took time.Duration, e *bot.SendError) {
	c, ok := m.sends[by]
	if !ok {
		return
	}
	c.took.Observe(took.Seconds())
	c.ends[sendEnd(e)].Inc()
}

func sendEnd(e *bot.SendError) string {
	if e == nil {
		return sendOK
	}
	if e.MaybeSent {
		return sendNoAnswer
	}
	if name, ok := classNames()[e.Class]; ok {
		return name
	}
	return other
}
