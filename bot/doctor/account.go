package doctor

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Answer is the platform's answer to the question for a token.
type Answer struct {
	// Code is its error code, 0 for a token. Words are its words for it.
	Code  int
	Words string
	// Status is the HTTP status; Spoke is set if the answer is one of the platform's.
	Status int
	Spoke  bool
	// Date is when the platform's machine made the answer, by its own clock; zero if it does
	// not say. At is the same moment by the clock of this machine.
	Date, At time.Time
}

// ErrMayNot is returned for a call that the platform does not allow to this account.
var ErrMayNot = errors.New("the account may not make this call")

// Platform is the account's API.
type Platform interface {
	// Token asks for the token that all processes share, and does not renew it. The error
	// says why there is no answer, without a secret.
	Token(ctx context.Context) (Answer, error)
	// Quota returns how many calls of a path are allowed a day and how many are left. Asking
	// costs none of them. It returns ErrMayNot for a path that is not the account's.
	Quota(ctx context.Context, path string) (limit, left int, err error)
}

// account is what the checks of the account's API share.
type account struct {
	platform Platform
	address  string
	kind     string
	ask      func(ctx context.Context) (Answer, error)
	quotas   func(ctx context.Context) ([]quota, error)
}

// quota is what is left of the calls of a path.
type quota struct {
	path        string
	limit, left int
	may         bool
}

// apiLimit bounds a check that makes calls over the internet.
const apiLimit = 8 * time.Second

// AccountChecks look at the API at address of an account of a kind (service, subscription,
// unverified or test).
func AccountChecks(p Platform, address, kind string, needs ...Name) []Check {
	a := &account{platform: p, address: address, kind: kind}
	a.ask = once(p.Token)
	a.quotas = once(a.readQuotas)
	return []Check{
		{API, needs, apiLimit, a.reachable},
		{Clock, []Name{API}, apiLimit, a.clock},
		{Token, []Name{API}, apiLimit, a.token},
		{Account, []Name{Token}, apiLimit, a.rights},
		{Quota, []Name{Token}, apiLimit, a.quota},
	}
}

// once makes a function that calls f the first time only.
func once[T any](f func(ctx context.Context) (T, error)) func(ctx context.Context) (T, error) {
	var do sync.Once
	var out T
	var err error
	return func(ctx context.Context) (T, error) {
		do.Do(func() { out, err = f(ctx) })
		return out, err
	}
}

// reachable looks whether the platform answers at all.
func (a *account) reachable(ctx context.Context) Finding {
	answer, err := a.ask(ctx)
	switch {
	case err != nil:
		return Finding{State: Bad, Code: CodeAPIUnreachable, Facts: []string{a.address, err.Error()}}
	case !answer.Spoke:
		return Finding{State: Bad, Code: CodeAPIOther, Facts: []string{a.address, fmt.Sprint(answer.Status)}}
	default:
		return Finding{Code: CodeAPIGood, Facts: []string{a.address}}
	}
}

// clockOff is by how much the clock of this machine may be wrong: a push is refused when its
// time is ten minutes away, and confirmation codes and windows go by seconds.
const clockOff = 30 * time.Second

// clock compares the clocks of this machine and of the platform.
func (a *account) clock(ctx context.Context) Finding {
	answer, err := a.ask(ctx)
	if err != nil || answer.Date.IsZero() {
		return Finding{State: Unknown, Code: CodeClockUnknown}
	}
	ahead := answer.At.Sub(answer.Date)
	seconds := []string{fmt.Sprintf("%+.0f", ahead.Seconds())}
	if ahead.Abs() > clockOff {
		return Finding{State: Bad, Code: CodeClockOff, Facts: seconds}
	}
	return Finding{Code: CodeClockGood, Facts: seconds}
}

// token says why there is no token.
func (a *account) token(ctx context.Context) Finding {
	answer, err := a.ask(ctx)
	if err != nil { // then the barrier has failed
		return Finding{State: Unknown, Code: CodeTokenBusy}
	}
	switch answer.Code {
	case 0:
		return Finding{Code: CodeTokenGood}
	case 40164:
		return Finding{State: Bad, Code: CodeTokenAddress, Facts: []string{ownAddress(answer.Words)}}
	case 40013:
		return Finding{State: Bad, Code: CodeTokenAppID}
	case 40125, 40001:
		return Finding{State: Bad, Code: CodeTokenSecret}
	case 40243:
		return Finding{State: Bad, Code: CodeTokenFrozen}
	case 50004, 50007, 50002, 48004:
		return Finding{State: Bad, Code: CodeTokenBanned}
	case 89501, 89503, 89506, 89507:
		return Finding{State: Bad, Code: CodeTokenConfirm}
	case 45009, 45011:
		return Finding{State: Bad, Code: CodeTokenSpent}
	case -1:
		return Finding{State: Unknown, Code: CodeTokenBusy}
	default:
		return Finding{State: Bad, Code: CodeTokenRefused, Facts: []string{fmt.Sprint(answer.Code)}}
	}
}

// ownAddress returns the address in "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in
// whitelist", or "".
func ownAddress(words string) string {
	m := regexp.MustCompile(`invalid ip ([0-9a-fA-F.:]+)`).FindStringSubmatch(words)
	if m == nil {
		return ""
	}
	return strings.TrimRight(m[1], ".:,")
}

// paths are the calls that the program lives on: messages to one person, mass sends, the list
// of followers, subscription messages, uploads.
func paths() []string {
	return []string{
		"/cgi-bin/message/custom/send", "/cgi-bin/message/mass/send", "/cgi-bin/user/get", "/cgi-bin/media/upload",
	}
}

// needed reports whether the program relies on a call with a kind of account.
func needed(kind, path string) bool {
	switch kind {
	case "unverified":
		return false
	case "test":
		return path != "/cgi-bin/message/mass/send"
	default:
		return path == "/cgi-bin/message/custom/send" || path == "/cgi-bin/message/mass/send"
	}
}

// readQuotas asks for the quota of each of paths.
func (a *account) readQuotas(ctx context.Context) (out []quota, err error) {
	for _, path := range paths() {
		q := quota{path: path, may: true}
		q.limit, q.left, err = a.platform.Quota(ctx, path)
		if errors.Is(err, ErrMayNot) {
			q.may, err = false, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}

// rights says what the account may do by its kind, and whether the platform agrees.
func (a *account) rights(ctx context.Context) Finding {
	qs, err := a.quotas(ctx)
	if err != nil {
		return Finding{State: Unknown, Code: CodeAccountUnknown, Facts: []string{err.Error()}}
	}
	var less []string
	for _, q := range qs {
		if !q.may && needed(a.kind, q.path) {
			less = append(less, q.path)
		}
	}
	switch {
	case less != nil:
		return Finding{State: Bad, Code: CodeAccountLess, Facts: []string{a.kind, strings.Join(less, " ")}}
	case a.kind == "subscription":
		return Finding{Code: CodeAccountSubscription}
	case a.kind == "unverified":
		return Finding{State: Notice, Code: CodeAccountUnverified}
	case a.kind == "test":
		return Finding{State: Notice, Code: CodeAccountTest}
	default:
		return Finding{Code: CodeAccountService}
	}
}

// lowShare is which part of a quota is little.
const lowShare = 10

// quota says what is left of today's calls.
func (a *account) quota(ctx context.Context) Finding {
	qs, err := a.quotas(ctx)
	if err != nil {
		return Finding{State: Unknown, Code: CodeQuotaUnknown, Facts: []string{err.Error()}}
	}
	var all, low, spent []string
	for _, q := range qs {
		if !q.may || q.limit == 0 {
			continue
		}
		line := fmt.Sprintf("%s %d/%d", q.path, q.left, q.limit)
		all = append(all, line)
		switch {
		case q.left <= 0:
			spent = append(spent, line)
		case q.left*lowShare < q.limit:
			low = append(low, line)
		}
	}
	facts := func(lines []string) []string { return []string{strings.Join(lines, ", ")} }
	switch {
	case spent != nil:
		return Finding{State: Bad, Code: CodeQuotaSpent, Facts: facts(spent)}
	case low != nil:
		return Finding{State: Notice, Code: CodeQuotaLow, Facts: facts(low)}
	case all == nil:
		return Finding{Code: CodeQuotaNone}
	default:
		return Finding{Code: CodeQuotaGood, Facts: facts(all)}
	}
}
