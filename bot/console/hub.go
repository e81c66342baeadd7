package console

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"zhujiao/bot/moderation"
)

const (
	// pollEvery is how often the marks of a class are read while somebody watches it.
	pollEvery = time.Second
	// beatEvery keeps proxies from closing a quiet stream.
	beatEvery = 15 * time.Second
	// writeLimit is how long a browser may take for one event.
	writeLimit = 5 * time.Second
	// watchersMax bounds the streams of this process; whoever comes later asks every few
	// seconds instead.
	watchersMax = 500
)

// topic is something that pages show.
type topic struct{ name, mark string }

// topics lists the marks by topic.
func topics(m moderation.Marks) []topic {
	return []topic{
		{"tickets", m.Tickets},
		{"presence", m.Presence},
		{"record", m.Audit},
		{"sends", m.Broadcasts},
		{"class", m.Class},
		{"stop", m.Stop},
		{"questions", m.Questions},
		{"wall", m.Wall},
	}
}

// hub tells browsers what has changed. Changes come from other processes, too, so that the
// marks are read from the database; nothing is read while nobody watches.
type hub struct {
	read func(ctx context.Context, class string) (moderation.Marks, error)
	end  chan struct{}
	once sync.Once

	mu       sync.Mutex // guards below
	watchers map[string]map[chan []topic]bool
	watching int
}

func newHub(read func(ctx context.Context, class string) (moderation.Marks, error)) *hub {
	return &hub{read: read, end: make(chan struct{}), watchers: map[string]map[chan []topic]bool{}}
}

// close ends every stream.
func (h *hub) close() { h.once.Do(func() { close(h.end) }) }

// watch registers a browser; ok is false if there are too many. The first of a class
// starts its reader, which ends with the last.
func (h *hub) watch(class string) (changes chan []topic, leave func(), ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.watching >= watchersMax {
		return nil, nil, false
	}
	changes = make(chan []topic, 16)
	first := len(h.watchers[class]) == 0
	if first {
		h.watchers[class] = map[chan []topic]bool{}
	}
	h.watchers[class][changes] = true
	h.watching++
	if first {
		go h.follow(class)
	}
	return changes, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers[class], changes)
		h.watching--
	}, true
}

// follow reads the marks of a class until nobody watches it.
func (h *hub) follow(class string) {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	last := map[string]string{}
	for {
		ctx, cancel := context.WithTimeout(context.Background(), writeLimit)
		marks, err := h.read(ctx, class)
		cancel()
		if err == nil { // else it is read again in a second
			h.tell(class, changed(last, topics(marks)))
		}
		select {
		case <-h.end:
			return
		case <-poll.C:
		}
		h.mu.Lock()
		if len(h.watchers[class]) == 0 {
			delete(h.watchers, class)
			h.mu.Unlock()
			return
		}
		h.mu.Unlock()
	}
}

// changed returns the topics whose mark is another one than last, and notes them. The
// first reading changes nothing: pages are fetched when their stream begins.
func changed(last map[string]string, now []topic) (out []topic) {
	for _, t := range now {
		if before, known := last[t.name]; known && before != t.mark {
			out = append(out, t)
		}
		last[t.name] = t.mark
	}
	return out
}

// tell gives changes to everybody who watches a class. Whoever is so slow that nothing
// fits any more is told to fetch everything.
func (h *hub) tell(class string, news []topic) {
	if len(news) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.watchers[class] {
		select {
		case c <- news:
			continue
		default:
		}
		for len(c) > 0 {
			<-c
		}
		c <- []topic{{"resync", "1"}}
	}
}

// events streams what changes in a class: the topic and its mark, never the data.
func (board) events(v *visit) error {
	return follow(v, func() bool {
		_, _, err := v.Logins.Actor(v.ctx(), v.who.Name)
		return err == nil
	})
}

// follow streams what changes while the right to read it lasts.
func follow(v *visit, allowed func() bool) error {
	changes, leave, ok := v.hub.watch(v.Campaign.ID)
	if !ok {
		return errBusy
	}
	defer leave()
	h := v.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-cache")
	h.Set("X-Accel-Buffering", "no")
	s := stream{v.w, http.NewResponseController(v.w)}
	if !s.send("retry: 2000\nevent: resync\ndata: 1\n\n") {
		return nil
	}
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		select {
		case <-v.ctx().Done():
			return nil
		case <-v.hub.end:
			return nil
		case <-beat.C:
			if !allowed() || !s.send(": beat\n\n") {
				return nil // the stream ends with the right to read it, and the browser comes again
			}
		case news := <-changes:
			for _, t := range news {
				if !s.send(fmt.Sprintf("event: %s\ndata: %s\n\n", t.name, t.mark)) {
					return nil
				}
			}
		}
	}
}

// stream writes events, each within writeLimit.
type stream struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func (s stream) send(event string) bool {
	if s.c.SetWriteDeadline(realNow().Add(writeLimit)) != nil {
		return false
	}
	if _, err := s.w.Write([]byte(event)); err != nil {
		return false
	}
	return s.c.Flush() == nil
}

// realNow is the time by which connections end.
func realNow() time.Time { return time.Now() } //nolint:forbidigo // the only place
