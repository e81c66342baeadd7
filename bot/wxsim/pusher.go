package wxsim

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// FailureText is what the WeChat client shows when an account does not answer or
// answers with an invalid reply.
const FailureText = "该公众号提供的服务出现故障，请稍后再试"

// pushLimit is how long the platform waits for an answer, maxTries how often it delivers
// a message that is not answered.
const (
	pushLimit = 5 * time.Second
	maxTries  = 3
)

// Fault is a fault that the simulator injects into a push.
type Fault string

// The faults: a forged signature, and three deliveries of the message as if the answers
// had been lost.
const (
	FaultNone   Fault = ""
	FaultForged Fault = "forged"
	FaultThrice Fault = "thrice"
)

// Exchange is a push with its answer.
type Exchange struct {
	// Sent is the message and Got the decrypted answer, both XML.
	Sent string `json:"sent"`
	Got  string `json:"got"`
	// Text is what the person sees, or "" if there is no reply. Failure says what is wrong
	// with the answer, Status is its HTTP status, and Tries the number of deliveries.
	Text    string        `json:"text"`
	Took    time.Duration `json:"took"`
	Status  int           `json:"status"`
	Tries   int           `json:"tries"`
	Failure string        `json:"failure,omitempty"`
}

// Pusher delivers messages to a webhook over HTTP. It signs and encrypts them as the
// account's mode requires and repeats them like the platform.
type Pusher struct {
	URL     string
	Account Account
	Now     func() time.Time
	// Picture is the address of the pictures that are sent; empty for one of the platform's.
	Picture string
	connect sync.Once
	client  http.Client
	firstID sync.Once
	lastID  atomic.Int64
}

// Text delivers a typed message.
func (p *Pusher) Text(ctx context.Context, openid, text string, f Fault) Exchange {
	return p.push(ctx, openid, append(p.header(openid, "text"), Field{Name: "Content", Value: text}, p.msgID()), f)
}

// Tap delivers a tap on a line of a menu message: the line as a text, with its id.
func (p *Pusher) Tap(ctx context.Context, openid, id, line string, f Fault) Exchange {
	return p.push(ctx, openid, append(p.header(openid, "text"), Field{Name: "Content", Value: line}, p.msgID(),
		Field{Name: "bizmsgmenuid", Value: id}), f)
}

// Image delivers a picture.
func (p *Pusher) Image(ctx context.Context, openid string, f Fault) Exchange {
	at := cmp.Or(p.Picture, "http://mmbiz.qpic.cn/sim/0")
	return p.push(ctx, openid, append(p.header(openid, "image"), Field{Name: "PicUrl", Value: at},
		Field{Name: "MediaId", Value: "sim-media"}, p.msgID()), f)
}

// Event delivers an event such as subscribe, SCAN or CLICK with its key.
func (p *Pusher) Event(ctx context.Context, openid, event, key string, f Fault) Exchange {
	fields := append(p.header(openid, "event"), Field{Name: "Event", Value: event}, Field{Name: "EventKey", Value: key})
	return p.push(ctx, openid, fields, f)
}

// Again delivers a message once more, like the platform after a missing answer: the same
// content with a new signature.
func (p *Pusher) Again(ctx context.Context, openid, sent string) Exchange {
	x := Exchange{Sent: sent, Tries: 1}
	p.deliver(ctx, &x, openid, sent, FaultNone)
	if x.Failure != "" {
		x.Text = FailureText
	}
	return x
}

// Finished delivers the event with the result of a mass send, which comes from the
// openid of an administrator.
func (p *Pusher) Finished(ctx context.Context, result map[string]string) Exchange {
	fields := append(p.header(OpenID("platform", "admin"), "event"), Field{Name: "Event", Value: "MASSSENDJOBFINISH"})
	for _, name := range []string{"MsgID", "Status", "TotalCount", "FilterCount", "SentCount", "ErrorCount"} {
		fields = append(fields, Field{Name: name, Value: result[name], Number: name != "Status"})
	}
	return p.push(ctx, OpenID("platform", "admin"), fields, FaultNone)
}

func (p *Pusher) header(openid, kind string) []Field {
	return []Field{
		{Name: "ToUserName", Value: p.Account.OriginalID},
		{Name: "FromUserName", Value: openid},
		{Name: "CreateTime", Value: strconv.FormatInt(p.Now().Unix(), 10), Number: true},
		{Name: "MsgType", Value: kind},
	}
}

func (p *Pusher) msgID() Field {
	p.firstID.Do(func() { p.lastID.Store(time.Now().UnixMicro()) }) //nolint:forbidigo // real time, so that ids are new after a restart too
	id := p.lastID.Add(1)
	return Field{Name: "MsgId", Value: strconv.FormatInt(id, 10), Number: true}
}

// push delivers a message until there is a valid answer, at most maxTries times.
func (p *Pusher) push(ctx context.Context, openid string, fields []Field, f Fault) Exchange {
	msg := Message(fields)
	x := Exchange{Sent: msg}
	for x.Tries < maxTries {
		x.Tries++
		p.deliver(ctx, &x, openid, msg, f)
		if x.Failure == "" && f != FaultThrice || f == FaultForged {
			break
		}
	}
	if x.Failure != "" {
		x.Text = FailureText
	}
	return x
}

// deliver delivers a message once and records the answer in x.
func (p *Pusher) deliver(ctx context.Context, x *Exchange, openid, msg string, f Fault) {
	r, err := p.Wrap(openid, msg, Envelope{Forged: f == FaultForged})
	if err != nil {
		x.Failure = err.Error()
		return
	}
	p.answer(ctx, x, r)
}

// Envelope says how a push is wrapped. The zero value wraps it as the account wants it,
// the fields make one that is out of order.
type Envelope struct {
	// Mode, AESKey and AppID stand for those of the account.
	Mode, AESKey, AppID string
	// Forged gives it a wrong signature. Age is how far its timestamp is behind the clock.
	Forged bool
	Age    time.Duration
	// Shown is the plaintext copy beside the ciphertext in compat mode; empty for a true copy.
	Shown string
	// Bare sends the message as the body itself, neither encrypted nor wrapped.
	Bare bool
}

// Request is a push that is ready to be sent, also more than once.
type Request struct {
	Query   url.Values
	Body    string
	openid  string
	account Account // that opens the answer
}

// Wrap signs and encrypts a message. Each call makes its own nonce and ciphertext.
func (p *Pusher) Wrap(openid, msg string, e Envelope) (Request, error) {
	a := p.Account
	a.Mode, a.AESKey, a.AppID = cmp.Or(e.Mode, a.Mode), cmp.Or(e.AESKey, a.AESKey), cmp.Or(e.AppID, a.AppID)
	stamp, nonce := strconv.FormatInt(p.Now().Add(-e.Age).Unix(), 10), randomDigits()
	q := url.Values{"timestamp": {stamp}, "nonce": {nonce}, "openid": {openid}, "signature": {sign(a.Token, stamp, nonce)}}
	r := Request{Query: q, Body: msg, openid: openid, account: a}
	if a.Mode != "plain" && !e.Bare {
		enc, err := a.seal(msg)
		if err != nil {
			return Request{}, err
		}
		q.Set("encrypt_type", "aes")
		q.Set("msg_signature", sign(a.Token, stamp, nonce, enc))
		head := "<xml><ToUserName><![CDATA[" + a.OriginalID + "]]></ToUserName>"
		if a.Mode == "compat" {
			head = strings.TrimSuffix(cmp.Or(e.Shown, msg), "</xml>")
		}
		r.Body = head + "<Encrypt><![CDATA[" + enc + "]]></Encrypt></xml>"
	}
	if e.Forged {
		q.Set("signature", strings.Repeat("0", 40))
		q.Set("msg_signature", strings.Repeat("0", 40))
	}
	return r, nil
}

// Send delivers a request once.
func (p *Pusher) Send(ctx context.Context, r Request) Exchange {
	x := Exchange{Sent: r.Body, Tries: 1}
	p.answer(ctx, &x, r)
	return x
}

// Verify asks the webhook to prove that it knows the account's token, as the platform does
// when its address is entered. It returns the status and the body, which must be echo.
func (p *Pusher) Verify(ctx context.Context, echo string, forged bool) (status int, body string, err error) {
	r, err := p.Wrap("", "", Envelope{Forged: forged, Bare: true})
	if err != nil {
		return 0, "", err
	}
	r.Query.Del("openid")
	r.Query.Set("echostr", echo)
	return p.call(ctx, http.MethodGet, p.URL+"?"+r.Query.Encode(), "")
}

// answer sends a request and records the answer in x.
func (p *Pusher) answer(ctx context.Context, x *Exchange, r Request) {
	ctx, cancel := context.WithTimeout(ctx, pushLimit)
	defer cancel()
	begin := time.Now() //nolint:forbidigo // real time: how long the answer took
	status, answer, err := p.call(ctx, http.MethodPost, p.URL+"?"+r.Query.Encode(), r.Body)
	x.Took, x.Status, x.Failure = time.Since(begin), status, ""
	switch {
	case err != nil:
		x.Failure = "no answer within 5 s: " + err.Error()
	case status != http.StatusOK:
		x.Failure, x.Got = fmt.Sprintf("HTTP %d", status), answer
	default:
		if x.Text, x.Got, err = r.account.checkReply(r.openid, answer); err != nil {
			x.Failure = err.Error()
		}
	}
}

// Connections returns a transport that keeps as many connections as a crowd needs at once. By
// default two are kept, and a crowd would mostly connect.
func Connections() *http.Transport {
	return &http.Transport{MaxIdleConnsPerHost: 512, IdleConnTimeout: 5 * time.Second}
}

func (p *Pusher) call(ctx context.Context, method, target, body string) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, method, target, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "text/xml")
	p.connect.Do(func() { p.client.Transport = Connections() })
	resp, err := p.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, string(b), err
}

func randomDigits() string {
	n, err := rand.Int(rand.Reader, big.NewInt(10_000_000_000))
	if err != nil {
		return "0"
	}
	return n.String()
}
