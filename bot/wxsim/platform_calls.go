package wxsim

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// singleUser returns the openid of a touser field, or "" if the field is a list.
func singleUser(raw json.RawMessage) (s string) {
	_ = json.Unmarshal(raw, &s) // a list gives ""
	return s
}

func (p *Platform) tokenName() string { return "sim-token-" + strconv.Itoa(p.tokenNumber) }

// newToken returns the current token, or a new one if it is about to expire or force is
// set.
func (p *Platform) newToken(force bool) map[string]any {
	if force || !p.now().Before(p.tokenExpiry.Add(-5*time.Minute)) {
		p.tokenNumber++
		p.tokenExpiry = p.now().Add(2 * time.Hour)
	}
	return map[string]any{"access_token": p.tokenName(), "expires_in": int(p.tokenExpiry.Sub(p.now()).Seconds())}
}

// accept records a text and returns a function that delivers it.
func (p *Platform) accept(way, to, text string) (int, map[string]any, func()) {
	if text == "" {
		return 44004, nil, nil
	}
	a := Accepted{way, to, text, p.now()}
	p.accepted = append(p.accepted, a)
	return 0, nil, func() {
		if p.Deliver != nil {
			p.Deliver(a)
		}
	}
}

func (p *Platform) customMessage(in request) (int, map[string]any, func()) {
	to, text := singleUser(in.ToUser), in.Text.Content
	if in.Type == "msgmenu" {
		text = in.Menu.lines()
	}
	c, known := p.credit[to]
	switch {
	case p.Rules.Counted && !p.known(to):
		return 40003, nil, nil
	case p.unfollowed[to]:
		return 43004, nil, nil
	case !known || p.now().After(c.until):
		return 45015, nil, nil
	case c.n == 0:
		return 45047, nil, nil
	case len(text) > 2048:
		return 45002, nil, nil
	}
	code, out, after := p.accept("custom", to, text)
	if code == 0 {
		c.n--
		p.credit[to] = c
	}
	return code, out, after
}

// pageSize is small, so that tests need several pages.
const pageSize = 3

// followers returns a page of the followers. Like the platform, it returns a next id
// with the last page too; the page after that has no data.
func (p *Platform) followers(after string) map[string]any {
	all := p.followersSorted()
	from, _ := slices.BinarySearch(all, after+"\x00")
	page := all[from:min(len(all), from+pageSize)]
	out := map[string]any{"total": len(all), "count": len(page), "next_openid": ""}
	if len(page) > 0 {
		out["data"] = map[string]any{"openid": page}
		out["next_openid"] = page[len(page)-1]
	}
	return out
}

func (p *Platform) infos(users []userRef) map[string]any {
	out := make([]map[string]any, len(users))
	for i, u := range users {
		out[i] = p.info(u.OpenID)
	}
	return map[string]any{"user_info_list": out}
}

func (p *Platform) info(openid string) map[string]any {
	follows := 0
	if p.known(openid) && !p.unfollowed[openid] {
		follows = 1
	}
	return map[string]any{"openid": openid, "subscribe": follows}
}

// subscribeMessage accepts one message for each consent.
func (p *Platform) subscribeMessage(in request) (int, map[string]any, func()) {
	to, words := singleUser(in.ToUser), in.Data.Content.Value
	switch {
	case p.consents[to] == 0:
		return 43101, nil, nil
	case utf8.RuneCountInString(in.Title) > 15 || utf8.RuneCountInString(words) > 200:
		return 47003, nil, nil
	}
	code, out, after := p.accept("once", to, words)
	if code == 0 {
		p.consents[to]--
	}
	return code, out, after
}

// massSend accepts a list once per client id within a day. Each follower receives at most
// four mass messages a month.
func (p *Platform) massSend(to []string, in request) (int, map[string]any, func()) {
	switch {
	case in.Text.Content == "":
		return 44004, nil, nil
	case len(in.ClientMsgID) > 64:
		return 45067, nil, nil
	}
	key := cmp.Or(in.ClientMsgID, strings.Join(slices.Sorted(slices.Values(to)), " ")+in.Text.Content)
	if job, used := p.massByClientID[key]; used && p.now().Sub(job.at) < 24*time.Hour {
		return 45065, map[string]any{"msg_id": job.id}, nil
	}
	p.nextMass++
	id := p.nextMass
	p.massByClientID[key] = massJob{id, p.now()}
	var sent []Accepted
	for _, u := range to {
		key := u + p.now().Format("2006-01")
		if !p.known(u) && p.Rules.Counted || p.unfollowed[u] || p.massOfMonth[key] >= 4 {
			continue
		}
		p.massOfMonth[key]++
		sent = append(sent, Accepted{"mass", u, in.Text.Content, p.now()})
	}
	p.accepted = append(p.accepted, sent...)
	return 0, map[string]any{"msg_id": id}, func() { p.finishMass(id, len(to), sent) }
}

// finishMass delivers a mass send and reports its result.
func (p *Platform) finishMass(id int64, total int, sent []Accepted) {
	for _, a := range sent {
		if p.Deliver != nil {
			p.Deliver(a)
		}
	}
	if p.Finished == nil {
		return
	}
	n := strconv.Itoa(len(sent))
	p.Finished(context.Background(), map[string]string{
		"MsgID": strconv.FormatInt(id, 10), "Status": "send success", "TotalCount": strconv.Itoa(total), "FilterCount": n,
		"SentCount": n, "ErrorCount": "0",
	})
}
