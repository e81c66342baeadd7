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
	client  http.Client
	firstID sync.Once
	lastID  atomic.Int64
}

// Text delivers a typed message.
func (p *Pusher) Text(ctx context.Context, openid, text string, f Fault) Exchange {
	return p.push(ctx, openid, append(p.header(openid, "text"), field{name: "Content", value: text}, p.msgID()), f)
}

// Tap delivers a tap on a line of a menu message: the line as a text, with its id.
func (p *Pusher) Tap(ctx context.Context, openid, id, line string, f Fault) Exchange {
	return p.push(ctx, openid, append(p.header(openid, "text"), field{name: "Content", value: line}, p.msgID(),
		field{name: "bizmsgmenuid", value: id}), f)
}

// Image delivers a picture.
func (p *Pusher) Image(ctx context.Context, openid string, f Fault) Exchange {
	at := cmp.Or(p.Picture, "http://mmbiz.qpic.cn/sim/0")
	return p.push(ctx, openid, append(p.header(openid, "image"), field{name: "PicUrl", value: at},
		field{name: "MediaId", value: "sim-media"}, p.msgID()), f)
}

// Event delivers an event such as subscribe, SCAN or CLICK with its key.
func (p *Pusher) Event(ctx context.Context, openid, event, key string, f Fault) Exchange {
	fields := append(p.header(openid, "event"), field{name: "Event", value: event}, field{name: "EventKey", value: key})
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
	fields := append(p.header(OpenID("platform", "admin"), "event"), field{name: "Event", value: "MASSSENDJOBFINISH"})
	for _, name := range []string{"MsgID", "Status", "TotalCount", "FilterCount", "SentCount", "ErrorCount"} {
		fields = append(fields, field{name: name, value: result[name], number: name != "Status"})
	}
	return p.push(ctx, OpenID("platform", "admin"), fields, FaultNone)
}

func (p *Pusher) header(openid, kind string) []field {
	return []field{
		{name: "ToUserName", value: p.Account.OriginalID},
		{name: "FromUserName", value: openid},
		{name: "CreateTime", value: strconv.FormatInt(p.Now().Unix(), 10), number: true},
		{name: "MsgType", value: kind},
	}
}

func (p *Pusher) msgID() field {
	p.firstID.Do(func() { p.lastID.Store(time.Now().UnixMicro()) }) //nolint:forbidigo // real time, so that ids are new after a restart too
	id := p.lastID.Add(1)
	return field{name: "MsgId", value: strconv.FormatInt(id, 10), number: true}
}

// push delivers a message until there is a valid answer, at most maxTries times.
func (p *Pusher) push(ctx context.Context, openid string, fields []field, f Fault) Exchange {
	msg := encodeXML(fields)
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
	ctx, cancel := context.WithTimeout(ctx, pushLimit)
	defer cancel()
	target, body, err := p.pack(openid, msg, f)
	if err != nil {
		x.Failure = err.Error()
		return
	}
	begin := time.Now() //nolint:forbidigo // real time: how long the answer took
	status, answer, err := p.post(ctx, target, body)
	x.Took, x.Status, x.Failure = time.Since(begin), status, ""
	switch {
	case err != nil:
		x.Failure = "no answer within 5 s: " + err.Error()
	case status != http.StatusOK:
		x.Failure, x.Got = fmt.Sprintf("HTTP %d", status), answer
	default:
		if x.Text, x.Got, err = p.Account.checkReply(openid, answer); err != nil {
			x.Failure = err.Error()
		}
	}
}

// pack signs and encrypts a message and returns the URL and body of the push. Each
// delivery has its own nonce and ciphertext.
func (p *Pusher) pack(openid, msg string, f Fault) (target, body string, err error) {
	stamp, nonce := strconv.FormatInt(p.Now().Unix(), 10), randomDigits()
	q := url.Values{"timestamp": {stamp}, "nonce": {nonce}, "openid": {openid}, "signature": {sign(p.Account.Token, stamp, nonce)}}
	body = msg
	if p.Account.Mode != "plain" {
		enc, err := p.Account.seal(msg)
		if err != nil {
			return "", "", err
		}
		q.Set("encrypt_type", "aes")
		q.Set("msg_signature", sign(p.Account.Token, stamp, nonce, enc))
		head := "<xml><ToUserName><![CDATA[" + p.Account.OriginalID + "]]></ToUserName>"
		if p.Account.Mode == "compat" {
			head = strings.TrimSuffix(msg, "</xml>")
		}
		body = head + "<Encrypt><![CDATA[" + enc + "]]></Encrypt></xml>"
	}
	if f == FaultForged {
		q.Set("signature", strings.Repeat("0", 40))
		q.Set("msg_signature", strings.Repeat("0", 40))
	}
	return p.URL + "?" + q.Encode(), body, nil
}

func (p *Pusher) post(ctx context.Context, target, body string) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "text/xml")
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
