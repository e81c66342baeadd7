package console

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// crowd has the lists of people behind numbers.
type crowd struct{}

// channelsMost is how many channels the list of audiences shows.
const channelsMost = 10

// audiences are those that a broadcast can go to, the usual one first.
func audiences(c *campaign.Campaign) []campaign.Audience {
	out := []campaign.Audience{{Kind: campaign.AudienceSeated}}
	if c.Signup.Waitlist {
		out = append(out, campaign.Audience{Kind: campaign.AudienceWaiting}, campaign.Audience{Kind: campaign.AudienceSigned})
	}
	if c.HasCheckin() {
		out = append(out, campaign.Audience{Kind: campaign.AudiencePresent})
	}
	for _, k := range c.Packs {
		if c.HasCheckin() {
			out = append(out, campaign.Audience{Kind: campaign.AudienceWithout, Arg: k.ID})
		}
		out = append(out, campaign.Audience{Kind: campaign.AudienceHolders, Arg: k.ID})
	}
	for _, s := range c.Signup.Scenes[:min(len(c.Signup.Scenes), channelsMost)] {
		out = append(out, campaign.Audience{Kind: campaign.AudienceSource, Arg: s})
	}
	return append(out, campaign.Audience{Kind: campaign.AudienceAll})
}

// keyOf is an audience as addresses and forms have it.
func keyOf(a campaign.Audience) string {
	if a.Arg == "" {
		return string(a.Kind)
	}
	return string(a.Kind) + ":" + a.Arg
}

// audienceOf is the inverse of keyOf for audiences that a broadcast can go to.
func audienceOf(c *campaign.Campaign, key string) (campaign.Audience, bool) {
	for _, a := range audiences(c) {
		if keyOf(a) == key {
			return a, true
		}
	}
	return campaign.Audience{}, false
}

// groupOf is the inverse of keyOf for every group whose people can be listed.
func groupOf(c *campaign.Campaign, key string) (campaign.Audience, bool) {
	kind, arg, _ := strings.Cut(key, ":")
	a := campaign.Audience{Kind: campaign.AudienceKind(kind), Arg: arg}
	switch a.Kind {
	case moderation.GroupCame, campaign.AudienceWaiting, campaign.AudienceSigned, campaign.AudiencePresent:
		return a, arg == ""
	case campaign.AudienceSource:
		return a, len(arg) <= 64
	case campaign.AudienceReceived:
		n, err := strconv.Atoi(arg)
		return a, err == nil && n > 0
	default:
		return audienceOf(c, key)
	}
}

// reason is why some people of a group are not reached. Path leads to them.
type reason struct {
	Why  moderation.Unreached
	N    int
	Path string
}

// reasonsOf lists the reasons that hold for anybody.
func reasonsOf(v *visit, q moderation.ReachQuery, n moderation.ReachCount) (out []reason) {
	for _, why := range moderation.Reasons() {
		some := n.Why[why]
		if why == moderation.UnreachedLeft {
			some += n.Away
		}
		if some > 0 {
			out = append(out, reason{why, some, crowdPath(v, q) + "&why=" + string(why)})
		}
	}
	return out
}

// crowdPath is the page with the people of a group.
func crowdPath(v *visit, q moderation.ReachQuery) string {
	path := groupPath(v, keyOf(q.Audience))
	if !q.Credit.IsZero() {
		path += "&at=" + strconv.FormatInt(q.Credit.Unix(), 10)
	}
	return path
}

// crowdPage is how many people a page of a list shows.
const crowdPage = 50

// crowdView is the list of the people of a group.
type crowdView struct {
	campaign.Audience
	Key   string
	At    time.Time // of the message that spends a credit; zero for a broadcast
	Count *moderation.ReachCount
	Why   moderation.Unreached
	Tabs  []reason
	Path  string
	Rows  []moderation.PersonRow
	// After is where the next page continues, Begin the first one; empty if there is none.
	After, Begin string
}

// list shows the people of a group by their short codes, with why a message does not reach
// them.
func (crowd) list(v *visit) error {
	q := v.r.URL.Query()
	group, ok := groupOf(v.Campaign, q.Get("of"))
	if !ok {
		return errNoPage
	}
	ask := moderation.ReachQuery{Audience: group}
	if n, err := strconv.ParseInt(q.Get("at"), 10, 64); err == nil && n > 0 {
		ask.Credit = time.Unix(n, 0)
	}
	out := crowdView{Audience: group, Key: keyOf(group), At: ask.Credit, Why: moderation.Unreached(q.Get("why")), Path: crowdPath(v, ask)}
	if out.Why != "" && !slices.Contains(moderation.Reasons(), out.Why) {
		return errNoPage
	}
	if group.Kind != moderation.GroupCame {
		n, err := countReach(v, ask)
		if err != nil {
			return err
		}
		out.Count, out.Tabs = &n, reasonsOf(v, ask, n)
	}
	ask.Why = out.Why
	page := moderation.Page{Limit: crowdPage, After: q.Get("after")}
	rows, err := v.Moderation.Broadcasts.Reached.People(v.ctx(), v.who, ask, v.now, page)
	if err != nil {
		return err
	}
	out.Rows = rows.Rows
	begin := out.Path
	if out.Why != "" {
		begin += "&why=" + string(out.Why)
	}
	if page.After != "" {
		out.Begin = begin
	}
	if rows.Next != "" {
		out.After = begin + "&after=" + url.QueryEscape(rows.Next)
	}
	return v.page("reach", out)
}

// countReach counts a group. The number is remembered for a moment: see recent.
func countReach(v *visit, q moderation.ReachQuery) (moderation.ReachCount, error) {
	key := "reach " + crowdPath(v, q)
	return remember(v, key, func(ctx context.Context) (moderation.ReachCount, error) {
		return v.Moderation.Broadcasts.Reached.Count(ctx, v.who, q, v.now)
	})
}

// recent remembers numbers that cost much to count. It holds no more than recentMost of them.
type recent struct {
	mu    sync.Mutex // guards known
	known map[string]remembered
}

type remembered struct {
	value any
	at    time.Time
}

const (
	// recentFor is how long a number is shown, in real time.
	recentFor  = 5 * time.Second
	recentMost = 500
)

func newRecent() *recent { return &recent{known: map[string]remembered{}} }

// remember returns what f returned for a key a moment ago, or calls it. Whoever has looked
// away meanwhile does not keep others from the number.
func remember[T any](v *visit, key string, f func(ctx context.Context) (T, error)) (T, error) {
	r := v.recent
	r.mu.Lock()
	known, ok := r.known[key]
	r.mu.Unlock()
	if value, is := known.value.(T); ok && is && v.Second().Sub(known.at) < recentFor {
		return value, nil
	}
	value, err := f(context.WithoutCancel(v.ctx()))
	if err != nil {
		return value, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.known) >= recentMost {
		clear(r.known)
	}
	r.known[key] = remembered{value, v.Second()}
	return value, nil
}
