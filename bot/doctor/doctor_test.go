package doctor_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot/doctor"
)

func finds(s doctor.State) func(context.Context) doctor.Finding {
	return func(context.Context) doctor.Finding { return doctor.Finding{State: s} }
}

// TestBarriers checks that what needs a check that failed is unknown and does not run.
func TestBarriers(t *testing.T) {
	t.Parallel()
	never := func(context.Context) doctor.Finding {
		t.Error("a check ran although what it needs has failed")
		return doctor.Finding{}
	}
	stops := func(context.Context) doctor.Finding { return doctor.Finding{State: doctor.Notice, Stops: true} }
	r := doctor.Run(t.Context(), []doctor.Check{
		{Name: "bad", Look: finds(doctor.Bad)},
		{Name: "after bad", Needs: []doctor.Name{"bad"}, Look: never},
		{Name: "after that", Needs: []doctor.Name{"after bad"}, Look: never},
		{Name: "stops", Look: stops},
		{Name: "after stops", Needs: []doctor.Name{"stops"}, Look: never},
		{Name: "notice", Look: finds(doctor.Notice)},
		{Name: "after notice", Needs: []doctor.Name{"notice"}, Look: finds("")},
		{Name: "needs a later one", Needs: []doctor.Name{"later"}, Look: never},
		{Name: "later", Look: finds("")},
		{Name: "panics", Look: func(context.Context) doctor.Finding { panic("a fault") }},
	})
	var got []doctor.State
	for _, x := range r {
		got = append(got, x.State)
	}
	want := []doctor.State{"bad", "unknown", "unknown", "notice", "unknown", "notice", "good", "unknown", "good", "unknown"}
	if !slices.Equal(got, want) || r.Verdict() != doctor.Bad || r.Count(doctor.Unknown) != 5 {
		t.Errorf("states %q, want %q; verdict %s", got, want, r.Verdict())
	}
	if r[1].Facts[0] != "bad" || r[2].Facts[0] != "after bad" {
		t.Errorf("skipped because of %q and %q", r[1].Facts, r[2].Facts)
	}
}

// TestCheckThatHangs checks that one that ignores its time limit is left, and that the others
// do not wait for it.
func TestCheckThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		began := time.Now()
		r := doctor.Run(t.Context(), []doctor.Check{
			{Name: "hangs", Limit: 2 * time.Second, Look: func(context.Context) doctor.Finding {
				<-release
				return doctor.Finding{State: doctor.Bad}
			}},
			{Name: "ends in time", Limit: 2 * time.Second, Look: func(ctx context.Context) doctor.Finding {
				<-ctx.Done()
				return doctor.Finding{State: doctor.Bad}
			}},
		})
		took := time.Since(began)
		close(release)
		synctest.Wait()
		if r[0].State != doctor.Unknown || r[0].Code != doctor.CodeSlow || r[1].State != doctor.Bad || took > 4*time.Second {
			t.Errorf("after %v: %+v", took, r)
		}
	})
}

// TestVerdict checks that what is unknown is never bad.
func TestVerdict(t *testing.T) {
	t.Parallel()
	for want, states := range map[doctor.State][]doctor.State{
		doctor.Good: {"good", "unknown"}, doctor.Notice: {"good", "notice", "unknown"}, doctor.Bad: {"notice", "bad"},
	} {
		var r doctor.Report
		for _, s := range states {
			r = append(r, doctor.Result{Finding: doctor.Finding{State: s}})
		}
		if got := r.Verdict(); got != want {
			t.Errorf("%q: verdict %s, want %s", states, got, want)
		}
	}
}

// platform answers one token and the same quota for each path.
type platform struct {
	answer      doctor.Answer
	limit, left int
	err         error
}

func (p platform) Token(context.Context) (doctor.Answer, error) { return p.answer, nil }

func (p platform) Quota(context.Context, string) (limit, left int, err error) {
	return p.limit, p.left, p.err
}

// TestAccount checks what follows from what the platform says, also from what it does not say.
func TestAccount(t *testing.T) {
	t.Parallel()
	code := func(n int) doctor.Answer { return doctor.Answer{Code: n, Spoke: true} }
	token := doctor.Answer{Spoke: true}
	busy := errors.New("busy")
	for name, c := range map[string]struct {
		platform platform
		kind     string
		at       doctor.Name
		state    doctor.State
		code     doctor.Code
	}{
		"busy is not bad": {
			platform{answer: code(-1)},
			"service", doctor.Token, doctor.Unknown, doctor.CodeTokenBusy,
		},
		"no Date is not bad": {
			platform{answer: token},
			"service", doctor.Clock, doctor.Unknown, doctor.CodeClockUnknown,
		},
		"frozen": {
			platform{answer: code(40243)},
			"service", doctor.Token, doctor.Bad, doctor.CodeTokenFrozen,
		},
		"administrator": {
			platform{answer: code(89503)},
			"service", doctor.Token, doctor.Bad, doctor.CodeTokenConfirm,
		},
		"any other code": {
			platform{answer: code(61004)},
			"service", doctor.Token, doctor.Bad, doctor.CodeTokenRefused,
		},
		"no quota is told": {
			platform{answer: token, err: busy},
			"service", doctor.Quota, doctor.Unknown, doctor.CodeQuotaUnknown,
		},
		"rights not told": {
			platform{answer: token, err: busy},
			"service", doctor.Account, doctor.Unknown, doctor.CodeAccountUnknown,
		},
		"few calls left": {
			platform{answer: token, limit: 100, left: 9},
			"service", doctor.Quota, doctor.Notice, doctor.CodeQuotaLow,
		},
		"enough calls left": {
			platform{answer: token, limit: 100, left: 10},
			"service", doctor.Quota, doctor.Good, doctor.CodeQuotaGood,
		},
		"no right, none expected": {
			platform{answer: token, err: doctor.ErrMayNot},
			"unverified", doctor.Account, doctor.Notice, doctor.CodeAccountUnverified,
		},
		"no right": {
			platform{answer: token, err: doctor.ErrMayNot},
			"subscription", doctor.Account, doctor.Bad, doctor.CodeAccountLess,
		},
		"subscription": {
			platform{answer: token, limit: 1, left: 1},
			"subscription", doctor.Account, doctor.Good, doctor.CodeAccountSubscription,
		},
	} {
		r := doctor.Run(t.Context(), doctor.AccountChecks(c.platform, "http://api", c.kind))
		i := slices.IndexFunc(r, func(x doctor.Result) bool { return x.Name == c.at })
		if i < 0 || r[i].State != c.state || r[i].Code != c.code {
			t.Errorf("%s: %+v, want %s %s", name, r, c.state, c.code)
		}
	}
}

// TestStores checks what a Redis and a database say of themselves.
func TestStores(t *testing.T) {
	t.Parallel()
	for want, s := range map[doctor.Code]doctor.RedisState{
		doctor.CodeRedisOld:     {Version: "4.0.14", Told: true},
		doctor.CodeRedisReplica: {Version: "7.0.1", Replica: true, Told: true},
		doctor.CodeRedisFull:    {Version: "7.0.1", Policy: "noeviction", Used: 99, Most: 100, Told: true},
		doctor.CodeRedisGood:    {Version: "7.0.1", Policy: "allkeys-lru", Used: 99, Most: 100, Told: true},
		doctor.CodeRedisUntold:  {},
	} {
		c := doctor.RedisCheck(func(context.Context) (doctor.RedisState, error) { return s, nil })
		if got := doctor.Run(t.Context(), []doctor.Check{c})[0]; got.Code != want {
			t.Errorf("%+v: %+v, want %s", s, got, want)
		}
	}
	for want, s := range map[doctor.Code]doctor.Schema{
		doctor.CodeDatabaseOld: {Has: 1, Knows: 2}, doctor.CodeDatabaseNew: {Has: 3, Knows: 2}, doctor.CodeDatabaseMissing: {Missing: true},
		doctor.CodeDatabaseDamaged: {Has: 2, Knows: 2, Damage: "a page"}, doctor.CodeDatabaseGood: {Has: 2, Knows: 2},
	} {
		c := doctor.DatabaseCheck(func(context.Context) (doctor.Schema, error) { return s, nil })
		if got := doctor.Run(t.Context(), []doctor.Check{c})[0]; got.Code != want {
			t.Errorf("%+v: %+v, want %s", s, got, want)
		}
	}
}
