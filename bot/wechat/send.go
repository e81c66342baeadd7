package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/silenceper/wechat/v2/domain/openapi"
	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/broadcast"
	"github.com/silenceper/wechat/v2/officialaccount/message"

	"zhujiao/bot"
)

// Sender sends messages to one person or many, and asks who follows. Its errors are
// *bot.SendError.
type Sender struct{ gateway *Gateway }

// NewSender returns a sender over a gateway.
func NewSender(g *Gateway) *Sender { return &Sender{g} }

// SendText sends a custom message to one person. The platform accepts it only within
// the person's credit: see Limits.
func (s *Sender) SendText(ctx context.Context, openid, text string) error {
	return s.custom(ctx, message.NewCustomerTextMessage(openid, text))
}

// SendChoices sends lines that can be tapped. A tap arrives as a text with the line and
// its number (bizmsgmenuid); the platform counts it as a menu click.
func (s *Sender) SendChoices(ctx context.Context, openid string, c bot.Choices) error {
	list := make([]message.MsgmenuItem, len(c.Items))
	for i, line := range c.Items {
		list[i] = message.MsgmenuItem{ID: strconv.Itoa(i + 1), Content: line}
	}
	return s.custom(ctx, &message.CustomerMessage{
		ToUser: openid, Msgtype: "msgmenu", Msgmenu: &message.MediaMsgmenu{HeadContent: c.Lead, List: list, TailContent: c.Tail},
	})
}

// SendImage sends an uploaded picture.
func (s *Sender) SendImage(ctx context.Context, openid, mediaID string) error {
	return s.custom(ctx, message.NewCustomerImgMessage(openid, mediaID))
}

func (s *Sender) custom(ctx context.Context, m *message.CustomerMessage) error {
	return s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error { return oa.GetCustomerMessageManager().Send(m) })
}

// MassSend sends a text to 2 to 10,000 people in one call. A repetition with the same
// clientMsgID within 24 hours sends nothing and returns the first id. The SDK's call
// has no such id.
func (s *Sender) MassSend(ctx context.Context, clientMsgID string, openids []string, text string) (msgID string, err error) {
	var out struct {
		MsgID json.Number `json:"msg_id"`
		Words string      `json:"errmsg"`
	}
	err = s.call(ctx, "/cgi-bin/message/mass/send", map[string]any{
		"touser": openids, "msgtype": "text", "text": map[string]string{"content": text}, "clientmsgid": clientMsgID,
	}, &out)
	if e, ok := errors.AsType[*bot.SendError](err); ok && e.Code == duplicateMass {
		err = nil
	}
	if err == nil && approvalOf(out.Words) == bot.ApprovalWaiting {
		err = &bot.ApprovalError{Words: out.Words}
	}
	return out.MsgID.String(), err
}

// awaiting matches what the platform says of a mass send that an administrator has to
// confirm.
var awaiting = regexp.MustCompile(`(?i)confirm|approv|admin|\x{7ba1}\x{7406}\x{5458}|\x{786e}\x{8ba4}`)

// approvalOf reads the status or the message of a mass send: err(40001) says that an
// administrator has refused it, err(40002) that none has answered within 30 minutes.
func approvalOf(words string) bot.Approval {
	switch {
	case strings.HasPrefix(words, "err(40001)"):
		return bot.ApprovalRefused
	case strings.HasPrefix(words, "err(40002)"):
		return bot.ApprovalExpired
	case awaiting.MatchString(words):
		return bot.ApprovalWaiting
	default:
		return bot.ApprovalNone
	}
}

// MassPreview sends a preview of a mass send to one follower. The platform allows 100 a
// day.
func (s *Sender) MassPreview(ctx context.Context, openid, text string) error {
	return s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		// With a nil user the SDK would send to everybody.
		_, err := oa.GetBroadcast().Preview().SendText(&broadcast.User{OpenID: []string{openid}}, text)
		return err
	})
}

// MassDelete deletes an article or the video of a mass send. Articles count from 1; 0
// means all. The platform cannot delete a text.
func (s *Sender) MassDelete(ctx context.Context, msgID string, article int) error {
	id, err := strconv.ParseInt(msgID, 10, 64)
	if err != nil {
		return &bot.SendError{Class: bot.Bug, Words: "a mass send's id is a number"}
	}
	return s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error { return oa.GetBroadcast().Delete(id, int64(article)) })
}

// MassStatus returns the state of a mass send; the platform's words are for instance
// SEND_SUCCESS.
func (s *Sender) MassStatus(ctx context.Context, msgID string) (status bot.MassStatus, err error) {
	err = s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		r, err := oa.GetBroadcast().GetMassStatus(msgID)
		if r != nil {
			status = bot.MassStatus{Words: r.MsgStatus, Failed: r.MsgStatus == "SEND_FAIL" || r.MsgStatus == "DELETE"}
		}
		return err
	})
	return status, err
}

// Followers returns a page of up to 10,000 followers after an openid, and the openid
// with which to continue, "" at the end.
func (s *Sender) Followers(ctx context.Context, after string) (openids []string, next string, err error) {
	err = s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		page, err := oa.GetUser().ListUserOpenIDs(after)
		if page != nil {
			openids, next = page.Data.OpenIDs, page.NextOpenID
		}
		return err
	})
	if next == after || len(openids) == 0 {
		next = ""
	}
	return openids, next, err
}

// Left returns those of at most 100 people who no longer follow. It does not use the
// SDK, which reads an entry without the field subscribe as a person who left: the data
// of these people is erased.
func (s *Sender) Left(ctx context.Context, openids []string) (gone []string, err error) {
	type who struct {
		OpenID string `json:"openid"`
	}
	list := make([]who, len(openids))
	for i, o := range openids {
		list[i] = who{o}
	}
	var out struct {
		Users []struct {
			OpenID    string          `json:"openid"`
			Subscribe json.RawMessage `json:"subscribe"`
		} `json:"user_info_list"`
	}
	if err := s.call(ctx, "/cgi-bin/user/info/batchget", map[string]any{"user_list": list}, &out); err != nil {
		return nil, err
	}
	for _, u := range out.Users {
		if u.OpenID != "" && string(u.Subscribe) == "0" { // anything else is no word of somebody who left
			gone = append(gone, u.OpenID)
		}
	}
	return gone, nil
}

// Quota is the number of calls of a path that are allowed a day.
type Quota struct{ Limit, Used, Remain int }

// Quota returns the daily limit of a path and how much of it is left.
func (s *Sender) Quota(ctx context.Context, path string) (q Quota, err error) {
	err = s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		a, err := oa.GetOpenAPI().GetAPIQuota(openapi.GetAPIQuotaParams{CgiPath: path})
		q = Quota{int(a.Quota.DailyLimit), int(a.Quota.Used), int(a.Quota.Remain)}
		return err
	})
	return q, err
}

// MassLeft returns how many mass sends to lists are left today.
func (s *Sender) MassLeft(ctx context.Context) (int, error) {
	q, err := s.Quota(ctx, "/cgi-bin/message/mass/send")
	return q.Remain, err
}

// MassQuota returns the refusal to expect if fewer than calls mass sends are left
// today, else nil.
func (s *Sender) MassQuota(ctx context.Context, calls int) (refusal *bot.SendError, err error) {
	left, err := s.MassLeft(ctx)
	if err != nil || left >= calls {
		return nil, err
	}
	return refused(massSpent, "today's calls do not suffice"), nil
}

// call makes a POST with in as JSON, or a GET if in is nil, and reads the answer into
// out.
func (s *Sender) call(ctx context.Context, path string, in, out any) error {
	var body bytes.Buffer
	method := http.MethodGet
	if in != nil {
		method = http.MethodPost
		b, err := bot.EncodeJSON(in)
		if err != nil {
			return &bot.SendError{Class: bot.BadContent, Words: "the text cannot be encoded"}
		}
		body.Write(b)
	}
	sep := "?"
	if bytes.ContainsRune([]byte(path), '?') {
		sep = "&"
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://"+apiHost+path+sep+"access_token="+placeholder, &body)
	if err != nil {
		return &bot.SendError{Class: bot.Bug, Words: "the request cannot be made"}
	}
	resp, err := s.gateway.RoundTrip(req)
	if err != nil {
		return unanswered(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return unanswered(err)
	}
	return decode(resp.StatusCode, answer, out)
}

// unanswered returns the error for a call without an answer. The platform may have
// carried it out, unless there was no connection or no token.
func unanswered(err error) error {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e
	}
	maybe := true
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Op == "dial" {
		maybe = false
	}
	if errors.Is(err, errNoToken) {
		maybe = false
	}
	return &bot.SendError{Class: bot.Transient, Words: err.Error(), MaybeSent: maybe}
}

// decode reads an answer into out, which may be nil. A field of another type than
// expected is left empty, and does not spoil the others. It returns a refusal as a
// *bot.SendError.
func decode(status int, answer []byte, out any) error {
	if status >= 500 {
		return &bot.SendError{Class: bot.Transient, Code: status, Words: "HTTP " + strconv.Itoa(status), MaybeSent: true}
	}
	var e struct {
		Code  int    `json:"errcode"`
		Words string `json:"errmsg"`
	}
	if odd, err := unmarshal(answer, &e); err != nil || odd == "errcode" {
		return &bot.SendError{Class: bot.Transient, Words: "the answer is no JSON that we know", MaybeSent: true}
	}
	if out != nil {
		if _, err := unmarshal(answer, out); err != nil {
			return &bot.SendError{Class: bot.Bug, Words: "the answer is not understood", MaybeSent: true}
		}
	}
	if e.Code != 0 {
		return refused(e.Code, e.Words)
	}
	return nil
}
