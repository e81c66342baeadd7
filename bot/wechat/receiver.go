package wechat

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot"
)

// maxBody is the largest size of a push in bytes.
const maxBody = 64 << 10

// Mode says how pushes are encrypted, as set in the account's console. A request
// cannot choose a weaker mode.
type Mode string

// The modes of the platform.
const (
	ModeSafe   Mode = "safe"   // 安全模式: encrypted
	ModeCompat Mode = "compat" // 兼容模式: plain and encrypted; only the encrypted copy is read
	ModePlain  Mode = "plain"  // 明文模式
)

// Config holds the account's settings for pushes.
type Config struct {
	AppID, Token, OriginalID string
	// AESKey is the EncodingAESKey of 43 characters, PreviousAESKey the one before
	// it, with which pushes may still be encrypted. Plain mode needs neither.
	AESKey, PreviousAESKey string
	Mode                   Mode
	// Skew is the largest difference between a push's timestamp and the clock; 0
	// means 10 minutes.
	Skew time.Duration
	// Sign returns a keyed hash of a text, always the same one. Keys of events are made of
	// it, because they would otherwise tell who caused them to somebody who knows openids.
	Sign func(text string) string
}

// Receiver is an http.Handler that answers the platform's pushes and its check of
// the URL.
type Receiver struct {
	cfg     Config
	keys    []*aesKey
	handler bot.Handler
	now     bot.Clock
	log     *slog.Logger
	often   *tally
	apology func(error) bot.Reply
	seen    *replays
	rooms   sync.Pool // of *buffers
	headers headers
	open    atomic.Int64 // pushes with a valid signature that have no answer yet
	// Pictures uploads the pictures of replies. It is nil if the account may not
	// upload; a bot.Picture then fails with bot.ErrUnsupported. Set it before
	// serving.
	Pictures *Pictures
	// Unhandled is told the reason of each push that is not handled, one of Reasons; nil for
	// nobody. Set it before serving.
	Unhandled func(reason string)
}

// NewReceiver checks the configuration; an error names the wrong field. apology
// returns the reply to a message that was handled, but whose reply cannot be sent.
func NewReceiver(cfg Config, h bot.Handler, now bot.Clock, log *slog.Logger, apology func(error) bot.Reply) (*Receiver, error) {
	if cfg.Skew == 0 {
		cfg.Skew = 10 * time.Minute
	}
	r := &Receiver{cfg: cfg, handler: h, now: now, log: log, often: newTally(log), apology: apology, seen: newReplays(2 * cfg.Skew)}
	r.headers = headers{nosniff: []string{"nosniff"}, xml: []string{"application/xml; charset=utf-8"}}
	r.rooms.New = func() any { return &buffers{} }
	switch {
	case cfg.Sign == nil:
		return nil, errors.New("no keyed hash")
	case cfg.Token == "":
		return nil, errors.New("token is empty: anybody could sign")
	case cfg.OriginalID == "":
		return nil, errors.New("original id (gh_…) is empty")
	case cfg.Mode == ModePlain:
		return r, nil
	case cfg.Mode != ModeSafe && cfg.Mode != ModeCompat:
		return nil, fmt.Errorf("mode %q: choose safe, compat or plain", cfg.Mode)
	case cfg.AppID == "":
		return nil, errors.New("appid is empty")
	}
	for _, encoded := range []string{cfg.AESKey, cfg.PreviousAESKey} {
		if encoded == "" && len(r.keys) > 0 {
			continue
		}
		k, err := newAESKey(encoded)
		if err != nil {
			return nil, err
		}
		r.keys = append(r.keys, k)
	}
	return r, nil
}

// refusal is an HTTP error for a push that was not handled.
type refusal struct {
	status int
	reason string
}

// Error implements error.
func (e *refusal) Error() string { return e.reason }

func refuse(status int, reason string) error { return &refusal{status, reason} }

// ServeHTTP is the endpoint to register with the platform. A push that was not
// committed gets no answer: the connection is kept until the platform has given up and
// is then closed, so that the platform pushes again (ruling 43).
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	begin := time.Now() //nolint:forbidigo // real time: the platform waits five seconds
	w.Header()["X-Content-Type-Options"] = r.headers.nosniff
	var err error
	switch req.Method {
	case http.MethodGet:
		err = r.verify(w, req)
	case http.MethodPost:
		err = r.push(w, req)
	default:
		w.Header().Set("Allow", "GET, POST")
		err = refuse(http.StatusMethodNotAllowed, "method")
	}
	if err == nil {
		return
	}
	if no, ok := errors.AsType[*refusal](err); ok {
		r.note("refused: " + no.reason)
		http.Error(w, http.StatusText(no.status), no.status)
		return
	}
	if errors.Is(err, errUnanswered) {
		r.hold(req.Context(), time.Since(begin))
	}
	panic(http.ErrAbortHandler) // closes the connection
}

// verify answers the platform's check of a new URL with the echostr it sent.
func (r *Receiver) verify(w http.ResponseWriter, req *http.Request) error {
	q := parseQuery(req.URL.RawQuery)
	if !r.signed(q, q.signature, nil) {
		return refuse(http.StatusForbidden, "signature")
	}
	if err := r.fresh(q.timestamp); err != nil {
		return err
	}
	if q.echostr == "" || len(q.echostr) > 512 {
		return refuse(http.StatusBadRequest, "echostr")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, q.echostr)
	return nil
}

// signed reports whether a signature over the token, timestamp and nonce of a query, and
// what was sealed unless it is nil, is valid. It takes the same time for every signature.
func (r *Receiver) signed(q query, signature string, sealed []byte) bool {
	var sum [40]byte
	all := [][]byte{[]byte(r.cfg.Token), []byte(q.timestamp), []byte(q.nonce), sealed} // nil adds nothing
	return subtle.ConstantTimeCompare(sign(sum[:0], all...), []byte(signature)) == 1
}

// fresh rejects a timestamp that differs from the clock by more than Skew. It must be
// written without leading zeros: the signature joins timestamp and nonce without a sign
// between them, so that a zero could be moved from one to the other.
func (r *Receiver) fresh(timestamp string) error {
	sec, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || strconv.FormatInt(sec, 10) != timestamp {
		return refuse(http.StatusForbidden, "timestamp")
	}
	if d := r.now().Sub(time.Unix(sec, 0)); d > r.cfg.Skew || d < -r.cfg.Skew {
		return refuse(http.StatusForbidden, "timestamp outside the window")
	}
	return nil
}

// push handles one push and writes the reply.
func (r *Receiver) push(w http.ResponseWriter, req *http.Request) error {
	room, _ := r.rooms.Get().(*buffers) // the pool makes nothing else
	defer r.leave(room)
	q := parseQuery(req.URL.RawQuery)
	body, err := r.read(w, req, q, room)
	if err != nil {
		return err
	}
	doc, k, err := r.decode(q, body, room)
	if err != nil {
		return err
	}
	now := r.now()
	m := newMessage(doc, k != nil, now, r.cfg.Sign)
	if err := r.addressed(q, doc, m); err != nil {
		return err
	}
	reply, err := r.handle(req.Context(), m)
	if err != nil {
		return err
	}
	p := passive{reply: reply, to: string(m.From), from: r.cfg.OriginalID, at: now}
	if p.media, err = r.upload(req.Context(), reply); err != nil {
		p.reply = r.sorry(req.Context(), m, err)
	}
	r.write(w, p, k, room)
	return nil
}

// write writes the answer to a push, encrypted unless k is nil.
func (r *Receiver) write(w http.ResponseWriter, p passive, k *aesKey, room *buffers) {
	out := p.append(room.reply[:0])
	room.reply = out
	if len(out) == 0 {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, "success") // says that the push was handled; it is never encrypted
		return
	}
	if k != nil {
		out = r.envelope(k, out, p.at, room)
	}
	w.Header()["Content-Type"] = r.headers.xml
	_, _ = w.Write(out) //nolint:gosec // XML to the platform, escaped by passive.append
}

// read reads the body after checking mode, signature and timestamp, as far as that
// is possible without it.
func (r *Receiver) read(w http.ResponseWriter, req *http.Request, q query, room *buffers) ([]byte, error) {
	aes := q.encryptType == "aes"
	if aes != (r.cfg.Mode != ModePlain) {
		return nil, refuse(http.StatusForbidden, "not the configured mode")
	}
	if !aes && !r.signed(q, q.signature, nil) {
		return nil, refuse(http.StatusForbidden, "signature")
	}
	if err := r.fresh(q.timestamp); err != nil {
		return nil, err
	}
	from := req.Body
	if req.ContentLength < 0 || req.ContentLength > maxBody { // else there is no more of it
		from = http.MaxBytesReader(w, from, maxBody)
	}
	body, err := room.readAll(from, req.ContentLength)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, refuse(http.StatusRequestEntityTooLarge, "body over 64 KiB")
	case err != nil:
		return nil, refuse(http.StatusBadRequest, "body cut off")
	}
	return body, nil
}

// decode verifies a body and decrypts it unless the mode is plain. It also returns the
// key that decrypted the body.
func (r *Receiver) decode(q query, body []byte, room *buffers) (document, *aesKey, error) {
	doc, err := parse(room.outer[:0], body)
	if err != nil {
		return nil, nil, refuse(http.StatusBadRequest, "malformed body")
	}
	if r.cfg.Mode == ModePlain {
		if !r.seen.admit(q.timestamp, q.nonce, body, r.now()) {
			return nil, nil, refuse(http.StatusForbidden, "another body under the same signature")
		}
		return doc, nil, nil
	}
	room.outer = doc
	enc := doc.sealed()
	if len(enc) == 0 || !r.signed(q, q.msgSignature, enc) {
		return nil, nil, refuse(http.StatusForbidden, "signature")
	}
	room.plain = slices.Grow(room.plain[:0], base64.StdEncoding.DecodedLen(len(enc)))
	for _, k := range r.keys {
		plain, err := k.open(room.plain, enc, r.cfg.AppID)
		if err != nil {
			continue
		}
		if doc, err = parse(room.inner[:0], plain); err != nil {
			return nil, nil, refuse(http.StatusBadRequest, "malformed message")
		}
		room.inner = doc
		return doc, k, nil
	}
	return nil, nil, refuse(http.StatusForbidden, "key or appid")
}

// addressed checks that a push is for this account and that its sender is the one
// that the URL names.
func (r *Receiver) addressed(q query, d document, m *bot.Message) error {
	if d.get("ToUserName") != r.cfg.OriginalID {
		return refuse(http.StatusForbidden, "another account")
	}
	if m.From == "" || d.get("MsgType") == "" {
		return refuse(http.StatusBadRequest, "no sender or type")
	}
	if m.FromPerson() && q.openid != "" && q.openid != string(m.From) {
		return refuse(http.StatusForbidden, "openid")
	}
	return nil
}

// openMax bounds the pushes that wait, for their reply or for the platform to give up.
// Each has an open connection.
const openMax = 16384

// Errors of pushes that are not acknowledged; the reason is logged.
var (
	errUnanswered = errors.New("the push is not acknowledged")
	errCrowded    = errors.New("the connection is closed at once")
)

// handle runs the handler. Whatever its error is, nothing may be acknowledged. A push
// with errUnanswered stays counted until hold has ended.
func (r *Receiver) handle(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	if r.open.Add(1) > openMax {
		r.open.Add(-1)
		r.note("closed: too many connections wait")
		return nil, errCrowded
	}
	reply, err := r.handler.Handle(ctx, m)
	switch {
	case err == nil:
		r.open.Add(-1)
		return reply, nil
	case errors.Is(err, bot.ErrBusy):
		r.note("not acknowledged: too many messages in work")
	case errors.Is(err, bot.ErrLate):
		r.note("not acknowledged: not committed in time")
	case r.note("not acknowledged: it failed") < failuresMax:
		r.log.ErrorContext(ctx, "a message failed and is not acknowledged; the platform pushes it again",
			"kind", m.Kind, "event", m.Event, "error", err)
	}
	return nil, errUnanswered
}

// failuresMax is how many failures are logged in full each minute. While the database is
// down every message fails.
const failuresMax = 10

// platformTime is when the platform has surely given up a push that began at 0.
const platformTime = 5500 * time.Millisecond

// hold keeps the connection of a push until the platform has given it up.
func (r *Receiver) hold(ctx context.Context, since time.Duration) {
	defer r.open.Add(-1)
	t := time.NewTimer(platformTime - since)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// sorry logs a reply that cannot be sent and returns the apology, or silence if no
// person sent the message.
func (r *Receiver) sorry(ctx context.Context, m *bot.Message, err error) bot.Reply {
	r.log.ErrorContext(ctx, "a reply cannot be sent; the person reads an apology", "kind", m.Kind, "event", m.Event, "error", err)
	if !m.FromPerson() || m.Event == bot.EventUnsubscribe {
		return bot.Silence{}
	}
	return r.apology(err)
}

// uploadTime is the time limit for uploading a reply's picture, in real time. The
// platform waits five seconds for the reply.
const uploadTime = 2 * time.Second

// upload returns the platform's id of a reply's picture, "" for other replies. It
// continues after the platform hangs up, because the platform pushes again.
func (r *Receiver) upload(ctx context.Context, reply bot.Reply) (mediaID string, err error) {
	p, ok := reply.(bot.Picture)
	if !ok {
		return "", nil
	}
	if r.Pictures == nil {
		return "", fmt.Errorf("reply with the picture %s: %w", p.File, bot.ErrUnsupported)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), uploadTime)
	defer cancel()
	return r.Pictures.media(ctx, p.File)
}
