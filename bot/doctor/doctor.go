package doctor

import (
	"context"
	"time"
)

// State is how a check ended.
type State string

// The states. Unknown is never Bad: a check that could not look says nothing about what it
// would have looked at.
const (
	Good    State = "good"
	Notice  State = "notice"  // it works, and somebody should know something
	Bad     State = "bad"     // it does not work until somebody does something
	Unknown State = "unknown" // it could not be looked at
)

// Finding is what a check found. The zero value is Good without words.
type Finding struct {
	State State
	// Code says what was found; Codes lists them with their facts.
	Code Code
	// Facts are numbers, names and words of others, in the order that Code gives. They hold
	// no secret.
	Facts []string
	// Stops is set if checks that depend on this one cannot look. Bad and Unknown always do.
	Stops bool
}

// Check looks at one thing.
type Check struct {
	Name Name
	// Needs are checks that stand before this one in the list. If one of them stops, this one
	// is Unknown and does not run.
	Needs []Name
	// Limit is how long Look may take; 0 means usualLimit.
	Limit time.Duration
	// Look returns what it finds. Its context ends after Limit.
	Look func(ctx context.Context) Finding
}

// Result is the finding of a check.
type Result struct {
	Name Name
	Finding
}

// Report has the results in the order of the checks.
type Report []Result

// usualLimit is how long a check takes at most, unless it says otherwise. grace is how much
// longer a check may need to say that its time was up.
const (
	usualLimit = 3 * time.Second
	grace      = time.Second
)

// Run runs checks side by side, each after those that it needs, and returns when all have
// ended or their time is up.
func Run(ctx context.Context, checks []Check) Report {
	report := make(Report, len(checks))
	at, done := map[Name]int{}, make([]chan struct{}, len(checks))
	for i, c := range checks {
		report[i] = Result{Name: c.Name, Finding: Finding{State: Unknown, Code: CodeFailed}}
		at[c.Name], done[i] = i, make(chan struct{})
	}
	for i, c := range checks {
		go func() { // ends with the time limits of the check and of those that it needs
			defer close(done[i])
			for _, n := range c.Needs {
				k, known := at[n]
				if !known || k >= i {
					return // it would wait for itself
				}
				<-done[k]
			}
			report[i].Finding = after(ctx, c, barrier(report, at, c.Needs))
		}()
	}
	for _, ended := range done {
		<-ended
	}
	return report
}

// barrier returns the first check of needs that stops, or "".
func barrier(r Report, at map[Name]int, needs []Name) Name {
	for _, n := range needs {
		if f := r[at[n]].Finding; f.Stops || f.State == Bad || f.State == Unknown {
			return n
		}
	}
	return ""
}

// after runs a check unless something that it needs has failed.
func after(ctx context.Context, c Check, failed Name) Finding {
	if failed != "" {
		return Finding{State: Unknown, Code: CodeSkipped, Facts: []string{string(failed)}}
	}
	limit := c.Limit
	if limit == 0 {
		limit = usualLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	found := make(chan Finding, 1)
	go func() { // ends with Look; one that hangs is left behind, because the program ends soon
		defer func() {
			if recover() != nil {
				found <- Finding{State: Unknown, Code: CodeFailed}
			}
		}()
		found <- c.Look(ctx)
	}()
	late := time.NewTimer(limit + grace)
	defer late.Stop()
	select {
	case f := <-found:
		if f.State == "" {
			f.State = Good
		}
		return f
	case <-late.C:
		return Finding{State: Unknown, Code: CodeSlow, Facts: []string{limit.String()}}
	}
}

// Verdict is Bad if any result is, else Notice if any is, else Good: what is unknown is
// never bad.
func (r Report) Verdict() State {
	for _, s := range []State{Bad, Notice} {
		if r.Count(s) > 0 {
			return s
		}
	}
	return Good
}

// Count counts the results with a state.
func (r Report) Count(s State) (n int) {
	for _, x := range r {
		if x.State == s {
			n++
		}
	}
	return n
}
