package wechat

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
)

// subscribeScene is the scene of our requests for consent. The platform distinguishes
// 0 to 10,000; we use one.
const subscribeScene = 1

// The platform's limits for a one-time message, in characters.
const (
	subscribeTitle = 15
	subscribeText  = 200
)

// Errors of Confirmed.
var (
	// ErrDeclined means that the person refused on the platform's page.
	ErrDeclined = errors.New("the person declined")
	// ErrForged means that the confirmation does not belong to a link of ours.
	ErrForged = errors.New("the confirmation is not for a link of ours")
)

// Subscriptions handles one-time subscriptions (一次性订阅). A link leads to the
// platform's page, where the person agrees to one message; the page leads back to us;
// the message may then be sent without a credit.
type Subscriptions struct {
	Sender   *Sender
	AppID    string
	Template string
	// Return is the public address to which the platform's page leads back. Its
	// domain must be entered in the account's settings.
	Return string
	// Sign returns a keyed signature of a text in hex.
	Sign func(string) string
}

// Link returns the address of the page of consent to a reminder of a class. The same person,
// class and time give the same link.
func (s *Subscriptions) Link(u bot.UserID, class string, at time.Time) string {
	q := url.Values{
		"action": {"get_confirm"}, "appid": {s.AppID}, "scene": {strconv.Itoa(subscribeScene)}, "template_id": {s.Template},
		"redirect_url": {s.Return}, "reserved": {s.token(string(u), class, strconv.FormatInt(at.Unix(), 36), tokenSep)},
	}
	return "https://mp.weixin.qq.com/mp/subscribemsg?" + q.Encode() + "#wechat_redirect"
}

// token returns a signature that ties a link to a person and a class, because anybody could call
// the return address with any openid. The platform allows 128 letters and digits;
// neither part contains a capital letter.
func (s *Subscriptions) token(openid, class, at, sep string) string {
	return at + sep + s.Sign("subscribe "+at+" "+openid+" "+class)
}

// Separators between the time and the signature of a token. Links of older versions
// have the second.
const (
	tokenSep    = "Z"
	tokenSepOld = "."
)

// Consent is a person's consent to one message.
type Consent struct {
	User bot.UserID
	// Class is which class the link was made for, Token the link's own, which counts once.
	Class, Token string
}

// Confirmed reads the query of the return address, for a link that was made for one of some
// classes.
func (s *Subscriptions) Confirmed(q url.Values, classes []string) (Consent, error) {
	openid, reserved := q.Get("openid"), q.Get("reserved")
	if openid == "" && q.Get("action") == "cancel" { // the platform does not name a person who refuses
		return Consent{}, ErrDeclined
	}
	sep := tokenSep
	if !strings.Contains(reserved, sep) {
		sep = tokenSepOld
	}
	at, _, ok := strings.Cut(reserved, sep)
	i := slices.IndexFunc(classes, func(class string) bool {
		return subtle.ConstantTimeCompare([]byte(reserved), []byte(s.token(openid, class, at, sep))) == 1
	})
	if !ok || openid == "" || i < 0 {
		return Consent{}, ErrForged
	}
	if q.Get("action") != "confirm" || q.Get("template_id") != s.Template {
		return Consent{}, ErrDeclined
	}
	return Consent{bot.UserID(openid), classes[i], reserved}, nil
}

// Send sends the one message that a consent allows. The platform answers 43101 if there
// is no consent.
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
