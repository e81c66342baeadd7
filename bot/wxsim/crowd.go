package wxsim

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of a crowd: all of its people, the people of one run, those who write at the
// same time, and how long a run may take.
const (
	maxCrowd     = 2000
	maxCrowdRun  = 300
	crowdAtOnce  = 16
	crowdTimeout = 2 * time.Minute
)

// CrowdJob is something that many people do at the same time.
type CrowdJob struct {
	// Kind is signup or claim. Pack is the pack of a claim.
	Kind string `json:"kind"`
	Pack string `json:"pack"`
	// Title names it on a button, Hint says what it does.
	Title string `json:"title"`
	Hint  string `json:"hint"`
	n     int
}

// CrowdRun is a run of a crowd.
type CrowdRun struct {
	Title   string `json:"title"`
	Running bool   `json:"running"`
	// Phase is what they send now. Done of Total people have an answer.
	Phase string `json:"phase"`
	Done  int64  `json:"done"`
	Total int    `json:"total"`
	// Replies are the answers of this phase by their first line with numbers left out,
	// the most frequent first.
	Replies []CrowdReply `json:"replies"`
	// Took is how long the phase took or has been taking.
	Took time.Duration `json:"took"`
}

// CrowdReply is an answer that Count people got.
type CrowdReply struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// crowd is the people without phones of their own.
type crowd struct {
	done   atomic.Int64   // people of the phase with an answer
	work   sync.WaitGroup // the run
	mu     sync.Mutex     // guards below
	cancel context.CancelFunc
	run    CrowdRun
	begun  time.Time
	shapes map[string]int
	// people is how many there are; the first signed of them have sent a registration.
	people, signed int
}

// Crowds returns what crowds can do in the class that serves.
func (s *Sim) Crowds() []CrowdJob {
	c := s.Class()
	if c.Name == "" {
		return []CrowdJob{}
	}
	n := min(c.Seats, maxCrowdRun)
	out := []CrowdJob{{
		Kind: "signup", Title: fmt.Sprintf("%d人报名", n), n: n, Hint: fmt.Sprintf("%d个新的人同时发「报名」", n),
	}}
	packs := slices.DeleteFunc(slices.Clone(c.Packs), func(p Pack) bool { return p.Checkin && c.Passphrase == "" })
	slices.SortStableFunc(packs, func(a, b Pack) int { return cmp.Compare(scarcity(a), scarcity(b)) })
	for _, p := range packs[:min(2, len(packs))] {
		n, verb := claimers(p), "领"
		hint := fmt.Sprintf("%d个人同时发「领取%s」，没报名的先报名", n, p.ID)
		if p.Stock >= 0 {
			verb = "抢"
			hint = fmt.Sprintf("%s；一共%d份", hint, p.Stock)
		}
		if p.Draw {
			hint += "，抽中才有"
		}
		if p.Checkin {
			hint += "，时钟拨到开播，先发口令签到"
		}
		out = append(out, CrowdJob{Kind: "claim", Pack: p.ID, Title: fmt.Sprintf("%d人%s%s", n, verb, p.ID), n: n, Hint: hint})
	}
	return out
}

// scarcity orders packs: first those of which there is a number.
func scarcity(p Pack) int {
	if p.Stock >= 0 {
		return 0
	}
	return 1
}

// claimers is how many claim a pack: more than there are.
func claimers(p Pack) int {
	if p.Stock < 0 {
		return 50
	}
	return min(maxCrowdRun, max(10, p.Stock*7/5))
}

// errCrowdBusy says that a crowd is still at work.
var errCrowdBusy = errors.New("还有一群人没发完，等一下")

// Crowd lets a crowd do a job, through the webhook like everybody else, and returns at
// once.
func (s *Sim) Crowd(ctx context.Context, kind, pack string) error {
	jobs := s.Crowds()
	i := slices.IndexFunc(jobs, func(j CrowdJob) bool { return j.Kind == kind && j.Pack == pack })
	if i < 0 {
		return fmt.Errorf("no crowd does %q", kind+" "+pack)
	}
	w := &s.crowd
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.run.Running {
		return errCrowdBusy
	}
	if kind == "signup" && w.people+jobs[i].n > maxCrowd {
		return fmt.Errorf("已经有%d个人了，重新启动演示再试", w.people)
	}
	ctx, w.cancel = context.WithTimeout(context.WithoutCancel(ctx), crowdTimeout)
	w.run = CrowdRun{Title: jobs[i].Title, Running: true}
	w.work.Go(func() { // ends with the job, crowdTimeout or stop
		w.do(ctx, s, jobs[i])
		w.mu.Lock()
		defer w.mu.Unlock()
		w.cancel()
		w.run.Running = false
		w.run.Took = time.Since(w.begun)
	})
	return nil
}

// do does a job: a registration of new people, or all that a claim asks for first.
func (w *crowd) do(ctx context.Context, s *Sim, j CrowdJob) {
	c := s.Class()
	w.mu.Lock()
	from, to := w.signed, j.n // who is new in a claim
	if j.Kind == "signup" {
		from, to = w.people, w.people+j.n
	}
	w.people = max(w.people, to)
	w.signed = max(w.signed, to)
	w.mu.Unlock()
	if from < to {
		w.phase(ctx, s, from, to, "报名")
	}
	i := slices.IndexFunc(c.Packs, func(p Pack) bool { return p.ID == j.Pack })
	if j.Kind != "claim" || i < 0 {
		s.settle(ctx)
		return
	}
	if c.Packs[i].Checkin {
		s.forward(ctx, c.Checkin)
		w.phase(ctx, s, 0, j.n, c.Passphrase)
	}
	w.phase(ctx, s, 0, j.n, "领取"+j.Pack)
	s.settle(ctx)
}

// phase lets people of the crowd send the same words, some of them at the same time.
func (w *crowd) phase(ctx context.Context, s *Sim, from, to int, words string) {
	w.mu.Lock()
	w.run.Phase, w.run.Total, w.shapes = "「"+words+"」", to-from, map[string]int{}
	w.begun = time.Now() //nolint:forbidigo // real time: how long it took
	w.mu.Unlock()
	w.done.Store(0)
	next := atomic.Int64{}
	next.Store(int64(from))
	var all sync.WaitGroup
	for range crowdAtOnce {
		all.Go(func() { // ends when all have written, or with ctx
			for n := next.Add(1) - 1; n < int64(to) && ctx.Err() == nil; n = next.Add(1) - 1 {
				w.guest(ctx, s, int(n), words)
			}
		})
	}
	all.Wait()
	s.note(Event{Nickname: "crowd", Action: Action{Kind: "text", Value: words}, Crowd: to - from, First: from, At: s.Clock.Now()})
}

// guest lets one of the crowd send words and counts the answer.
func (w *crowd) guest(ctx context.Context, s *Sim, n int, words string) {
	id := OpenID(s.Seed+s.id, fmt.Sprint("crowd ", n)) // new ones in each run, whatever data was kept
	if s.Platform != nil {
		s.Platform.Touch(id, "text")
	}
	x := s.Pusher.Text(ctx, id, words, FaultNone)
	w.mu.Lock()
	w.shapes[shape(x)]++
	w.mu.Unlock()
	w.done.Add(1)
}

// shape is what answers have in common that differ by numbers only.
func shape(x Exchange) string {
	switch {
	case x.Failure != "":
		return "推送失败：" + x.Failure
	case x.Text == "":
		return "没有回复"
	}
	line, _, _ := strings.Cut(x.Text, "\n")
	return regexp.MustCompile(`\d+位`).ReplaceAllString(line, "…位")
}

// state returns the run as it stands; the zero value before the first.
func (w *crowd) state() CrowdRun {
	w.mu.Lock()
	defer w.mu.Unlock()
	r := w.run
	r.Done = w.done.Load()
	if r.Running {
		r.Took = time.Since(w.begun)
	}
	r.Replies = nil
	for text, n := range w.shapes {
		r.Replies = append(r.Replies, CrowdReply{text, n})
	}
	slices.SortFunc(r.Replies, func(a, b CrowdReply) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	r.Replies = r.Replies[:min(6, len(r.Replies))]
	return r
}

// stop ends a run and waits for it.
func (w *crowd) stop() {
	w.mu.Lock()
	if w.cancel != nil {
		w.cancel()
	}
	w.mu.Unlock()
	w.work.Wait()
}
