package scenario

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhujiao/bot/wxsim"
)

// describe names a step in a report.
func (st Step) describe(f found) string {
	who := st.From + st.User + st.Users + st.Robot
	what := strings.Join([]string{st.Do, who, st.Text, st.Event, st.Type, st.Key, st.At, st.Of}, " ")
	r := []rune(strings.Join(strings.Fields(f.fill(what)), " "))
	if len(r) > 60 {
		r = append(r[:60], '…')
	}
	return string(r)
}

// say pushes what somebody does and looks at the answer.
func (p *player) say(ctx context.Context, st Step, exp *Expectation) string {
	r, err := p.request(st)
	if err != nil {
		return err.Error()
	}
	if st.Save != "" {
		p.saved[st.Save] = r
	}
	return exp.answer(p.pusher.Send(ctx, r), p.found)
}

// copies pushes one message several times at once, as if the answers were lost. All must be
// answered with the same text.
func (p *player) copies(ctx context.Context, st Step, exp *Expectation) string {
	if st.Event == "" && st.MsgID == "" {
		st.MsgID = p.msgID()
	}
	if st.Event != "" && st.Same == "" {
		st.Same = "copies " + strconv.Itoa(len(p.events.same))
	}
	all := make([]wxsim.Request, max(2, st.Copies))
	for i := range all {
		r, err := p.request(st)
		if err != nil {
			return err.Error()
		}
		all[i] = r
	}
	answers := p.sendAll(ctx, all)
	for _, x := range answers {
		if problem := exp.answer(x, p.found); problem != "" {
			return problem
		}
		if x.Text != answers[0].Text {
			return "copies of one message got different replies: " + difference(x.Text, answers[0].Text)
		}
	}
	return ""
}

// many lets several people say the same, one after the other or all at once.
func (p *player) many(ctx context.Context, st Step, exp *Expectation) string {
	people, err := names(st.Users)
	if err != nil {
		return err.Error()
	}
	var all []wxsim.Request
	for _, name := range people {
		st.From = name
		r, err := p.request(st)
		if err != nil {
			return err.Error()
		}
		if st.Do == "concurrent" {
			all = append(all, r)
		} else if problem := exp.answer(p.pusher.Send(ctx, r), p.found); problem != "" {
			return name + ": " + problem
		}
	}
	var texts []string
	for i, x := range p.sendAll(ctx, all) {
		if x.Failure != "" {
			return people[i] + ": no valid reply: " + x.Failure
		}
		if exp != nil && exp.Multiset == nil {
			if problem := exp.answer(x, p.found); problem != "" {
				return people[i] + ": " + problem
			}
		}
		texts = append(texts, x.Text)
	}
	if exp == nil || exp.Multiset == nil {
		return ""
	}
	return lists(slices.Sorted(slices.Values(texts)), slices.Sorted(slices.Values(exp.Multiset)))
}

// sendAll sends requests at once and returns the answers in their order.
func (p *player) sendAll(ctx context.Context, all []wxsim.Request) []wxsim.Exchange {
	out := make([]wxsim.Exchange, len(all))
	var sending sync.WaitGroup
	for i, r := range all {
		sending.Go(func() { out[i] = p.pusher.Send(ctx, r) })
	}
	sending.Wait()
	return out
}

// request makes the push of a step; the platform notes what its sender did.
func (p *player) request(st Step) (wxsim.Request, error) {
	e := wxsim.Envelope{
		Mode: st.As, AppID: st.AppID, Forged: st.Signature == "bad", Age: time.Duration(st.Age) * time.Second, Bare: st.Outer,
	}
	switch st.AESKey {
	case "previous":
		e.AESKey = p.place.Previous
	case "foreign":
		e.AESKey = wxsim.NewAccount().AESKey
	}
	strange := st.Do == "raw" || e.Forged || st.Age != 0 || st.AppID != "" || st.AESKey == "foreign" ||
		st.As != "" && st.As != p.place.Account.Mode
	if !strange {
		p.touch(st)
	}
	if st.Do == "raw" {
		return p.pusher.Wrap(openid(st.From), p.fillBody(st.Body), e)
	}
	fields := p.fields(st)
	e.Shown = shown(fields, st)
	return p.pusher.Wrap(openid(st.From), wxsim.Message(fields), e)
}

// touch tells the platform what somebody does, which gives or takes credit.
func (p *player) touch(st Step) {
	switch strings.ToLower(st.Event) {
	case "":
		p.platform.Touch(openid(st.From), "text")
	case "unsubscribe":
		p.platform.Touch(openid(st.From), "unfollow")
	case "subscribe", "scan", "click", "scancode_push", "scancode_waitmsg":
		p.platform.Touch(openid(st.From), "follow")
	}
}

// shown is a plaintext copy that says something else than the message, or "".
func shown(fields []wxsim.Field, st Step) string {
	if st.Shown == "" && st.ShownFrom == "" {
		return ""
	}
	fields = slices.Clone(fields)
	for i, f := range fields {
		switch {
		case f.Name == "Content" && st.Shown != "":
			fields[i].Value = st.Shown
		case f.Name == "FromUserName" && st.ShownFrom != "":
			fields[i].Value = openid(st.ShownFrom)
		}
	}
	return wxsim.Message(fields)
}

// fields are the elements of the message of a step.
func (p *player) fields(st Step) []wxsim.Field {
	at, kind := p.now.Load().Unix(), st.Type
	switch {
	case st.Event != "":
		at, kind = p.eventTime(st), "event"
	case kind == "":
		kind = "text"
	}
	head := []wxsim.Field{
		text("ToUserName", p.place.Account.OriginalID), text("FromUserName", openid(st.From)),
		number("CreateTime", at), text("MsgType", kind),
	}
	if st.Event != "" {
		return append(head, eventFields(st)...)
	}
	id := p.found.fill(st.MsgID)
	if id == "" {
		id = p.msgID()
	}
	return append(append(head, p.messageFields(kind, st)...), wxsim.Field{Name: "MsgId", Value: id, Number: true})
}

func text(name, value string) wxsim.Field { return wxsim.Field{Name: name, Value: value} }

func number(name string, n int64) wxsim.Field {
	return wxsim.Field{Name: name, Value: strconv.FormatInt(n, 10), Number: true}
}

func (p *player) messageFields(kind string, st Step) []wxsim.Field {
	switch kind {
	case "text":
		return []wxsim.Field{text("Content", p.found.fill(st.Text))}
	case "image":
		return []wxsim.Field{text("PicUrl", "http://mmbiz.qpic.cn/sim/0"), text("MediaId", "sim-media")}
	case "voice":
		return []wxsim.Field{text("MediaId", "sim-media"), text("Format", "amr")}
	}
	return []wxsim.Field{text("MediaId", "sim-media"), text("Title", "标题"), text("Label", "地点")}
}

func eventFields(st Step) []wxsim.Field {
	out := []wxsim.Field{text("Event", st.Event)}
	switch strings.ToUpper(st.Event) {
	case "LOCATION":
		return append(out, wxsim.Field{Name: "Latitude", Value: "23.137466", Number: true},
			wxsim.Field{Name: "Longitude", Value: "113.352425", Number: true},
			wxsim.Field{Name: "Precision", Value: "119.385040", Number: true})
	case "TEMPLATESENDJOBFINISH":
		return append(out, number("MsgID", 200163836), text("Status", "success"))
	}
	out = append(out, text("EventKey", st.Key))
	if st.Key != "" && st.Event != "CLICK" {
		out = append(out, text("Ticket", "sim-ticket"))
	}
	return out
}

// eventTime gives each event of a person a CreateTime of its own; events with one label
// share it.
func (p *player) eventTime(st Step) int64 {
	if at, has := p.events.same[st.Same]; has && st.Same != "" {
		return at
	}
	at := max(p.now.Load().Unix(), p.events.last[st.From]+1)
	p.events.last[st.From] = at
	if st.Same != "" {
		p.events.same[st.Same] = at
	}
	return at
}

func (p *player) msgID() string { return strconv.FormatInt(p.lastID.Add(1), 10) }

var openidMark = regexp.MustCompile(`\{openid:([a-z]+\d+)\}`)

// fillBody replaces the marks of a raw body.
func (p *player) fillBody(body string) string {
	body = openidMark.ReplaceAllStringFunc(body, func(m string) string {
		return openid(strings.TrimSuffix(strings.TrimPrefix(m, "{openid:"), "}"))
	})
	return strings.NewReplacer("{account}", p.place.Account.OriginalID, "{msgid}", p.msgID(),
		"{now}", fmt.Sprint(p.now.Load().Unix())).Replace(body)
}
