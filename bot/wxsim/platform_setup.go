package wxsim

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Rules are the limits of the real platform that a simulation enforces only when it is
// asked to, because a demonstration and most tests do without.
type Rules struct {
	// AppID and Secret are what a token is given for; empty takes any.
	AppID, Secret string
	// Robots are the keys that robots have; nil takes any.
	Robots []string
	// Counted limits robots to 20 texts a minute and previews to 100 a day, knows only those
	// who once did something, and reads no printable character that is written as \uXXXX.
	Counted bool
}

// The limits that Rules.Counted enforces.
const (
	robotMinute = 20
	previewDay  = 100
	tagCall     = 50 // people in a call that tags
)

// setup is what is kept in an account itself: its menu and its tags.
type setup struct {
	menu   json.RawMessage
	tags   map[int]string
	tagged map[int]map[string]bool
	serial int
	posted map[string][]time.Time // of each robot, within a minute
	shown  map[string]int         // previews by day
	// failing are the paths whose next calls fail.
	failing map[string]failing
}

// failing is how the next calls of a path fail.
type failing struct{ code, times int }

func newSetup() setup {
	return setup{
		tags: map[int]string{}, tagged: map[int]map[string]bool{}, serial: 100,
		posted: map[string][]time.Time{}, shown: map[string]int{}, failing: map[string]failing{},
	}
}

// escaped finds \uXXXX of printable characters, which the platform refuses.
var escaped = regexp.MustCompile(`\\u(00[2-9a-fA-F]|0[1-9a-fA-F]|[13-9a-fA-F]|2[1-9a-fA-F])`)

// refused returns the error code of a call that its rules refuse before it is carried out;
// 0 for one that they allow.
func (p *Platform) refused(r *http.Request, in request) int {
	path, q := r.URL.Path, r.URL.Query()
	if f := p.setup.failing[path]; f.times > 0 {
		f.times--
		p.setup.failing[path] = f
		return f.code
	}
	switch {
	case p.Rules.Counted && escaped.Match(in.body):
		return 40033
	case path == "/cgi-bin/stable_token":
		return p.Rules.stranger(in.AppID, in.Secret)
	case path == "/cgi-bin/token":
		return p.Rules.stranger(q.Get("appid"), q.Get("secret"))
	case path == "/cgi-bin/webhook/send":
		return p.Rules.robot(&p.setup, q.Get("key"), p.now())
	case q.Get("access_token") == "":
		return 41001
	case q.Get("access_token") == p.tokenName() && !p.now().Before(p.tokenExpiry):
		return 42001
	case !p.current(r):
		return 40001
	case p.Rules.Counted && path == "/cgi-bin/message/mass/preview" && !p.setup.preview(p.now()):
		return 45028
	}
	return 0
}

// stranger returns the error code of credentials that are not the account's.
func (u Rules) stranger(appID, secret string) int {
	switch {
	case u.AppID != "" && appID != u.AppID:
		return 40013
	case u.Secret != "" && secret != u.Secret:
		return 40125
	}
	return 0
}

// robot returns the error code of a robot that does not exist or posts too much.
func (u Rules) robot(s *setup, key string, now time.Time) int {
	if u.Robots != nil && !slices.Contains(u.Robots, key) {
		return 93000
	}
	if !u.Counted {
		return 0
	}
	recent := slices.DeleteFunc(s.posted[key], func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(recent) >= robotMinute {
		return 45009
	}
	s.posted[key] = append(recent, now)
	return 0
}

// preview counts one preview; false if the day has had all of them.
func (s *setup) preview(now time.Time) bool {
	day := now.Format(time.DateOnly)
	s.shown[day]++
	return s.shown[day] <= previewDay
}

// known says whether somebody ever did something with the account.
func (p *Platform) known(openid string) bool {
	_, has := p.credit[openid]
	return has || p.unfollowed[openid]
}

// followersSorted returns the openids of all who follow, sorted.
func (p *Platform) followersSorted() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for u := range p.credit {
			if !p.unfollowed[u] && !yield(u) {
				return
			}
		}
	})
}

// setUp carries out the calls about the account itself.
func (p *Platform) setUp(path string, in request) (code int, out map[string]any) {
	switch path {
	case "/cgi-bin/menu/create":
		p.setup.menu = slices.Clone(in.body)
	case "/cgi-bin/menu/delete":
		p.setup.menu = nil
	case "/cgi-bin/menu/get":
		if p.setup.menu == nil {
			return 46003, nil
		}
		out = map[string]any{"menu": p.setup.menu}
	case "/cgi-bin/get_current_selfmenu_info":
		out = map[string]any{"is_menu_open": 1, "selfmenu_info": p.setup.menu}
	case "/cgi-bin/get_current_autoreply_info":
		out = map[string]any{"is_add_friend_reply_open": 0, "is_autoreply_open": 0}
	case "/cgi-bin/qrcode/create":
		p.setup.serial++
		n := strconv.Itoa(p.setup.serial)
		out = map[string]any{"ticket": "sim-ticket-" + n, "url": "http://weixin.qq.com/q/sim" + n}
		if !strings.HasPrefix(in.ActionName, "QR_LIMIT") {
			out["expire_seconds"] = in.Expires
		}
	case "/cgi-bin/getcallbackip", "/cgi-bin/get_api_domain_ip":
		out = map[string]any{"ip_list": []string{"127.0.0.1"}}
	case "/cgi-bin/user/info/batchget":
		out = p.infos(in.Users)
	case "/cgi-bin/media/upload":
		out = map[string]any{"type": "image", "media_id": "media-1", "created_at": p.now().Unix()}
	case "/cgi-bin/message/custom/typing":
	case "/cgi-bin/message/mass/speed/get":
		out = map[string]any{"speed": 0, "realspeed": 80}
	case "/cgi-bin/material/batchget_material":
		out = map[string]any{"total_count": 0, "item_count": 0, "item": []any{}}
	case "/cgi-bin/material/add_material":
		p.setup.serial++
		out = map[string]any{"media_id": "sim-material-" + strconv.Itoa(p.setup.serial)}
	default:
		return p.setup.tagging(path, in)
	}
	return 0, out
}

// tagging carries out the calls about tags.
func (s *setup) tagging(path string, in request) (code int, out map[string]any) {
	switch path {
	case "/cgi-bin/tags/create":
		if slices.Contains(slices.Collect(maps.Values(s.tags)), in.Tag.Name) {
			return 45157, nil
		}
		s.serial++
		s.tags[s.serial], s.tagged[s.serial] = in.Tag.Name, map[string]bool{}
		return 0, map[string]any{"tag": map[string]any{"id": s.serial, "name": in.Tag.Name}}
	case "/cgi-bin/tags/get":
		tags := []map[string]any{}
		for _, id := range slices.Sorted(maps.Keys(s.tags)) {
			tags = append(tags, map[string]any{"id": id, "name": s.tags[id], "count": len(s.tagged[id])})
		}
		return 0, map[string]any{"tags": tags}
	case "/cgi-bin/user/tag/get":
		all := slices.Sorted(maps.Keys(s.tagged[in.TagID]))
		return 0, map[string]any{"count": len(all), "data": map[string]any{"openid": all}, "next_openid": ""}
	case "/cgi-bin/tags/members/batchtagging", "/cgi-bin/tags/members/batchuntagging":
		people, has := s.tagged[in.TagID]
		switch {
		case !has:
			return 45159, nil
		case len(in.OpenIDs) == 0 || len(in.OpenIDs) > tagCall:
			return 40032, nil
		}
		for _, u := range in.OpenIDs {
			if path == "/cgi-bin/tags/members/batchtagging" {
				people[u] = true
			} else {
				delete(people, u)
			}
		}
		return 0, nil
	}
	return 40066, nil
}

// audience returns whom a mass send to all or to a tag goes to.
func (p *Platform) audience(in request) []string {
	all := p.followersSorted()
	if in.Filter.ToAll {
		return all
	}
	return slices.DeleteFunc(all, func(u string) bool { return !p.setup.tagged[in.Filter.TagID][u] })
}
