package wechat

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
)

// subscribeScene is the one place where we ask; the platform keeps 0 to 10,000
// apart.
const subscribeScene = 1

// The platform's bounds for a one-time message, in characters.
const (
	subscribeTitle = 15
	subscribeText  = 200
)

// Errors of a confirmation that gives no consent.
var (
	// ErrDeclined is a person who said no on the platform's page.
	ErrDeclined = errors.New("the person declined")
	// ErrForged is a confirmation that did not begin with a link of ours.
	ErrForged = errors.New("the confirmation is not for a link of ours")
)

// Subscriptions are one-time subscriptions (一次性订阅, platform.md §2.4): a
// link to the platform's page of consent, its way back to us, and the one
// message that each consent allows, outside of every credit.
type Subscriptions struct {
	Sender   *Sender
	AppID    string
	Template string
	// Return is our public address that the platform's page leads back to; its
	// domain must be entered in the account's settings.
	Return string
	// Sign makes a keyed signature of a text in hex.
	Sign func(string) string
}

// Link is the address of the page of consent for somebody. The same person and
// time give the same link.
func (s *Subscriptions) Link(u bot.UserID, at time.Time) string {
	q := url.Values{
		"action": {"get_confirm"}, "appid": {s.AppID}, "scene": {strconv.Itoa(subscribeScene)}, "template_id": {s.Template},
		"redirect_url": {s.Return}, "reserved": {s.token(string(u), strconv.FormatInt(at.Unix(), 36), tokenSep)},
	}
	return "https://mp.weixin.qq.com/mp/subscribemsg?" + q.Encode() + "#wechat_redirect"
}

// token ties a link to who it was made for: the page leads back with an openid
// that anybody could write.
// The platform takes letters and digits only, 128 at most; neither part has a
// capital.
func (s *Subscriptions) token(openid, at, sep string) string {
	return at + sep + s.Sign("subscribe "+at+" "+openid)
}

// The ends of a token's time; links of older versions have the second.
const (
	tokenSep    = "Z"
	tokenSepOld = "."
)

// Confirmed reads the query of the way back: whose consent it is, and the
// link's token, which counts once.
func (s *Subscriptions) Confirmed(q url.Values) (u bot.UserID, token string, err error) {
	openid, reserved := q.Get("openid"), q.Get("reserved")
	if openid == "" && q.Get("action") == "cancel" { // who says no is not named
		return "", "", ErrDeclined
	}
	sep := tokenSep
	if !strings.Contains(reserved, sep) {
		sep = tokenSepOld
	}
	at, _, ok := strings.Cut(reserved, sep)
	if !ok || openid == "" || subtle.ConstantTimeCompare([]byte(reserved), []byte(s.token(openid, at, sep))) != 1 {
		return "", "", ErrForged
	}
	if q.Get("action") != "confirm" || q.Get("template_id") != s.Template {
		return bot.UserID(openid), "", ErrDeclined
	}
	return bot.UserID(openid), reserved, nil
}

// Send uses up one consent. The platform answers 43101 when there is none.
func (s *Subscriptions) Send(ctx context.Context, openid, title, text string) error {
	return s.Sender.call(ctx, "/cgi-bin/message/template/subscribe", map[string]any{
		"touser": openid, "template_id": s.Template, "scene": strconv.Itoa(subscribeScene), "title": cutRunes(title, subscribeTitle),
		"data": map[string]any{"content": map[string]string{"value": cutRunes(text, subscribeText)}},
	}, nil)
}

// cutRunes returns the first n characters of s.
func cutRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
